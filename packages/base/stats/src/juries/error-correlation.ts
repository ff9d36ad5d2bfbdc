import type { Estimate } from "@pawl/core";
import { requireNumberRows, requireSameLength } from "../internal/ratings.ts";
import { requireCount, requireFinite, requireLevel } from "../internal/require.ts";
import { resampledEstimate } from "../internal/resampled-estimate.ts";
import { unitOf } from "../internal/unit.ts";

export interface ErrorCorrelationOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each item. */
  readonly clusters?: readonly string[] | undefined;
  /** @default 2000 */
  readonly resamples?: number | undefined;
  /** @default 0 */
  readonly seed?: number | string | undefined;
}

export interface ErrorCorrelation {
  /** pairs[i][j]: correlation of the errors of judges i and j over items both judged; null where one of them never varies. */
  readonly pairs: readonly (readonly (number | null)[])[];
  /** Mean of the pairs that are defined, with a bootstrap interval over items; null when none is. */
  readonly mean: Estimate | null;
  /** k/(1 + (k − 1)·mean), at most k; its interval from that of the mean. Null when the mean is. */
  readonly effectiveJudges: Estimate | null;
  readonly judges: number;
}

/**
 * Returns how alike judges err, and how many independent ones they are worth: `votes[item][judge]`.
 * Pearson's correlation of vote − truth, or for zeros and ones φ of being wrong (their signed errors would correlate by the truth alone).
 * Effective number = k/(1 + (k − 1)ρ̄) (Kish's design effect, 1965), ρ̄ the mean over pairs. No tool has it; the pairs agree with NumPy's corrcoef. Assumes the truth is right: errors of the labels look like errors the judges share. Null for one judge or
 * without errors. @throws TypeError for NaN; RangeError for unequal lengths or no item
 */
export function errorCorrelation(
  votes: readonly (readonly (number | null)[])[],
  truth: readonly (number | null)[],
  options: ErrorCorrelationOptions = {},
): ErrorCorrelation {
  const { level = 0.95, clusters, resamples = 2000, seed } = options;
  requireLevel("level", level);
  requireSameLength("votes and truth", votes, truth);
  requireNumberRows("votes", votes);
  requireNumberRows(
    "truth",
    truth.map((said) => [said]),
  );
  requireCount("the number of items", votes.length, 1);
  if (clusters !== undefined) requireSameLength("votes and clusters", votes, clusters);
  const judges = votes[0]?.length ?? 0;
  const binary = [...votes.flat(), ...truth].every((value) => value === null || value === 0 || value === 1);
  const unit = unitOf([...votes.flat(), ...truth].filter((value) => value !== null));
  const errors = Array.from({ length: judges }, (_, j) => {
    const column = Float64Array.from(votes, (row, i) => {
      const [vote, said] = [row[j] ?? null, truth[i] ?? null];
      if (vote === null || said === null) return Number.NaN;
      return binary ? Math.abs(vote - said) : vote / unit - said / unit;
    });
    return centred(column);
  });
  const meanOver = (at: Uint32Array): number | null => {
    const all = errors.flatMap((a, i) => errors.slice(i + 1).map((b) => between(a, b, at))).filter((value) => value !== null);
    return all.length === 0 ? null : all.reduce((sum, value) => sum + value / all.length, 0);
  };
  const every = Uint32Array.from(votes, (_, i) => i);
  const mean = resampledEstimate(meanOver, { n: votes.length, level, name: "mean error correlation", clusters, resamples, seed });
  return {
    pairs: errors.map((a, i) => errors.map((b, j) => (i === j ? 1 : between(a, b, every)))),
    mean,
    effectiveJudges:
      mean === null
        ? null
        : {
            ...mean,
            value: effectiveJudges(judges, mean.value),
            interval: [effectiveJudges(judges, mean.interval[1]), effectiveJudges(judges, mean.interval[0])],
            method: "effective judges of the mean error correlation",
          },
    judges,
  };
}

/** Returns the column less the mean of its numbers, so that sums of squares lose no digits, in units of its own. */
function centred(column: Float64Array): Float64Array {
  const given = column.filter((value) => !Number.isNaN(value));
  const mean = given.reduce((sum, value) => sum + value / given.length, 0);
  const own = unitOf(given.map((value) => value - mean));
  return column.map((value) => (value - mean) / own);
}

/** Returns Pearson's correlation over the items at these positions that both judged, in one pass; null where one does not vary. */
function between(a: Float64Array, b: Float64Array, positions: Uint32Array): number | null {
  let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (const at of positions) {
    const p = a[at] ?? Number.NaN;
    const q = b[at] ?? Number.NaN;
    if (Number.isNaN(p) || Number.isNaN(q)) continue;
    n += 1;
    x += p;
    y += q;
    xx += p * p;
    yy += q * q;
    xy += p * q;
  }
  const [vx, vy] = [n * xx - x * x, n * yy - y * y];
  // What rounding leaves of a constant is none.
  if (n < 2 || vx <= 1e-12 * n * xx || vy <= 1e-12 * n * yy) return null;
  return Math.max(-1, Math.min(1, (n * xy - x * y) / Math.sqrt(vx * vy)));
}

/**
 * Returns k_eff = k/(1 + (k − 1)ρ), the number of independent judges that k correlated ones are worth, within 1..k: a negative ρ counts as 0 (Kish 1965, the design effect). No tool has it. Assumes
 * that all pairs correlate alike. @throws RangeError under one judge
 */
export function effectiveJudges(judges: number, correlation: number): number {
  requireCount("judges", judges, 1);
  requireFinite("correlation", correlation);
  return judges / (1 + (judges - 1) * Math.min(1, Math.max(0, correlation)));
}

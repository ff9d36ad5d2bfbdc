import { requireShare } from "../internal/require.ts";

export type Adjustment = "holm" | "hochberg" | "hommel" | "benjamini-hochberg" | "benjamini-yekutieli";

/**
 * Returns the p-values adjusted for their number, in the order given, as R's p.adjust: Holm (gates), Hochberg and Hommel bound any false claim,
 * Benjamini–Hochberg and –Yekutieli the share of false claims (exploration). With p₁ ≤ … ≤ p_m: Holm max_{j≤i}(m − j + 1)p_j; Hochberg min_{j≥i}(m − j + 1)p_j; Hommel the closed Simes test, max
 * over sets of |S|·min_k p_(k)/k; BH min_{j≥i} m·p_j/j; BY that times Σ1/k. Holm (1979) and Benjamini–Yekutieli (2001) assume nothing; Hochberg (1988), Hommel (1988)
 * and Benjamini–Hochberg (1995) assume p-values that are independent or positively dependent. Several candidates against one champion lose less by `maxT`. Empty for none.
 * @throws RangeError for a value outside 0..1, and for over 20,000 by Hommel
 */
export function adjustPValues(pValues: readonly number[], options: { readonly method?: Adjustment | undefined } = {}): readonly number[] {
  const { method = "holm" } = options;
  pValues.forEach((p, i) => {
    requireShare(`pValues[${i}]`, p);
  });
  const m = pValues.length;
  const order = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  const sorted = order.map(({ p }) => p);
  const harmonic = sorted.reduce((sum, _, k) => sum + 1 / (k + 1), 0);
  const stepDown = (factor: (k: number) => number): number[] => {
    let most = 0;
    return sorted.map((p, k) => {
      most = Math.max(most, p * factor(k));
      return most;
    });
  };
  const stepUp = (factor: (k: number) => number): number[] => {
    let least = 1;
    return sorted
      .map((_, back) => {
        const k = m - 1 - back;
        least = Math.min(least, (sorted[k] ?? 1) * factor(k));
        return least;
      })
      .reverse();
  };
  const adjusted = {
    holm: () => stepDown((k) => m - k),
    hochberg: () => stepUp((k) => m - k),
    hommel: () => hommel(sorted),
    "benjamini-hochberg": () => stepUp((k) => m / (k + 1)),
    "benjamini-yekutieli": () => stepUp((k) => (m * harmonic) / (k + 1)),
  }[method]();
  const out = new Array<number>(m).fill(1);
  order.forEach(({ i }, k) => {
    out[i] = Math.min(1, adjusted[k] ?? 1);
  });
  return out;
}

/** Its cost is the square of the number of values. */
const MOST_FOR_HOMMEL = 20_000;

/** Wright (1992), appendix: the largest Simes bound over subsets of each size. */
function hommel(sorted: readonly number[]): readonly number[] {
  const m = sorted.length;
  if (m > MOST_FOR_HOMMEL) throw new RangeError(`Hommel's method takes at most ${MOST_FOR_HOMMEL} p-values, got ${m}. Take "hochberg".`);
  const p = Float64Array.from(sorted);
  const out = p.slice();
  for (let size = m; size > 1; size--) {
    let simes = 1;
    for (let k = 2; k <= size; k++) simes = Math.min(simes, (size * (p[m - size + k - 1] ?? 1)) / k);
    for (let k = 0; k < m; k++) {
      const bound = k >= m - size + 1 ? simes : Math.min(simes, size * (p[k] ?? 1));
      if (bound > (out[k] ?? 0)) out[k] = bound;
    }
  }
  return [...out];
}

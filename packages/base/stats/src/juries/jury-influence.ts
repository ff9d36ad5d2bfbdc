import type { Estimate } from "@pawl/core";
import { requireNumberRows, requireSameLength } from "../internal/ratings.ts";
import { shareEstimate } from "../internal/share-estimate.ts";
import { unitOf } from "../internal/unit.ts";
import { type JuryOptions, juryVerdict } from "./jury-verdict.ts";

export interface JurorInfluence {
  /** Share of items whose verdict is another one without this judge (abstaining counts as one); null without items. */
  readonly changed: Estimate | null;
  /** Jury's mean absolute error with this judge less that without, over items both decide: above 0 the judge does harm. Null without a truth. */
  readonly errorAdded: number | null;
}

export interface JuryInfluenceOptions extends JuryOptions {
  /** What humans say of each item; null for none. */
  readonly truth?: readonly (number | null)[] | undefined;
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Cluster of each item. */
  readonly clusters?: readonly string[] | undefined;
}

/**
 * Returns each judge's leave-one-out influence on the jury, in the order of the columns of `votes[item][judge]`. Share with Wilson's interval, clustered where given.
 * changed = share of items with v ≠ v₋ⱼ, errorAdded = mean(|v − y| − |v₋ⱼ − y|), v₋ⱼ the verdict without judge j: the leave-one-out of the jackknife (Tukey 1958). No tool has it; the tests count
 * by hand. Wilson's interval agrees with statsmodels. Assumes independent items (or clusters), votes that do not depend on each other, and a truth that is right.
 * A jury of one has an empty rest, which abstains. No items give null shares. @throws TypeError for NaN; RangeError for rows or lists of unequal length
 */
export function juryInfluence(
  votes: readonly (readonly (number | null)[])[],
  options: JuryInfluenceOptions = {},
): readonly JurorInfluence[] {
  const { truth, level = 0.95, clusters } = options;
  requireNumberRows("votes", votes);
  if (truth !== undefined) {
    requireSameLength("votes and truth", votes, truth);
    requireNumberRows(
      "truth",
      truth.map((said) => [said]),
    );
  }
  if (clusters !== undefined) requireSameLength("votes and clusters", votes, clusters);
  const full = votes.map((row) => juryVerdict(row, options).value);
  const known = [...full, ...(truth ?? [])].filter((value) => value !== null);
  const unit = unitOf(known);
  return Array.from({ length: votes[0]?.length ?? 0 }, (_, left) => {
    const rest = votes.map(
      (row) =>
        juryVerdict(
          row.filter((__, judge) => judge !== left),
          options,
        ).value,
    );
    const errors = full.flatMap((verdict, i) => {
      const [other, said] = [rest[i] ?? null, truth?.[i] ?? null];
      return verdict === null || other === null || said === null
        ? []
        : [Math.abs(verdict / unit - said / unit) - Math.abs(other / unit - said / unit)];
    });
    return {
      changed: shareEstimate(
        full.map((verdict, i) => (verdict === (rest[i] ?? null) ? 0 : 1)),
        { level, clusters },
      ),
      errorAdded: errors.length === 0 ? null : (errors.reduce((sum, error) => sum + error, 0) / errors.length) * unit,
    };
  });
}

import { requireSameLength } from "../internal/ratings.ts";
import { requireNumbers } from "../internal/require.ts";

/** Scores of items and what they are: 1 or true for what is to be detected. */
export interface ScoredLabels {
  readonly scores: ArrayLike<number>;
  readonly labels: ArrayLike<0 | 1 | boolean>;
}

/** Returns the labels as zeros and ones. @throws TypeError for another label or a score that is no number; RangeError for unequal lengths or no item */
export function checkedLabels({ scores, labels }: ScoredLabels): Uint8Array {
  requireNumbers("scores", scores);
  requireSameLength("scores and labels", scores, labels);
  return Uint8Array.from({ length: labels.length }, (_, i) => {
    const label: unknown = labels[i];
    if (label !== 0 && label !== 1 && typeof label !== "boolean")
      throw new TypeError(`labels[${i}] must be 0, 1, true or false, got ${String(label)}.`);
    return label === 1 || label === true ? 1 : 0;
  });
}

/** As `checkedLabels`, the scores being probabilities. @throws RangeError for one off 0..1 */
export function checkedProbabilities(input: ScoredLabels): Uint8Array {
  const labels = checkedLabels(input);
  for (let i = 0; i < labels.length; i++) {
    const p = input.scores[i] ?? 0;
    if (p < 0 || p > 1) throw new RangeError(`scores[${i}] must be a probability in 0..1, got ${p}.`);
  }
  return labels;
}

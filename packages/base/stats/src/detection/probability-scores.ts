import { checkedProbabilities, type ScoredLabels } from "./requirements.ts";

/**
 * Returns the mean squared error of probabilities (Brier 1950), 0 best, 1 worst; scikit-learn's `brier_score_loss`.
 * @throws TypeError for NaN or a label that is none; RangeError for a probability off 0..1, unequal lengths or no item
 */
export function brierScore(input: ScoredLabels): number {
  const labels = checkedProbabilities(input);
  return labels.reduce((sum, label, i) => sum + ((input.scores[i] ?? 0) - label) ** 2, 0) / labels.length;
}

/**
 * Returns the mean −ln of the probability given to what was so; scikit-learn's `log_loss` in nats. A certainty that was wrong counts −ln(2⁻⁵²) ≈ 36, not infinity.
 * Errors as `brierScore`.
 */
export function logLoss(input: ScoredLabels): number {
  const labels = checkedProbabilities(input);
  return (
    labels.reduce((sum, label, i) => {
      const p = input.scores[i] ?? 0;
      return sum - Math.log(Math.max(Number.EPSILON, label === 1 ? p : 1 - p));
    }, 0) / labels.length
  );
}

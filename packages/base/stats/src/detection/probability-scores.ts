import { checkedProbabilities, type ScoredLabels } from "./requirements.ts";

/**
 * Returns the mean squared error of probabilities, Σ(p − y)²/n (Brier 1950), 0 best, 1 worst; scikit-learn's `brier_score_loss`. Assumes that items count alike.
 * @throws TypeError for NaN or a label that is none; RangeError for a probability off 0..1, unequal lengths or no item
 */
export function brierScore(input: ScoredLabels): number {
  const labels = checkedProbabilities(input);
  return labels.reduce((sum, label, i) => sum + ((input.scores[i] ?? 0) - label) ** 2, 0) / labels.length;
}

/**
 * Returns the mean −ln of the probability given to what was so, −Σ(y ln p + (1 − y)ln(1 − p))/n (Good 1952); scikit-learn's `log_loss` in nats. A certainty that was wrong counts −ln(2⁻⁵²) ≈ 36, not infinity.
 * Assumptions and errors as `brierScore`.
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

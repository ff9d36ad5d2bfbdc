import { checkedLabels, type ScoredLabels } from "./requirements.ts";

/**
 * Returns the average precision Σ(R_k − R_{k−1})P_k over score thresholds from high to low, items of equal score taken together: scikit-learn's `average_precision_score`.
 * Source: its user guide. Assumes that items count alike.
 * Chance level is the share of positives. Null without a positive; 1 with positives only. For an interval take `bootstrap`.
 * @throws TypeError for NaN or a label that is none; RangeError for unequal lengths or no item
 */
export function averagePrecision(input: ScoredLabels): number | null {
  const labels = checkedLabels(input);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0) return null;
  const score = (i: number): number => input.scores[i] ?? 0;
  const order = Array.from(labels.keys()).sort((i, j) => score(j) - score(i));
  let [hits, sum] = [0, 0];
  for (let start = 0; start < order.length; ) {
    let end = start;
    let found = 0;
    while (end < order.length && score(order[end] ?? 0) === score(order[start] ?? 0)) found += labels[order[end++] ?? 0] ?? 0;
    hits += found;
    sum += (found / positives) * (hits / end);
    start = end;
  }
  return sum;
}

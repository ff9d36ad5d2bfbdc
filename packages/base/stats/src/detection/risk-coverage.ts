import { requireSameLength } from "../internal/ratings.ts";
import { requireNumbers } from "../internal/require.ts";
import { inUnits, unitOf } from "../internal/unit.ts";

export interface RiskPoint {
  /** Share of items answered: those with at least this confidence. */
  readonly coverage: number;
  /** Mean loss of the items answered. */
  readonly risk: number;
  readonly confidence: number;
}

export interface RiskCoverage {
  /** One point for each different confidence, from the highest down: items of equal confidence are answered together. */
  readonly points: readonly RiskPoint[];
  /** Area under the curve: mean risk over coverages 1/n, 2/n … 1, ties in their expected order. */
  readonly area: number;
  /** area − that of answering in the order of the losses themselves: what a perfect confidence would save. */
  readonly excess: number;
}

/**
 * Returns the risk of answering only what one is confident of (El-Yaniv and Wiener 2010; area as Geifman, Uziel and El-Yaniv 2019). `losses` are 0 and 1 for right and
 * wrong, or any. Risk at coverage k/n = Σ of the k most confident losses/k; area = Σ risk/n. No tool of those compared with has it; checked against NumPy. Assumes that items count alike. A confidence without information has the mean loss as its area. @throws TypeError for NaN; RangeError for unequal lengths or no item
 */
export function riskCoverage(input: { readonly confidences: ArrayLike<number>; readonly losses: ArrayLike<number> }): RiskCoverage {
  const { confidences } = input;
  requireNumbers("confidences", confidences);
  requireNumbers("losses", input.losses);
  requireSameLength("confidences and losses", confidences, input.losses);
  const unit = unitOf(input.losses);
  const losses = inUnits(input.losses, unit);
  const n = losses.length;
  const confidence = (i: number): number => confidences[i] ?? 0;
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => confidence(j) - confidence(i));
  const points: RiskPoint[] = [];
  let [total, area] = [0, 0];
  for (let start = 0; start < n; ) {
    let end = start;
    let added = 0;
    while (end < n && confidence(order[end] ?? 0) === confidence(order[start] ?? 0)) added += losses[order[end++] ?? 0] ?? 0;
    // Inside a tie the expected loss rises evenly.
    for (let k = start + 1; k <= end; k++) area += (total + (added * (k - start)) / (end - start)) / k / n;
    total += added;
    points.push({ coverage: end / n, risk: (total / end) * unit, confidence: confidence(order[start] ?? 0) });
    start = end;
  }
  let [sum, best] = [0, 0];
  losses
    .toSorted((a, b) => a - b)
    .forEach((loss, i) => {
      sum += loss;
      best += sum / (i + 1) / n;
    });
  return { points, area: area * unit, excess: Math.max(0, area - best) * unit };
}

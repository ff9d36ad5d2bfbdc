import { normalQuantile } from "../distributions/normal.ts";
import { requireCount, requireLevel } from "../internal/require.ts";
import { type Proportion, proportionEstimate } from "../intervals/proportion.ts";
import type { Correction } from "./correction.ts";

export interface RoganGladenInput {
  /** Items the judge passed, of those it judged. */
  readonly judged: Proportion;
  /** Items that humans passed: how many of them the judge passed. */
  readonly sensitivity: Proportion;
  /** Items that humans failed: how many of them the judge failed. */
  readonly specificity: Proportion;
}

export interface RoganGladenOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** How many times each variance is that of independent items (1 + (m − 1)·ICC); for items in clusters. @default 1 each */
  readonly designEffects?: { readonly judged: number; readonly sensitivity: number; readonly specificity: number } | undefined;
}

const clipped = (share: number): number => Math.min(1, Math.max(0, share));

/**
 * Returns the share of items that humans would pass, from a yes/no judge and its errors on labelled items.
 *
 * Value: θ = (p + q0 − 1)/(q0 + q1 − 1), cut to 0..1, with p the judge's share, q0 its specificity, q1 its sensitivity (Rogan and Gladen 1978).
 * Interval: Lang and Reiczigel (2014), agrees with the package of Lee et al. (2511.21140): smoothed shares p̃ = (np + z²/2)/(n + z²), q̃ = (mq + 1)/(m + 2),
 * centre moved by 2z²(θq̃1(1 − q̃1)/m̃1 − (1 − θ)q̃0(1 − q̃0)/m̃0), cut to 0..1; it carries the calibration's own uncertainty.
 * Assumes that the judge errs alike on labelled and on judged items given what a human would say. Their shares of passes may differ, but labels must not
 * be drawn by the judge's own verdict. No item is counted in both. Conservative under 100 labels of a good judge (covers up to .99 at 40).
 *
 * Cannot correct: no human pass or no human fail ("one-class"), or q0 + q1 ≤ 1, a judge no better than chance ("uninformative-judge").
 * @throws RangeError for no judged item or more successes than items
 */
export function roganGladen(input: RoganGladenInput, options: RoganGladenOptions = {}): Correction {
  const { judged, sensitivity, specificity } = input;
  const { level = 0.95, designEffects } = options;
  requireLevel("level", level);
  for (const [name, { successes, n }] of [["sensitivity", sensitivity] as const, ["specificity", specificity] as const]) {
    requireCount(`${name}.n`, n);
    requireCount(`${name}.successes`, successes);
    if (successes > n) throw new RangeError(`${name}.successes must not exceed n = ${n}, got ${successes}.`);
  }
  const raw = proportionEstimate(judged, { level });
  if (sensitivity.n === 0 || specificity.n === 0) {
    const missing = sensitivity.n === 0 ? "passed" : "failed";
    return {
      kind: "cannot-correct",
      reason: "one-class",
      message: `Humans ${missing} none of the labelled items, so the judge's errors on such items are unknown. Label some items that humans would have ${missing}.`,
      raw,
    };
  }
  const z = normalQuantile((1 + level) / 2);
  const effective = (count: Proportion, effect: number): { share: number; n: number } => ({
    share: count.successes / count.n,
    n: count.n / Math.max(1, effect),
  });
  const p = effective(judged, designEffects?.judged ?? 1);
  const q1 = effective(sensitivity, designEffects?.sensitivity ?? 1);
  const q0 = effective(specificity, designEffects?.specificity ?? 1);
  const smooth = {
    p: (p.n * p.share + (z * z) / 2) / (p.n + z * z),
    q0: (q0.n * q0.share + 1) / (q0.n + 2),
    q1: (q1.n * q1.share + 1) / (q1.n + 2),
  };
  const youden = smooth.q0 + smooth.q1 - 1;
  if (q0.share + q1.share <= 1 || youden <= 0) {
    return {
      kind: "cannot-correct",
      reason: "uninformative-judge",
      message: `The judge's sensitivity ${q1.share.toFixed(3)} and specificity ${q0.share.toFixed(3)} do not add up to more than 1: its verdicts say nothing about what humans would say. Change the judge.`,
      raw,
    };
  }
  const value = clipped((p.share + q0.share - 1) / (q0.share + q1.share - 1));
  const theta = (smooth.p + smooth.q0 - 1) / youden;
  const error0 = (smooth.q0 * (1 - smooth.q0)) / (q0.n + 2);
  const error1 = (smooth.q1 * (1 - smooth.q1)) / (q1.n + 2);
  const standardError = Math.sqrt((smooth.p * (1 - smooth.p)) / (p.n + z * z) + (1 - theta) ** 2 * error0 + theta ** 2 * error1) / youden;
  const centre = theta + 2 * z * z * (theta * error1 - (1 - theta) * error0);
  const labels = sensitivity.n + specificity.n;
  const inside = clipped(theta);
  const effectiveN = (inside * (1 - inside)) / standardError ** 2;
  return {
    kind: "corrected",
    value,
    interval: [Math.min(value, clipped(centre - z * standardError)), Math.max(value, clipped(centre + z * standardError))],
    level,
    n: judged.n,
    method: designEffects === undefined ? "Rogan–Gladen, Lang–Reiczigel interval" : "Rogan–Gladen, Lang–Reiczigel interval, clusters",
    raw,
    standardError,
    labels,
    effectiveN,
    gained: effectiveN - labels,
  };
}

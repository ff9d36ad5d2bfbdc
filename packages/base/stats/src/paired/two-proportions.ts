import type { Estimate } from "@pawl/core";
import { normalQuantile } from "../distributions/normal.ts";
import { solve } from "../distributions/solve.ts";
import { requireLevel } from "../internal/require.ts";
import { type Proportion, proportionEstimate } from "../intervals/proportion.ts";
import { BESIDE } from "./tango.ts";

export type TwoProportionMethod = "newcombe" | "agresti-caffo" | "score";

export interface TwoProportionOptions {
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Score is Miettinen and Nurminen's, with their factor N/(N − 1). @default "newcombe" */
  readonly method?: TwoProportionMethod | undefined;
}

/**
 * Returns the difference of two independent shares, a − b, with its interval. Newcombe (1998, method 10): Wilson's limits l, u squared and added, d − √((p_a − l_a)² + (u_b − p_b)²) and its mirror. Agresti and Caffo (2000): one success and
 * one failure added to each sample. Both as statsmodels' confint_proportions_2indep. Score: Miettinen and Nurminen (1985); statsmodels' own has a slip in the cubic and is wider.
 * Assumes independent trials in independent samples; paired answers take `tangoInterval`, which is narrower.
 */
export function twoProportionEstimate(
  samples: { readonly a: Proportion; readonly b: Proportion },
  options: TwoProportionOptions = {},
): Estimate {
  const { level = 0.95, method = "newcombe" } = options;
  requireLevel("level", level);
  const { a, b } = samples;
  const [first, second] = [proportionEstimate(a, { level }), proportionEstimate(b, { level })];
  const value = first.value - second.value;
  const z = normalQuantile((1 + level) / 2);
  const estimate = (interval: readonly [number, number]): Estimate => ({ value, interval, level, n: a.n + b.n, method });
  if (method === "newcombe") {
    const [l1, u1] = first.interval;
    const [l2, u2] = second.interval;
    return estimate([value - Math.hypot(first.value - l1, u2 - second.value), value + Math.hypot(u1 - first.value, second.value - l2)]);
  }
  if (method === "agresti-caffo") {
    const [p, q] = [(a.successes + 1) / (a.n + 2), (b.successes + 1) / (b.n + 2)];
    const reach = z * Math.sqrt((p * (1 - p)) / (a.n + 2) + (q * (1 - q)) / (b.n + 2));
    return estimate([Math.max(-1, p - q - reach), Math.min(1, p - q + reach)]);
  }
  const off = (difference: number, sign: number): number => {
    const error = nullError({ a, b }, difference);
    return value - difference - sign * z * error;
  };
  const lower = value <= -1 ? -1 : solve((d) => off(d, 1), [-1, value - BESIDE]);
  const upper = value >= 1 ? 1 : solve((d) => off(d, -1), [value + BESIDE, 1]);
  return estimate([lower, upper]);
}

/** Standard error at the shares that are likeliest under the difference: the likelihood's score falls in q, so its root is found by halving. */
function nullError({ a, b }: { readonly a: Proportion; readonly b: Proportion }, difference: number): number {
  const [least, most] = [Math.max(0, -difference), Math.min(1, 1 - difference)];
  const slope = (q: number): number => {
    const p = q + difference;
    const part = (successes: number, failures: number, share: number): number =>
      (successes === 0 ? 0 : successes / share) - (failures === 0 ? 0 : failures / (1 - share));
    return part(a.successes, a.n - a.successes, p) + part(b.successes, b.n - b.successes, q);
  };
  let [low, high] = [least, most];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  const q = (low + high) / 2;
  const p = q + difference;
  const size = a.n + b.n;
  return Math.sqrt(Math.max(0, ((p * (1 - p)) / a.n + (q * (1 - q)) / b.n) * (size / (size - 1))));
}

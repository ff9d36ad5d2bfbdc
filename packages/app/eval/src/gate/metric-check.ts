import type { Scored } from "./scored-metric.ts";

export type CheckKind = "pass" | "regression" | "inconclusive";

/** What one metric says at one level. */
export interface Check {
  readonly kind: CheckKind;
  /** Candidate minus baseline in the good direction; of the first token the share of answers that began too late, negative. */
  readonly effect: number | null;
  readonly interval: readonly [number | null, number | null];
  readonly n: number;
  readonly method: string;
  readonly notes: readonly string[];
  /** Where it is on what people would see, not on what the judge sees. */
  readonly corrected?: true | undefined;
}

/** One metric of a gate, ready to be asked at any level. */
export interface MetricCheck {
  readonly metric: string;
  /** In words where nothing can be said at all; null where `at` may be asked. */
  readonly unmeasured: string | null;
  readonly at: (level: number) => Check;
  /** Smallest harm beyond the baseline that would be found with a power of .8, in the metric's unit; null where it cannot be told. */
  readonly detectable: (level: number) => number | null;
  /** Items that would decide if effect and spread are as seen; null where that cannot be told. */
  readonly needed: (level: number) => number | null;
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** Items without a score in either arm. */
  readonly missing: { readonly baseline: number; readonly candidate: number };
  readonly scored: Scored | null;
}

/** Returns what an interval says about a margin. An end that is null is no bound. */
export function kindOf([lower, upper]: Check["interval"], margin: number): CheckKind {
  if ((lower ?? Number.NEGATIVE_INFINITY) > -margin) return "pass";
  return (upper ?? Number.POSITIVE_INFINITY) < -margin ? "regression" : "inconclusive";
}

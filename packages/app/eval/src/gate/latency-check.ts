import { binomial, proportionEstimate, shareAtAnyLook } from "@pawl/stats";
import type { Check } from "./metric-check.ts";

/** A p95 leaves so many answers beyond it. */
const TAIL = 0.05;

export interface LatencyInput {
  readonly baselineP95Ms: number;
  /** Of each item, repeats averaged. */
  readonly timesMs: readonly number[];
  /** Items whose answer never came: late at their worst, in time at their best. @default 0 */
  readonly missing?: number | undefined;
  /** Whether the run was left for what it showed: the bounds then hold at every look. @default false */
  readonly early?: boolean | undefined;
  /** How much later is still good enough, as a share of the baseline's p95. */
  readonly margin: number;
}

/** Returns where too late begins, in milliseconds: the baseline's p95 and the margin, at least one millisecond. */
export function lateAfterMs({ baselineP95Ms, margin }: Pick<LatencyInput, "baselineP95Ms" | "margin">): number {
  return Math.max(1, baselineP95Ms * (1 + margin));
}

/**
 * Returns whether the p95 of the times is at most the baseline's p95 and the margin: exactly when at most five in a hundred answers begin later than
 * that. Pass when the exact (Clopper–Pearson) upper bound of their share is below .05, regression when the lower bound is above. No shape of the
 * distribution is assumed; 59 items without a late one are the fewest that pass at .9, 72 at .95. What never came is late in the upper bound alone. Of a run that was left early the
 * bounds are those of `shareAtAnyLook`: 102 items at .9, 116 at .95.
 */
export function latencyCheck(input: LatencyInput, level: number): Check {
  const { early = false, timesMs, margin, missing = 0 } = input;
  const limit = lateAfterMs(input);
  const n = timesMs.length;
  const late = timesMs.filter((time) => time > limit).length;
  const bounds = (successes: number): readonly [number, number] =>
    early
      ? shareAtAnyLook({ successes, n: n + missing }, { level }).interval
      : proportionEstimate({ successes, n: n + missing }, { level, method: "clopper-pearson" }).interval;
  const [least, most] = [bounds(late)[0], bounds(late + missing)[1]];
  const kind = most < TAIL ? "pass" : least > TAIL ? "regression" : "inconclusive";
  return {
    kind,
    effect: -late / n || 0,
    interval: [-most || 0, -least || 0],
    n,
    method: `share of answers that begin late, ${early ? "beta mixture, valid at every look" : "exact binomial"}`,
    notes: [
      ...(missing > 0
        ? [`Of ${n + missing} answers ${missing} never came: at their worst they are late, at their best they are not.`]
        : []),
      `${late} of ${n} answers began later than ${Math.round(limit)} ms, the baseline's p95 and ${Math.round(100 * margin)} %.`,
    ],
  };
}

/** Returns the share of late answers, beyond the allowed .05, that would be found with a power of .8; null where none would. */
export function detectableLateness(n: number, level: number): number | null {
  if (n < 1) return null;
  let fewest = 0;
  while (fewest <= n && proportionEstimate({ successes: fewest, n }, { level, method: "clopper-pearson" }).interval[0] <= TAIL) fewest++;
  if (fewest > n) return null;
  let low = TAIL;
  let high = 1;
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (binomial(n, middle).survival(fewest - 1) >= 0.8) high = middle;
    else low = middle;
  }
  return high - TAIL;
}

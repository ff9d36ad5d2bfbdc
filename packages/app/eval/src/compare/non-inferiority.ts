import type { Verdict } from "@pawl/core";
import { type Pair, pairedVerdict } from "@pawl/stats";
import type { Evaluation, RunOutline } from "../evaluation.ts";
import { worstValue } from "../run/score-case.ts";
import { comparable } from "./comparable.ts";
import { usefulEffect } from "./compare.ts";

export interface NonInferiorityOptions<Name extends string> {
  /** @default the baseline's first one that both have */
  readonly metric?: Name | undefined;
  /** How much worse is still good enough, in the metric's own unit, above 0. @default .05 on a binary or share scale */
  readonly margin?: number | undefined;
  /** @default .95 */
  readonly level?: number | undefined;
}

export type NonInferiority = {
  /** `pass`: the lower end of the interval is above −margin, also with what is missing at its worst. `regression`: the upper end is below −margin. */
  readonly kind: "pass" | "regression" | "inconclusive";
  readonly margin: number;
  /** Of the completed pairs, with the margin as minimum useful effect. */
  readonly verdict: Verdict;
  /** In one sentence each. */
  readonly notes: readonly string[];
};

/** Returns whether a run is no worse than a baseline by more than a margin: the question of a gate. @throws as `compare` does */
export function nonInferiority<Name extends string>(
  baseline: Evaluation<unknown, unknown, Name>,
  candidate: Evaluation<unknown, unknown, Name>,
  options?: NonInferiorityOptions<NoInfer<Name>>,
): NonInferiority;
export function nonInferiority<Name extends string>(
  baseline: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options?: NonInferiorityOptions<NoInfer<Name>>,
): NonInferiority;
export function nonInferiority<Name extends string>(
  baseline: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options: NonInferiorityOptions<NoInfer<Name>> = {},
): NonInferiority {
  const { facts, metric, notes, pairs, scale } = comparable(baseline, candidate, options.metric);
  const { direction } = facts;
  const margin = usefulEffect(options.margin, { metric, scale: facts.scale });
  const verdictOf = (chosen: readonly Pair[]): Verdict =>
    pairedVerdict({ pairs: chosen, metric, scale, direction, minimumUsefulEffect: margin, level: options.level });
  const verdict = verdictOf(pairs);
  const kindOf = ([lower, upper]: Verdict["interval"]): NonInferiority["kind"] =>
    (lower ?? Number.NEGATIVE_INFINITY) > -margin ? "pass" : (upper ?? Number.POSITIVE_INFINITY) < -margin ? "regression" : "inconclusive";
  const kind = kindOf(verdict.interval);
  const missing = pairs.filter((pair) => pair.champion === null || pair.candidate === null).length;
  if (missing === 0) return { kind, margin, verdict, notes };
  if (scale === "real") {
    const note = `${missing} of ${pairs.length} pairs are missing and a real scale has no ends to bound them by.`;
    return { kind: "inconclusive", margin, verdict, notes: [note, ...notes] };
  }
  const low = worstValue(facts);
  const high = 1 - low;
  const at = (candidateEnd: number, baselineEnd: number): NonInferiority["kind"] =>
    kindOf(
      verdictOf(pairs.map((pair) => ({ ...pair, champion: pair.champion ?? baselineEnd, candidate: pair.candidate ?? candidateEnd })))
        .interval,
    );
  const agree = at(low, high) === kind && at(high, low) === kind;
  const note = agree
    ? `${missing} of ${pairs.length} pairs are missing; at their worst and at their best the answer is the same.`
    : `${missing} of ${pairs.length} pairs are missing: ${kind} on the completed pairs, but not with the missing at their worst and best.`;
  return { kind: agree ? kind : "inconclusive", margin, verdict, notes: [note, ...notes] };
}

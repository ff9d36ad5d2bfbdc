import type { Verdict } from "@pawl/core";
import { decide, type Pair, pairedVerdict } from "@pawl/stats";
import type { Evaluation, MetricFacts, RunOutline } from "../evaluation.ts";
import { kindOf } from "../gate/metric-check.ts";
import { worstValue } from "../run/score-case.ts";
import { comparable } from "./comparable.ts";
import { usefulEffect } from "./compare.ts";
import { attenuationNotes } from "./judge-notes.ts";
import { judgedDifference, peoplesScores } from "./judged-difference.ts";
import { asJudged } from "./judged-verdict.ts";

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

/**
 * Returns whether a run is no worse than a baseline by more than a margin: the question of a gate. Of a judge it is decided on the difference that people
 * would see where they labelled outputs of both runs for at least 20 examples; else on the judge's own, and the notes say what that is worth. @throws as `compare` does
 */
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
  const { facts, judged, metric, notes, pairs, scale } = comparable(baseline, candidate, options.metric);
  const { direction } = facts;
  const margin = usefulEffect(options.margin, { metric, scale: facts.scale });
  const ask = { direction, level: options.level, margin, metric };
  const asked = boundedAnswer(pairs, { ...ask, scale, worst: worstValue(facts) });
  const people = { champion: peoplesScores(baseline, metric as Name), candidate: peoplesScores(candidate, metric as Name) };
  const difference = judgedDifference({ direction, pairs, people, scale: facts.scale });
  if (difference === null) return { ...asked, margin, notes: [...asked.notes, ...notes, ...attenuationNotes(judged)] };
  const seen = asJudged({ ...asked.verdict, kind: asked.kind });
  if (difference.kind === "people") {
    const told = boundedAnswer(difference.pairs, { ...ask, scale: difference.scale, worst: worstValue(facts) });
    return { ...told, margin, notes: [difference.note, seen, ...told.notes, ...notes] };
  }
  const { missing, n } = difference;
  const { effect, interval, method, note, withMissingAt } = difference.at(asked.verdict.level);
  const kind = kindOf(interval, margin);
  const agree = missing === 0 || (scale !== "real" && [withMissingAt(-1), withMissingAt(1)].every((ends) => kindOf(ends, margin) === kind));
  const minimumUsefulEffect = margin;
  const decided = decide({ lower: interval[0], upper: interval[1], minimumUsefulEffect });
  const lost = missing === 0 ? [] : [missingNote(agree, { kind, missing, of: pairs.length })];
  return {
    kind: agree ? kind : "inconclusive",
    margin,
    verdict: { ...asked.verdict, ...decided, effect, interval, method, n, needed: null, notes: [] },
    notes: [note, seen, ...lost, ...notes],
  };
}

interface BoundedOptions {
  readonly direction: MetricFacts["direction"];
  readonly level: number | undefined;
  readonly margin: number;
  readonly metric: string;
  readonly scale: MetricFacts["scale"];
  /** Value of a binary or share scale that a missing score takes at its worst. */
  readonly worst: number;
}

/** Missing scores are taken at their worst and at their best: where those disagree the answer is inconclusive. */
function boundedAnswer(
  pairs: readonly Pair[],
  { direction, level, margin, metric, scale, worst: low }: BoundedOptions,
): Omit<NonInferiority, "margin"> {
  const verdictOf = (chosen: readonly Pair[]): Verdict =>
    pairedVerdict({ pairs: chosen, metric, scale, direction, minimumUsefulEffect: margin, level });
  const verdict = verdictOf(pairs);
  const kind = kindOf(verdict.interval, margin);
  const missing = pairs.filter((pair) => pair.champion === null || pair.candidate === null).length;
  if (missing === 0) return { kind, verdict, notes: [] };
  if (scale === "real") {
    const note = `${missing} of ${pairs.length} pairs are missing and a real scale has no ends to bound them by.`;
    return { kind: "inconclusive", verdict, notes: [note] };
  }
  const high = 1 - low;
  const at = (candidateEnd: number, baselineEnd: number): NonInferiority["kind"] =>
    kindOf(
      verdictOf(pairs.map((pair) => ({ ...pair, champion: pair.champion ?? baselineEnd, candidate: pair.candidate ?? candidateEnd })))
        .interval,
      margin,
    );
  const agree = at(low, high) === kind && at(high, low) === kind;
  return { kind: agree ? kind : "inconclusive", verdict, notes: [missingNote(agree, { kind, missing, of: pairs.length })] };
}

function missingNote(
  agree: boolean,
  { kind, missing, of }: { readonly kind: string; readonly missing: number; readonly of: number },
): string {
  return agree
    ? `${missing} of ${of} pairs are missing; at their worst and at their best the answer is the same.`
    : `${missing} of ${of} pairs are missing: ${kind} on the completed pairs, but not with the missing at their worst and best.`;
}

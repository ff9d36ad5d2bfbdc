import type { Verdict } from "@pawl/core";
import { pairedVerdict } from "@pawl/stats";
import type { Evaluation, RunOutline } from "../evaluation.ts";
import { comparable } from "./comparable.ts";
import { attenuationNotes } from "./judge-notes.ts";
import { peoplesScores } from "./judged-difference.ts";
import { judgedVerdict } from "./judged-verdict.ts";

/** Of a binary or share scale, where nothing else is said: five points. */
export const DEFAULT_USEFUL_EFFECT = 0.05;

export interface CompareOptions<Name extends string> {
  /** @default the champion's first one that both have */
  readonly metric?: Name | undefined;
  /** Smallest difference that matters, in the metric's own unit. @default .05 on a binary or share scale; a real one has none and must be told */
  readonly minimumUsefulEffect?: number | undefined;
  /** @default .95 */
  readonly level?: number | undefined;
}

/**
 * Returns the verdict on the candidate against the champion, paired by example, repeats averaged first, clustered where examples are.
 * Missing scores are bounded by worst and best case; what could not be paired is said in the verdict's notes, and that a judge is not calibrated.
 * Where people labelled outputs of both runs for at least 20 examples (their labels are in the judge's calibration) the verdict is on the difference that they would see.
 * @throws PawlError `use.other-data` (another task or split), `use.other-scorer` (another hash), `use.unknown-metric`,
 * `data.no-common-examples`, `data.nothing-scored`; RangeError for a missing `minimumUsefulEffect` of a real scale.
 */
export function compare<Name extends string>(
  champion: Evaluation<unknown, unknown, Name>,
  candidate: Evaluation<unknown, unknown, Name>,
  options?: CompareOptions<NoInfer<Name>>,
): { readonly verdict: Verdict };
export function compare<Name extends string>(
  champion: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options?: CompareOptions<NoInfer<Name>>,
): { readonly verdict: Verdict };
export function compare<Name extends string>(
  champion: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options: CompareOptions<NoInfer<Name>> = {},
): { readonly verdict: Verdict } {
  const { facts, judged, metric, notes, pairs, scale } = comparable(champion, candidate, options.metric);
  const { direction } = facts;
  const minimumUsefulEffect = usefulEffect(options.minimumUsefulEffect, { metric, scale: facts.scale });
  const verdict = pairedVerdict({ pairs, metric, scale, direction, minimumUsefulEffect, level: options.level });
  const people = { champion: peoplesScores(champion, metric as Name), candidate: peoplesScores(candidate, metric as Name) };
  const corrected = judgedVerdict({ people, metric, direction, scale: facts.scale, pairs, verdict });
  if (corrected !== null) return { verdict: { ...corrected, notes: [...corrected.notes, ...notes] } };
  return { verdict: { ...verdict, notes: [...verdict.notes, ...notes, ...attenuationNotes(judged)] } };
}

/** Returns the given effect or the default of the scale. @throws RangeError where a real scale has none. */
export function usefulEffect(given: number | undefined, { metric, scale }: { readonly metric: string; readonly scale: string }): number {
  if (given !== undefined) return given;
  if (scale !== "real") return DEFAULT_USEFUL_EFFECT;
  throw new RangeError(`"${metric}" is on a real scale: say its "minimumUsefulEffect", the smallest difference that matters to you.`);
}

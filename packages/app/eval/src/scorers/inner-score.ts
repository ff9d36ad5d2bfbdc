import type { CallOptions, Score, ScoreRequest, Scorer, Unscored } from "@pawl/core";
import { fitsScale, offScale, worstValue } from "../run/score-case.ts";

type VoidRequest<I, E> = Parameters<NonNullable<Scorer<I, unknown, E>["scoreVoid"]>>[0];

/** Scores that no scorer gave: the worst value by the rule for invalid and refused answers, and what was combined from such. */
const byRule = new WeakSet<object>();

/** Whether a score, or a part of it, is the rule's and no scorer's. */
export function isByRule(result: Score | Unscored): boolean {
  return byRule.has(result);
}

/** Returns a result that was made from others, marked where one of them is the rule's. */
export function madeFrom<R extends Score | Unscored>(result: R, parts: readonly (Score | Unscored)[]): R {
  if (parts.some(isByRule)) byRule.add(result);
  return result;
}

/** Returns what a scorer inside another says of an output. @throws Error where it answers off its scale: a broken scorer stays unscored, whatever is around it */
export async function innerScore<I, O, E>(
  scorer: Scorer<I, O, E>,
  request: ScoreRequest<I, O, E>,
  options?: CallOptions,
): Promise<Score | Unscored> {
  return onScale(scorer, await scorer.score(request, options));
}

/** Returns what a scorer inside another says of a case without an output, by the rules of `evaluate`. @throws Error where it answers off its scale */
export async function innerVoid<I, E>(
  scorer: Scorer<I, never, E>,
  request: VoidRequest<I, E>,
  options?: CallOptions,
): Promise<Score | Unscored> {
  if (scorer.scoreVoid) return onScale(scorer, await scorer.scoreVoid(request, options));
  const { kind } = request.trace.outcome;
  const answered = kind === "invalid" || kind === "refused";
  if (answered && scorer.scale !== "real") {
    const worst: Score = { kind: "score", value: worstValue(scorer), reason: kind };
    byRule.add(worst);
    return worst;
  }
  return { kind: "unscored", reason: kind };
}

/** One of several scorers' answers; `broken` where it threw or answered off its scale. */
export type MemberScore = (Score | Unscored) & { readonly broken?: true };

/** Returns an answer that may fail as one that is unscored; an abort is thrown. */
export async function memberScore(ask: () => Promise<Score | Unscored>, options: CallOptions | undefined): Promise<MemberScore> {
  try {
    return await ask();
  } catch (error) {
    options?.abortSignal?.throwIfAborted();
    return { kind: "unscored", reason: error instanceof Error ? error.message : String(error), broken: true };
  }
}

function onScale(scorer: Pick<Scorer, "name" | "scale">, result: Score | Unscored): Score | Unscored {
  if (result.kind === "score" && !fitsScale(scorer, result.value)) throw new Error(offScale(scorer, result.value));
  return result;
}

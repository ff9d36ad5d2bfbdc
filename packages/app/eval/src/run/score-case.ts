import type { Example, Score, Scorer, Trace, Unscored } from "@pawl/core";
import type { MetricFacts } from "../evaluation.ts";
import { plainJson } from "./plain-json.ts";

/** `kept` is false for what is worth another try by the next call: the scorer failed. */
export interface CaseScore {
  readonly result: Score | Unscored;
  readonly kept: boolean;
}

/**
 * Returns what a scorer says of a case. For another outcome than `ok`: what its `scoreVoid` says; without one `invalid` and `refused`
 * are answers and take the worst value of a binary or share scale, the rest is unscored. A scorer that throws, or answers off its scale, is unscored.
 */
export async function scoreCase<I, E, O>(
  scorer: Scorer<I, O, E>,
  example: Example<I, E>,
  trace: Trace<I, O>,
  abortSignal: AbortSignal,
): Promise<CaseScore> {
  const { outcome } = trace;
  try {
    if (outcome.kind === "ok") return checked(scorer, await scorer.score({ example, output: outcome.output, trace }, { abortSignal }));
    if (scorer.scoreVoid) return checked(scorer, await scorer.scoreVoid({ example, trace: { ...trace, outcome } }, { abortSignal }));
  } catch (error) {
    abortSignal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return { result: { kind: "unscored", reason: `Scorer "${scorer.name}" failed: ${why}` }, kept: false };
  }
  const answered = outcome.kind === "invalid" || outcome.kind === "refused";
  if (answered && scorer.scale !== "real")
    return { result: { kind: "score", value: worstValue(scorer), reason: outcome.kind }, kept: true };
  return { result: { kind: "unscored", reason: outcome.kind }, kept: true };
}

/** Returns the worst value of a binary or share scale: 0 where higher is better, else 1. */
export function worstValue({ direction }: Pick<MetricFacts, "direction">): number {
  return direction === "higher" ? 0 : 1;
}

/** Whether a value lies on its scorer's scale. */
export function fitsScale({ scale }: Pick<Scorer, "scale">, value: number): boolean {
  if (scale === "binary") return value === 0 || value === 1;
  return scale === "share" ? value >= 0 && value <= 1 : Number.isFinite(value);
}

function checked(scorer: Pick<Scorer, "name" | "scale">, result: Score | Unscored): CaseScore {
  if (result.kind === "unscored" || fitsScale(scorer, result.value)) return { result: plainJson(result), kept: true };
  return { result: { kind: "unscored", reason: offScale(scorer, result.value) }, kept: false };
}

/** Returns what is said of a value that is not on its scorer's scale. */
export function offScale({ name, scale }: Pick<Scorer, "name" | "scale">, value: number): string {
  return `Scorer "${name}" answered ${value}, which is not on its ${scale} scale.`;
}

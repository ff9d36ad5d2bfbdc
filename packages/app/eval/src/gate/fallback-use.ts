import { type FallbackCause, fallbackCause } from "@pawl/core";
import type { Evaluation } from "../evaluation.ts";
import { MISSING_LIMIT } from "./gate-defaults.ts";

/** How often a run's fallback was asked, why, and how good those answers were. */
export type FallbackUse = {
  /** Answers that the fallback was asked for, of all. */
  readonly asked: number;
  readonly of: number;
  readonly causes: { readonly [cause in FallbackCause]?: number };
  /** Those for which the fallback had none either: their outcome is no answer. */
  readonly unanswered: number;
  /** Means over the scored answers of the fallback; null where none has a score. */
  readonly scores: { readonly [metric: string]: number | null };
};

/** Causes that say nothing of the variant, only that it could not be asked. */
const AWAY: readonly FallbackCause[] = ["error", "timeout", "over-budget"];

/** Returns how often the fallback was asked in a run; null where it never was. */
export function fallbackUse<Name extends string>({ items, metrics }: Evaluation<unknown, unknown, Name>): FallbackUse | null {
  const fallen = items.flatMap((item) => {
    const cause = fallbackCause(item.trace);
    return cause === null ? [] : [{ ...item, cause }];
  });
  if (fallen.length === 0) return null;
  const causes: { [cause in FallbackCause]?: number } = {};
  for (const { cause } of fallen) causes[cause] = (causes[cause] ?? 0) + 1;
  const answered = fallen.filter(({ trace }) => trace.outcome.kind === "ok" || trace.outcome.kind === "skipped");
  const names = Object.keys(metrics) as Name[];
  const meanOf = (metric: Name): number | null => {
    const values = fallen.flatMap(({ scores }) => {
      const score = scores[metric];
      return score?.kind === "score" ? [score.value] : [];
    });
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    asked: fallen.length,
    of: items.length,
    causes,
    unanswered: fallen.length - answered.length,
    scores: Object.fromEntries(names.map((name) => [name, meanOf(name)])),
  };
}

/** Returns a use of the fallback in one sentence, with its score by the named metric. */
export function fallbackText({ asked, causes, of, scores, unanswered }: FallbackUse, metric: string | null): string {
  const why = Object.entries(causes).map(([cause, count]) => `${count} ${cause}`);
  const score = metric === null ? null : (scores[metric] ?? null);
  const scored = score === null ? "" : `; their mean ${metric} is ${Number(score.toFixed(3))}`;
  const none = unanswered === 0 ? "" : `; ${unanswered} of them it could not answer either`;
  return `The fallback was asked for ${asked} of ${of} answers (${why.join(", ")})${scored}${none}.`;
}

/** Returns why a run with so many fallbacks says too little of its variant; null where it does not. What the variant refused or got wrong it did answer. */
export function fallbackProblem({ causes, of }: FallbackUse, missingLimit: number = MISSING_LIMIT): string | null {
  const away = AWAY.reduce((sum, cause) => sum + (causes[cause] ?? 0), 0);
  if (away <= missingLimit * of) return null;
  const why = AWAY.flatMap((cause) => (causes[cause] === undefined ? [] : [`${causes[cause]} ${cause}`]));
  return `The variant could not be asked for ${away} of ${of} answers (${why.join(", ")}), more than the ${Number((100 * missingLimit).toPrecision(3))} % allowed: their scores are the fallback's.`;
}

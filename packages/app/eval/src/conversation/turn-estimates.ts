import type { Estimate, Json } from "@pawl/core";
import { meanEstimate } from "@pawl/stats";
import type { Evaluation } from "../evaluation.ts";
import { unitOf } from "../summary/unit-of.ts";

export type TurnEstimates = {
  /** Over all turns, clustered by conversation; null for fewer than two conversations. */
  readonly overall: Estimate | null;
  /** By the assistant's turn, from 1; null under two conversations that lasted so long. Late turns are those of long conversations only. */
  readonly byTurn: readonly { readonly turn: number; readonly conversations: number; readonly estimate: Estimate | null }[];
  readonly conversations: number;
  readonly turns: number;
};

/**
 * Returns how good the turns of a run of conversations are, by a scorer of `perTurn`: Student's t with errors clustered by conversation (by the
 * example's cluster where it has one), since the turns of a conversation and its repeats are not independent. Conversations without a score are left out.
 */
export function turnEstimates<Name extends string>(
  evaluation: Evaluation<unknown, unknown, Name>,
  metric: Name,
  options: { readonly level?: number | undefined } = {},
): TurnEstimates {
  const { level = 0.95 } = options;
  const { scale } = evaluation.metrics[metric];
  const turns: { readonly turn: number; readonly value: number; readonly cluster: string }[] = [];
  let conversations = 0;
  for (const { scores, trace } of evaluation.items) {
    const score = scores[metric];
    if (score.kind !== "score") continue;
    conversations++;
    const cluster = unitOf(trace.origin.example ?? { id: trace.id });
    for (const { turn, value } of turnValues(score.detail)) turns.push({ turn, value, cluster });
  }
  const estimateOf = (chosen: typeof turns): Estimate | null => {
    const clusters = chosen.map(({ cluster }) => cluster);
    if (new Set(clusters).size < 2) return null;
    return meanEstimate(
      chosen.map(({ value }) => value),
      { level, clusters, ...(scale === "real" ? {} : { range: [0, 1] }) },
    );
  };
  const last = turns.reduce((most, { turn }) => Math.max(most, turn), -1);
  return {
    overall: estimateOf(turns),
    byTurn: Array.from({ length: last + 1 }, (_, turn) => {
      const chosen = turns.filter((one) => one.turn === turn);
      return { turn: turn + 1, conversations: chosen.length, estimate: estimateOf(chosen) };
    }),
    conversations,
    turns: turns.length,
  };
}

function turnValues(detail: Json | undefined): { readonly turn: number; readonly value: number }[] {
  const turns = fieldsOf(detail)["turns"];
  if (!Array.isArray(turns)) return [];
  return turns.flatMap((one: Json) => {
    const { turn, value } = fieldsOf(one);
    return typeof turn === "number" && typeof value === "number" ? [{ turn, value }] : [];
  });
}

function fieldsOf(value: Json | undefined): { readonly [field: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

import type { Estimate, Json, Score, Unscored } from "@pawl/core";
import { meanEstimate } from "@pawl/stats";
import type { RunOutline } from "../evaluation.ts";
import { unitOf } from "./unit-of.ts";

/**
 * Returns how much of the outputs is there word by word in their context, by what a faithfulness judge left in each score's detail (`grounding`): the floor beside which the
 * judge must stand out. Over the examples that it scored, repeats averaged first. Null for other scorers, and under two examples, or clusters.
 */
export function groundingFloor<Name extends string>({ items, metrics }: RunOutline<Name>, metric: Name, level: number): Estimate | null {
  if (metrics[metric].judge === undefined) return null;
  const examples = new Map<string, { readonly unit: string; readonly shares: number[] }>();
  for (const { scores, trace } of items) {
    const share = shareIn(scores[metric]);
    if (share === null) continue;
    const { cluster, id } = trace.origin.example ?? { id: trace.id, cluster: undefined };
    const example = examples.get(id) ?? { unit: unitOf({ id, cluster }), shares: [] };
    example.shares.push(share);
    examples.set(id, example);
  }
  const rows = [...examples.values()];
  const clusters = rows.map(({ unit }) => unit);
  if (new Set(clusters).size < 2) return null;
  const means = rows.map(({ shares }) => shares.reduce((sum, share) => sum + share, 0) / shares.length);
  return meanEstimate(means, { level, range: [0, 1], clusters });
}

function shareIn(score: Score | Unscored): number | null {
  if (score.kind !== "score") return null;
  // passAt keeps the detail of what it decided on in `of`.
  for (const detail of [score.detail, field(score.detail, "of")]) {
    const share = field(detail, "grounding");
    if (typeof share === "number") return share;
  }
  return null;
}

function field(value: Json | undefined, name: string): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

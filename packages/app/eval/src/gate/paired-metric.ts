import type { Pair } from "@pawl/stats";
import { meanOfAll, type PeoplesScores } from "../compare/judged-difference.ts";
import type { MetricFacts } from "../evaluation.ts";
import { meanOfKnown } from "../summary/example-scores.ts";
import type { GateItem } from "./gate-run.ts";

/** The items of both sides by id, and the ids that only one has: in the pairs their other side is missing, unless no item is common at all. */
export interface Matched {
  readonly pairs: readonly { readonly baseline: GateItem; readonly candidate: GateItem }[];
  readonly unmatched: { readonly baseline: readonly string[]; readonly candidate: readonly string[] };
}

/** Returns the items paired by id; what has no partner is listed, and is paired with nothing that is known. */
export function matchedItems(baseline: readonly GateItem[], candidate: readonly GateItem[]): Matched {
  const others = new Map(candidate.map((item) => [item.id, item]));
  const pairs: { baseline: GateItem; candidate: GateItem }[] = [];
  const only: string[] = [];
  for (const item of baseline) {
    const partner = others.get(item.id);
    if (partner === undefined) only.push(item.id);
    else pairs.push({ baseline: item, candidate: partner });
    others.delete(item.id);
  }
  const unmatched = { baseline: only, candidate: [...others.keys()] };
  if (pairs.length === 0) return { pairs, unmatched };
  const gone = new Set(only);
  const lost = baseline.filter(({ id }) => gone.has(id)).map((item) => ({ baseline: item, candidate: unknown(item) }));
  const added = [...others.values()].map((item) => ({ baseline: unknown(item), candidate: item }));
  return { pairs: [...pairs, ...lost, ...added], unmatched };
}

function unknown({ cluster, id }: GateItem): GateItem {
  return { id, cluster, scores: {}, answered: [] };
}

export interface PairedMetric {
  readonly pairs: readonly Pair[];
  /** Binary scores that were averaged over repeats are shares. */
  readonly scale: MetricFacts["scale"];
}

/** Returns one metric's pairs, repeats averaged. */
export function pairedMetric({ pairs }: Pick<Matched, "pairs">, metric: string, facts: MetricFacts): PairedMetric {
  const scored = pairs.map(({ baseline, candidate }) => ({
    id: baseline.id,
    cluster: baseline.cluster ?? undefined,
    champion: meanOfKnown(baseline.scores[metric] ?? []),
    candidate: meanOfKnown(candidate.scores[metric] ?? []),
  }));
  const whole = scored.every(({ champion, candidate }) =>
    [champion, candidate].every((value) => value === null || value === 0 || value === 1),
  );
  return { pairs: scored, scale: facts.scale === "binary" && !whole ? "share" : facts.scale };
}

/** Returns what people said of an item's outputs, repeats averaged; null where a scored repeat was not labelled. */
export function peoplesMean({ people, scores }: GateItem, metric: string): number | null {
  const said = people?.[metric] ?? [];
  const scored = (scores[metric] ?? []).flatMap((value, repeat) => (value === null ? [] : [said[repeat] ?? null]));
  return meanOfAll(scored);
}

/** Returns what people said of both sides, by item. */
export function peopleOfPairs(
  { pairs }: Pick<Matched, "pairs">,
  metric: string,
): { readonly champion: PeoplesScores; readonly candidate: PeoplesScores } {
  const side = (items: readonly GateItem[]): PeoplesScores =>
    new Map(
      items.flatMap((item) => {
        const mean = peoplesMean(item, metric);
        return mean === null ? [] : [[item.id, mean] as const];
      }),
    );
  return { champion: side(pairs.map(({ baseline }) => baseline)), candidate: side(pairs.map(({ candidate }) => candidate)) };
}

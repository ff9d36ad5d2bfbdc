import type { RunOutline } from "../evaluation.ts";
import { goodnessOf, type OutlineItem } from "./pick-items.ts";

/** `lost` and `gained`: only one of the two runs has a score. */
export type Change = "worse" | "better" | "lost" | "gained" | "same";

export interface ChangedItem<Name extends string> {
  readonly id: string;
  readonly repeat: number;
  readonly change: Change;
  /** Candidate minus champion in the good direction; null where either has no score. */
  readonly difference: number | null;
  readonly before: OutlineItem<Name>;
  readonly after: OutlineItem<Name>;
}

const ORDER: readonly Change[] = ["worse", "lost", "better", "gained", "same"];

/**
 * Returns the cases that both runs have, paired by example and repeat, with what became of them under a metric: what got worse first, by how
 * much; then what lost its score, got better, gained one, stayed the same; in the candidate's order where they are equal.
 */
export function changedItems<Name extends string>(
  champion: RunOutline<Name>,
  candidate: RunOutline<Name>,
  metric: Name | undefined,
): ChangedItem<Name>[] {
  const before = new Map(champion.items.map((item) => [keyOf(item), item]));
  const goodness = goodnessOf(candidate, metric);
  const changed = candidate.items.flatMap((after): ChangedItem<Name>[] => {
    const partner = before.get(keyOf(after));
    if (partner === undefined) return [];
    const { id, repeat } = after.trace.origin.example ?? { id: after.trace.id, repeat: 0 };
    const had = metric !== undefined && partner.scores[metric]?.kind === "score";
    const has = metric !== undefined && after.scores[metric]?.kind === "score";
    const difference = had && has ? goodness(after) - goodness(partner) : null;
    return [{ id, repeat, change: changeOf(had, has, difference), difference, before: partner, after }];
  });
  const size = ({ difference }: ChangedItem<Name>): number => Math.abs(difference ?? 0);
  return ORDER.flatMap((kind) => {
    const ofKind = changed.filter(({ change }) => change === kind);
    return kind === "worse" || kind === "better" ? ofKind.sort((x, y) => size(y) - size(x)) : ofKind;
  });
}

/** Returns how many cases changed in which way. */
export function changeCounts(items: readonly { readonly change: Change }[]): { readonly [Kind in Change]: number } {
  const counts = { worse: 0, better: 0, lost: 0, gained: 0, same: 0 };
  for (const { change } of items) counts[change]++;
  return counts;
}

function changeOf(had: boolean, has: boolean, difference: number | null): Change {
  if (had !== has) return had ? "lost" : "gained";
  if (difference === null || difference === 0) return "same";
  return difference > 0 ? "better" : "worse";
}

function keyOf({ trace }: OutlineItem<never>): string {
  const { example } = trace.origin;
  return example ? `${example.repeat} ${example.id}` : trace.id;
}

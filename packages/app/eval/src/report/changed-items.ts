import type { RunOutline } from "../evaluation.ts";
import { exampleIndex, numberIn } from "../summary/example-index.ts";
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
): readonly ChangedItem<Name>[] {
  const partnerOf = partners(champion, candidate);
  const goodness = goodnessOf(candidate, metric);
  const found: { readonly [Kind in Change]: ChangedItem<Name>[] } = { worse: [], lost: [], better: [], gained: [], same: [] };
  for (const [i, after] of candidate.items.entries()) {
    const before = champion.items[partnerOf[i] ?? -1];
    if (before === undefined) continue;
    const { example } = after.trace.origin;
    const had = metric !== undefined && before.scores[metric]?.kind === "score";
    const has = metric !== undefined && after.scores[metric]?.kind === "score";
    const difference = had && has ? goodness(after) - goodness(before) : null;
    const change = changeOf(had, has, difference);
    found[change].push({ id: example?.id ?? after.trace.id, repeat: example?.repeat ?? 0, change, difference, before, after });
  }
  const size = ({ difference }: ChangedItem<Name>): number => Math.abs(difference ?? 0);
  for (const kind of ["worse", "better"] as const) found[kind].sort((x, y) => size(y) - size(x));
  return ORDER.flatMap((kind) => found[kind]);
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

/** By case of the candidate: the champion's case of the same example and repeat, the last where there are several; −1 without one. */
function partners(champion: RunOutline<never>, candidate: RunOutline<never>): Int32Array {
  const [before, after] = [exampleIndex(champion), exampleIndex(candidate)];
  // The cases of an example, from its last one on.
  const last = new Int32Array(before.ids.length).fill(-1);
  const previous = new Int32Array(champion.items.length);
  for (const [i, example] of before.exampleOf.entries()) {
    previous[i] = last[example] ?? -1;
    last[example] = i;
  }
  const numbers = after.ids.map((id, number) => numberIn(before, id, number));
  const found = new Int32Array(candidate.items.length);
  for (const [i, example] of after.exampleOf.entries()) {
    let at = last[numbers[example] ?? -1] ?? -1;
    while (at >= 0 && !isSameCase(champion.items[at], candidate.items[i])) at = previous[at] ?? -1;
    found[i] = at;
  }
  return found;
}

type Item = OutlineItem<never> | undefined;

function isSameCase(a: Item, b: Item): boolean {
  return a?.trace.origin.example?.repeat === b?.trace.origin.example?.repeat;
}

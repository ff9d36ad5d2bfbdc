import type { Estimate } from "@pawl/core";
import { proportionEstimate } from "@pawl/stats";
import { wordTerms } from "../baselines/terms.ts";
import { tfIdf } from "../baselines/tf-idf.ts";
import { checkIds } from "../check-ids.ts";
import { percent } from "../diagnostics/item-group.ts";
import { inputText } from "../input-text.ts";
import { distinguishingTerms } from "./distinguishing-terms.ts";
import { type Failure, failureKinds } from "./failure-kinds.ts";
import { groupTexts, nearness, sumOf, type TextItem } from "./group-texts.ts";

export interface ClusterFailuresOptions {
  /** Fewer failures than this are no cluster. @default 3, or 2 % of the failures where that is more */
  readonly minSize?: number | undefined;
  /** Least mean cosine of the texts of two groups that become one, in 0..1. @default 0.1 */
  readonly similarity?: number | undefined;
  /** The words of a failure. @default its input and its detail */
  readonly text?: ((failure: Failure) => string) | undefined;
  /** Ids shown as examples of a cluster. @default 3 */
  readonly examples?: number | undefined;
}

export type FailureCluster = {
  /** For people: the kind and the terms. */
  readonly label: string;
  /** How they failed, e.g. `missing field date`; null where only their words are alike. */
  readonly kind: string | null;
  /** Words that tell them from the other failures, the most telling first. */
  readonly terms: readonly string[];
  readonly ids: readonly string[];
  readonly count: number;
  /** Of all failures, with its Wilson interval. */
  readonly share: Estimate;
  /** Ids of the most typical ones. */
  readonly examples: readonly string[];
};

export type FailureClusters = {
  readonly failures: number;
  /** The largest first. Each failure is in one cluster, or in `other`. */
  readonly clusters: readonly FailureCluster[];
  readonly other: { readonly ids: readonly string[]; readonly count: number; readonly share: Estimate | null };
  readonly sentence: string;
};

/**
 * Returns the failures in clusters, without a model: first by how they failed (the most frequent kind takes all that have it, then the next one among the rest), then, within each kind and among what is left
 * of rare kinds, by their words: tf-idf of the words and pairs that stand in two texts at least and in nine of ten at most, agglomerated by average linkage of the cosine. Nothing is drawn, and the order of failures does not matter.
 * Above 1,000 texts of a kind the groups are found among 1,000 of them, taken by the hash of their ids; the others join the nearest. No failure gives no cluster.
 * @throws PawlError `data.invalid-rows` with all failures that have no id, or one that stood before; RangeError for options that mean nothing.
 */
export function clusterFailures(failures: readonly Failure[], options: ClusterFailuresOptions = {}): FailureClusters {
  const n = failures.length;
  const { minSize = Math.max(3, Math.ceil(n / 50)), similarity = 0.1, examples = 3, text = wordsOf } = options;
  if (!Number.isInteger(minSize) || minSize < 2) throw new RangeError(`minSize is a whole number from 2; got ${minSize}.`);
  if (!(similarity > 0 && similarity <= 1)) throw new RangeError(`similarity is above 0 and at most 1; got ${similarity}.`);
  if (!Number.isInteger(examples) || examples < 0) throw new RangeError(`examples is a whole number from 0; got ${examples}.`);
  checkIds(failures, "failure");
  const items = itemsOf(
    failures.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    text,
  );
  const groups: { readonly kind: string | null; readonly items: readonly Item[] }[] = [];
  const { byKind, rest } = byFrequentKind(items, minSize);
  const left: Item[] = [...rest];
  for (const { kind, items: own } of byKind) {
    const parts = own.length < 2 * minSize ? [] : groupTexts(own, { similarity, minSize });
    const parted = new Set(parts.flat());
    const remaining = own.filter((item) => !parted.has(item));
    // One part and a few besides is no division.
    if (parts.length === 0 || (parts.length === 1 && remaining.length < minSize)) groups.push({ kind, items: own });
    else {
      for (const part of parts) groups.push({ kind, items: part });
      if (remaining.length >= minSize) groups.push({ kind, items: remaining });
      else left.push(...remaining);
    }
  }
  const alike = groupTexts(left, { similarity, minSize });
  for (const group of alike) groups.push({ kind: commonKind(group), items: group });
  const inGroup = new Set(groups.flatMap((group) => group.items));
  const other = items.filter((item) => !inGroup.has(item)).map(({ id }) => id);
  const clusters = groups
    .map(({ kind, items: own }): FailureCluster => {
      const members = new Set(own);
      const outside = items.filter((item) => !members.has(item));
      const terms = distinguishingTerms(
        own.map((item) => item.terms),
        outside.map((item) => item.terms),
      );
      const share = proportionEstimate({ successes: own.length, n });
      return {
        label: labelOf(kind, terms),
        kind,
        terms,
        ids: own.map(({ id }) => id),
        count: own.length,
        share,
        examples: typical(own, examples),
      };
    })
    .sort((a, b) => b.count - a.count || ((a.ids[0] ?? "") < (b.ids[0] ?? "") ? -1 : 1));
  return {
    failures: n,
    clusters,
    other: { ids: other, count: other.length, share: n === 0 ? null : proportionEstimate({ successes: other.length, n }) },
    sentence: sentence(n, clusters, other.length),
  };
}

/** Share of the texts that a linking term stands in at most: a cause of two in three failures keeps its words. */
const MOST_TEXTS = 0.9;

interface Item extends TextItem {
  readonly kinds: readonly string[];
  readonly terms: ReadonlySet<string>;
}

function wordsOf({ input, detail = "" }: Failure): string {
  return `${inputText(input)}\n${detail}`;
}

function itemsOf(failures: readonly Failure[], text: (failure: Failure) => string): readonly Item[] {
  const all = failures.map((failure) => wordTerms(text(failure)));
  const frequency = new Map<string, number>();
  for (const terms of all) for (const term of new Set(terms)) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  // A word that stands once, or nearly everywhere, links nothing.
  const links = (term: string): boolean => {
    const count = frequency.get(term) ?? 0;
    return count >= 2 && count <= Math.max(2, MOST_TEXTS * failures.length);
  };
  const kept = all.map((terms) => terms.filter(links));
  // Terms hold no line end: joined by it they pass through as they are.
  const weighting = tfIdf(
    kept.map((terms) => terms.join("\n")),
    (joined) => (joined === "" ? [] : joined.split("\n")),
  );
  return failures.map((failure, i) => ({
    id: failure.id,
    kinds: failureKinds(failure),
    terms: new Set(all[i]),
    vector: weighting.vector((kept[i] ?? []).join("\n")),
  }));
}

/** The most frequent kind takes its items, then the most frequent among the rest, and so on down to the least size; of equally frequent ones the first by name. */
function byFrequentKind(
  items: readonly Item[],
  minSize: number,
): { readonly byKind: readonly { readonly kind: string; readonly items: readonly Item[] }[]; readonly rest: readonly Item[] } {
  const byKind: { readonly kind: string; readonly items: readonly Item[] }[] = [];
  let rest = items;
  for (;;) {
    const counts = new Map<string, number>();
    for (const { kinds } of rest) for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const [most] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
    if (most === undefined || most[1] < minSize) return { byKind, rest };
    const [kind] = most;
    byKind.push({ kind, items: rest.filter(({ kinds }) => kinds.includes(kind)) });
    rest = rest.filter(({ kinds }) => !kinds.includes(kind));
  }
}

/** Returns the kind that all have, the first by name; null where there is none. */
function commonKind(items: readonly Item[]): string | null {
  const [first, ...others] = items;
  return first?.kinds.toSorted().find((kind) => others.every(({ kinds }) => kinds.includes(kind))) ?? null;
}

function labelOf(kind: string | null, terms: readonly string[]): string {
  const words = terms.map((term) => `"${term}"`).join(", ");
  if (kind === null) return words === "" ? "alike in their words" : words;
  return words === "" ? kind : `${kind}, with ${words}`;
}

function typical(items: readonly Item[], count: number): readonly string[] {
  const centre = sumOf(items);
  const placed = items.map((item) => ({ id: item.id, nearness: nearness(item.vector, centre) }));
  placed.sort((a, b) => b.nearness - a.nearness || (a.id < b.id ? -1 : 1));
  return placed.slice(0, count).map(({ id }) => id);
}

function sentence(n: number, clusters: readonly FailureCluster[], other: number): string {
  if (n === 0) return "Nothing failed.";
  const [first] = clusters;
  if (first === undefined) return `The ${n} failure${n === 1 ? "" : "s"} have nothing in common that is found without a model.`;
  const { value, interval, level } = first.share;
  const rest = other === 0 ? "" : ` and ${other} other${other === 1 ? "" : "s"}`;
  return `${n} failures fall into ${clusters.length} cluster${clusters.length === 1 ? "" : "s"}${rest}; the largest is ${first.label}, ${first.count} of them (${percent(value)} %, ${percent(level)} % interval ${percent(interval[0])} to ${percent(interval[1])} %).`;
}

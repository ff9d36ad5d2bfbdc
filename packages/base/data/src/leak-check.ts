import { type Example, PawlError } from "@pawl/core";
import type { ClusterExamplesOptions } from "./duplicates/cluster-examples.ts";
import { nearDuplicates } from "./duplicates/near-duplicates.ts";
import { comparable } from "./duplicates/shingles.ts";
import { inputText } from "./input-text.ts";

export interface LeakCheckOptions<I> extends ClusterExamplesOptions<I> {
  /** Throws `data.leak` where anything leaks. @default false */
  readonly refuse?: boolean | undefined;
}

type Place = { readonly part: string; readonly id: string };

/** Two examples of different parts that should not know each other. `exact`: equal but for case and punctuation. */
export type Leak = {
  readonly kind: "id" | "cluster" | "exact" | "near";
  readonly a: Place;
  readonly b: Place;
  /** Jaccard similarity of their shingles; 1 for `id` and `cluster`, whatever their texts. */
  readonly similarity: number;
};

export type LeakReport = {
  readonly leaks: readonly Leak[];
  /** How many examples of each part have a counterpart in another one. */
  readonly touched: { readonly [part: string]: number };
};

/**
 * Returns what leaks between parts (`{ train, dev, test }`, or `{ demonstrations, test }`): the same id, cluster or text, and near duplicates.
 * Pairs within a part are no leak. By the order of the parts, then of their examples.
 * @throws PawlError `data.leak` with the first 20 pairs of ids, where asked to refuse.
 */
export function leakCheck<I>(
  parts: { readonly [part: string]: readonly Example<I>[] },
  options: LeakCheckOptions<NoInfer<I>> = {},
): LeakReport {
  const { text = inputText, refuse = false } = options;
  const all = Object.entries(parts).flatMap(([part, examples]) =>
    examples.map((example) => ({ part, example, text: text(example.input) })),
  );
  const found = new Map<string, { readonly leak: Leak; readonly order: number }>();
  const add = (i: number, j: number, kind: Leak["kind"], similarity: number): void => {
    const [a, b] = [all[i], all[j]];
    if (a === undefined || b === undefined || a.part === b.part || found.has(`${i} ${j}`)) return;
    const leak = { kind, a: { part: a.part, id: a.example.id }, b: { part: b.part, id: b.example.id }, similarity };
    found.set(`${i} ${j}`, { leak, order: i * all.length + j });
  };
  for (const [kind, keyOf] of KEYS) {
    const seen = new Map<string, number[]>();
    for (const [i, one] of all.entries()) {
      const key = keyOf(one);
      if (key === null) continue;
      // One of each part is enough to tell the others by: a text that stands in both a thousand times is not a million leaks.
      const before = seen.get(key) ?? [];
      for (const first of before) add(first, i, kind, 1);
      if (!before.some((first) => all[first]?.part === one.part)) seen.set(key, [...before, i]);
    }
  }
  const { pairs } = nearDuplicates(
    all.map((one) => one.text),
    options,
  );
  for (const { a, b, similarity } of pairs) add(a, b, "near", similarity);
  const leaks = [...found.values()].sort((one, other) => one.order - other.order).map(({ leak }) => leak);
  if (refuse && leaks.length > 0) throw leakError(leaks);
  return { leaks, touched: touchedBy(leaks, Object.keys(parts)) };
}

type Placed = { readonly part: string; readonly example: Example; readonly text: string };

const KEYS: readonly (readonly [Leak["kind"], (one: Placed) => string | null])[] = [
  ["id", ({ example }) => example.id],
  ["exact", ({ text }) => comparable(text)],
  ["cluster", ({ example }) => example.cluster ?? null],
];

function touchedBy(leaks: readonly Leak[], parts: readonly string[]): { readonly [part: string]: number } {
  const ids = new Map(parts.map((part) => [part, new Set<string>()]));
  for (const { a, b } of leaks) for (const { part, id } of [a, b]) ids.get(part)?.add(id);
  return Object.fromEntries([...ids].map(([part, of]) => [part, of.size]));
}

const SHOWN = 20;

function leakError(leaks: readonly Leak[]): PawlError {
  const lines = leaks
    .slice(0, SHOWN)
    .map(
      ({ kind, a, b, similarity }) =>
        `${a.part} ${a.id} and ${b.part} ${b.id}: ${SAYS[kind]}${kind === "near" ? ` (${similarity.toFixed(2)})` : ""}.`,
    );
  if (leaks.length > SHOWN) lines.push(`… and ${leaks.length - SHOWN} more pairs.`);
  lines.push(
    "What is learnt from would be examined: move each pair into one split (clusterExamples, then splitExamples), or take one of them out.",
  );
  return new PawlError("data.leak", lines.join("\n"), { facts: { count: leaks.length, leaks: leaks.slice(0, SHOWN) } });
}

const SAYS: { readonly [kind in Leak["kind"]]: string } = {
  id: "the same id",
  cluster: "the same cluster",
  exact: "the same text",
  near: "nearly the same text",
};

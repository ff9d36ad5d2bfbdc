import { canonicalJson, type Example } from "@pawl/core";
import { checkIds } from "../check-ids.ts";
import type { ClusterExamplesOptions } from "../duplicates/cluster-examples.ts";
import { nearDuplicates } from "../duplicates/near-duplicates.ts";
import { comparable } from "../duplicates/shingles.ts";
import { inputText } from "../input-text.ts";
import { type ItemGroup, itemGroup } from "./item-group.ts";

/** Two examples that ask the same and answer differently. `exact`: their texts are equal but for case and punctuation; `near` ones may well both be right. */
export type Contradiction<E = unknown> = {
  readonly kind: "exact" | "near";
  readonly a: string;
  readonly b: string;
  readonly similarity: number;
  readonly answers: readonly [E, E];
};

export type ExampleDiagnostics<E = unknown> = {
  readonly examples: number;
  /** Near duplicates of an earlier example; `clusters` has the ids of each cluster of two or more. */
  readonly duplicates: ItemGroup & { readonly clusters: readonly (readonly string[])[] };
  /** Examples with a contradicting one; `pairs` by the order of examples. */
  readonly contradictory: ItemGroup & { readonly pairs: readonly Contradiction<E>[] };
  /** Without an expected output. */
  readonly unanswered: ItemGroup;
};

/**
 * Returns which examples repeat or contradict each other. Two answers agree where any accepted answer of one (`expected` or an alternative) is one of the other. An empty list gives empty groups.
 * @throws PawlError `data.invalid-rows` with all examples that have no id, or one that stood before.
 */
export function diagnoseExamples<I, E>(
  examples: readonly Example<I, E>[],
  options: ClusterExamplesOptions<NoInfer<I>> = {},
): ExampleDiagnostics<E> {
  checkIds(examples, "example");
  const { text = inputText } = options;
  const texts = examples.map(({ input }) => text(input));
  const { clusters, pairs: similar } = nearDuplicates(texts, options);
  const ids = examples.map(({ id }) => id);
  const members = new Map<number, string[]>();
  for (const [i, first] of clusters.entries()) {
    const cluster = members.get(first);
    if (cluster === undefined) members.set(first, [ids[i] ?? ""]);
    else cluster.push(ids[i] ?? "");
  }
  const accepted = examples.map(acceptedAnswers);
  const pairs: Contradiction<E>[] = [];
  const contradicting = new Set<number>();
  for (const { a, b, similarity } of similar) {
    const [one, other] = [examples[a]?.expected, examples[b]?.expected];
    if (one === undefined || other === undefined || agree(accepted[a], accepted[b])) continue;
    const kind = comparable(texts[a] ?? "") === comparable(texts[b] ?? "") ? "exact" : "near";
    pairs.push({ kind, a: ids[a] ?? "", b: ids[b] ?? "", similarity, answers: [one, other] });
    contradicting.add(a).add(b);
  }
  const n = examples.length;
  const exact = pairs.filter(({ kind }) => kind === "exact").length;
  const several = [...members.values()].filter((cluster) => cluster.length > 1);
  const repeated = ids.filter((_, i) => clusters[i] !== i);
  return {
    examples: n,
    duplicates: {
      ...itemGroup(repeated, n, {
        says: "nearly repeat an earlier one",
        means: `${several.length} cluster${several.length === 1 ? "" : "s"}, whose rows add less than their number says and belong into one split.`,
      }),
      clusters: several,
    },
    contradictory: {
      ...itemGroup(
        ids.filter((_, i) => contradicting.has(i)),
        n,
        {
          says: "have a counterpart that asks the same and expects another answer",
          means: `${pairsOf(exact)} with equal texts, of which one label is wrong, and ${pairsOf(pairs.length - exact)} with nearly equal ones, to look at.`,
        },
      ),
      pairs,
    },
    unanswered: itemGroup(
      ids.filter((_, i) => examples[i]?.expected === undefined),
      n,
      {
        says: "have no expected output",
        none: n === 1 ? "The one item has an expected output." : `All ${n} items have an expected output.`,
      },
    ),
  };
}

function pairsOf(count: number): string {
  return count === 1 ? "1 pair" : `${count} pairs`;
}

function acceptedAnswers({ expected, alternatives = [] }: Example): ReadonlySet<string> {
  return new Set([expected, ...alternatives].filter((answer) => answer !== undefined).map((answer) => canonicalJson(answer)));
}

function agree(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): boolean {
  return [...a].some((answer) => b.has(answer));
}

import type { Json } from "@pawl/core";
import type { Evaluation } from "../evaluation.ts";
import type { LabelPair } from "./label-metrics.ts";

export interface LabelPairs {
  readonly pairs: readonly (LabelPair & { readonly id: string; readonly cluster?: string })[];
  /** Cases without a score, and answers without a label whose right label is not known: not in the pairs. */
  readonly missing: number;
}

export interface LabelPairsOptions<Name extends string> {
  /** The metric of a `label` scorer. */
  readonly metric: Name;
  /** The right label of an example, for answers that are invalid or refused: they carry none. @default that of another repeat, if any */
  readonly expected?: ((id: string) => string | undefined) | undefined;
}

/**
 * Returns what a `label` scorer saw, case by case, for `labelMetrics` and `labelEstimate`. An invalid or refused answer is a pair with no label given.
 * Clusters are those of the examples, and the repeats of one example where it has none.
 */
export function labelPairs<Name extends string>(
  { items }: Evaluation<unknown, unknown, Name>,
  { expected, metric }: LabelPairsOptions<NoInfer<Name>>,
): LabelPairs {
  const known = new Map<string, string>();
  for (const { scores, trace } of items) {
    const labels = labelsIn(scores[metric]);
    if (labels) known.set(trace.origin.example?.id ?? trace.id, labels.expected);
  }
  const repeated = items.some(({ trace }) => (trace.origin.example?.repeat ?? 0) > 0);
  const pairs: (LabelPair & { readonly id: string; readonly cluster?: string })[] = [];
  for (const { scores, trace } of items) {
    const score = scores[metric];
    const { cluster, id } = trace.origin.example ?? { id: trace.id };
    const labels = labelsIn(score);
    const right = labels?.expected ?? expected?.(id) ?? known.get(id);
    if (score.kind === "unscored" || right === undefined) continue;
    const together = cluster ?? (repeated ? id : undefined);
    pairs.push({ id, expected: right, given: labels?.given ?? null, ...(together === undefined ? {} : { cluster: together }) });
  }
  return { pairs, missing: items.length - pairs.length };
}

function labelsIn(score: { readonly kind: string; readonly detail?: Json }): { readonly expected: string; readonly given: string } | null {
  const { detail } = score;
  if (typeof detail !== "object" || detail === null || Array.isArray(detail)) return null;
  const { expected, given } = detail as { readonly [key: string]: Json };
  return typeof expected === "string" && typeof given === "string" ? { expected, given } : null;
}

import { requireDifference, requireNumbers } from "../internal/require.ts";
import { type PpiEstimate, type PpiOptions, ppiMean } from "./ppi-mean.ts";

/** One item on which both systems were judged; the human scores are null where nobody labelled. */
export interface JudgedPair {
  readonly judge: { readonly champion: number; readonly candidate: number };
  readonly human: { readonly champion: number; readonly candidate: number } | null;
  readonly cluster?: string | undefined;
}

export interface PpiDifferenceOptions extends Pick<PpiOptions, "level" | "lambda"> {
  /** Lowest and highest possible score of one system. */
  readonly range?: readonly [number, number] | undefined;
}

/**
 * Returns the mean difference candidate − champion that humans would give, as `ppiMean` of the items' differences, so that what both systems share cancels.
 * Clustered when any pair names a cluster (the others are then clusters of their own). @throws RangeError as `ppiMean`
 */
export function ppiDifference(pairs: readonly JudgedPair[], options: PpiDifferenceOptions = {}): PpiEstimate {
  const { range, level, lambda } = options;
  const labels = pairs.map((pair, i) => ({ ...pair, name: pair.cluster ?? `item ${i}` }));
  pairs.forEach(({ judge, human }, i) => {
    for (const [name, scores] of [["judge", judge] as const, ["human", human] as const]) {
      if (scores === null) continue;
      requireNumbers(`${name} of pairs[${i}]`, [scores.champion, scores.candidate]);
      requireDifference(scores.candidate - scores.champion);
    }
  });
  const labelled = labels.flatMap(({ judge, human, name }) =>
    human === null ? [] : [{ judge: judge.candidate - judge.champion, human: human.candidate - human.champion, name }],
  );
  const unlabelled = labels
    .filter(({ human }) => human === null)
    .map(({ judge, name }) => ({ judge: judge.candidate - judge.champion, name }));
  requireNumbers(
    "differences",
    [...labelled, ...unlabelled].map(({ judge }) => judge),
  );
  return ppiMean(
    {
      labelled: { human: labelled.map(({ human }) => human), judge: labelled.map(({ judge }) => judge) },
      unlabelled: unlabelled.map(({ judge }) => judge),
    },
    {
      level,
      lambda,
      range: range === undefined ? undefined : [range[0] - range[1], range[1] - range[0]],
      clusters: pairs.some(({ cluster }) => cluster !== undefined)
        ? { labelled: labelled.map(({ name }) => name), unlabelled: unlabelled.map(({ name }) => name) }
        : undefined,
    },
  );
}

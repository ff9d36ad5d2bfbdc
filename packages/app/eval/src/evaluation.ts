import type { RunRecord, Score, Sha256, Trace, Unscored } from "@pawl/core";

/** What must be known of a scorer to read its scores. */
export type MetricFacts = {
  readonly hash: Sha256;
  readonly direction: "higher" | "lower";
  readonly scale: "binary" | "share" | "real";
};

/** One case: an example, one of its repeats, and what every scorer said of it. */
export type EvaluationItem<out I, out O, in Names extends string = string> = {
  readonly trace: Trace<I, O>;
  readonly scores: { readonly [N in Names]: Score | Unscored };
};

/**
 * A run with its scores, as plain JSON, in the seed's order of the examples and the repeats of each in turn.
 * Contravariant in `Names`: a run with more metrics serves where fewer are asked for.
 */
export type Evaluation<out I, out O, in Names extends string = string> = {
  readonly format: "pawl.run/1";
  /** `finishedAt` is null while cases are missing: those that were over budget or aborted are tried again by the next call. */
  readonly record: RunRecord;
  readonly metrics: { readonly [N in Names]: MetricFacts };
  /** `trace.origin.example` says which example, repeat and cluster. */
  readonly items: readonly EvaluationItem<I, O, Names>[];
};

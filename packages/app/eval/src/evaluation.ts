import {
  type Calibration,
  hashOf,
  type ModelRef,
  type OutcomeKind,
  type RunRecord,
  type Score,
  type Scorer,
  type Sha256,
  type Trace,
  type TraceTotals,
  type Unscored,
} from "@pawl/core";

/** What must be known of a scorer to read its scores. */
export type MetricFacts = {
  readonly hash: Sha256;
  readonly direction: "higher" | "lower";
  readonly scale: "binary" | "share" | "real";
  /** Where a model judged. Without a calibration nobody knows how well it agrees with people, and that is shown wherever the scores are. */
  readonly judge?: {
    readonly model: ModelRef;
    readonly calibration: Calibration | null;
    /** What changed since the judge was compared with people, a sentence each: that calibration is not of this judge, and takes no part. */
    readonly stale?: readonly string[];
  };
  /** `recorded`: kept and shown, and never decides. */
  readonly role?: "recorded";
};

/** Returns what must be known of a scorer to read its scores. The calibration of another judge than this is left out, and said to be stale. */
export function metricFacts(scorer: Pick<Scorer, "direction" | "hash" | "judge" | "role" | "scale">): MetricFacts {
  const { direction, hash, judge, role, scale } = scorer;
  return {
    hash,
    direction,
    scale,
    ...(judge === undefined ? {} : { judge: judgeFacts(judge, hash) }),
    ...(role === undefined ? {} : { role }),
  };
}

function judgeFacts({ calibration, model }: NonNullable<Scorer["judge"]>, hash: Sha256): NonNullable<MetricFacts["judge"]> {
  const of = calibration?.of;
  if (of === undefined) return { model, calibration };
  const stale = [
    ...(hashOf(of.model) === hashOf(model) ? [] : [`Its model was ${of.model.id} and is ${model.id} now, or has other weights.`]),
    ...(of.hash === hash ? [] : ["Its prompt, its settings or its model changed since it was compared with people."]),
  ];
  return stale.length === 0 ? { model, calibration } : { model, calibration: null, stale };
}

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

/** What the numbers of a run need of a trace: a whole one has it, and so has a stored one of which no text was read. */
export type OutlinedTrace = Pick<Trace, "id" | "origin" | "totalMs"> & { readonly outcome: { readonly kind: OutcomeKind } } & (
    | Pick<Trace, "steps">
    | { readonly totals: TraceTotals }
  );

/** What summaries, comparisons and the figures of reports need of a run. Every Evaluation is one; `readOutline` reads one from a store. */
export type RunOutline<in Names extends string = string> = {
  readonly record: RunRecord;
  readonly metrics: { readonly [N in Names]: MetricFacts };
  readonly items: readonly { readonly trace: OutlinedTrace; readonly scores: { readonly [N in Names]: Score | Unscored } }[];
  /** What people said of a judged metric's outputs, by example: what a blessed baseline brings beside its scores. @default only what the judges' calibrations hold */
  readonly people?: { readonly [metric: string]: { readonly [example: string]: number } } | undefined;
};

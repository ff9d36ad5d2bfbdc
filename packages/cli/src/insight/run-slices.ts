import type { Example } from "@pawl/core";
import { type ExampleSlices, type ScoredExample, type SliceReport, sliceExamples, sliceReport } from "@pawl/data";
import type { RunOutline } from "@pawl/eval";

/** Scores that a slice takes for an interval of its own. */
export const LEAST_IN_SLICE = 10;

/** A metric in slices of a run's examples, or its effect there. */
export type RunSlices = SliceReport & {
  /** As people read it: `tag`, `input length`. */
  readonly name: string;
  readonly scale: "share" | "real";
  /** Whether examples are in several of the slices. */
  readonly overlapping: boolean;
};

export interface RunSlicesOptions {
  readonly run: RunOutline;
  readonly metric: string;
  readonly examples: readonly Example[];
  /** The run it is compared with: then effects are in the good direction. @default none */
  readonly champion?: RunOutline | undefined;
}

/** Returns the metric in slices by tag and by input length, of those that part the examples at all. */
export function runSlices({ champion, examples, metric, run }: RunSlicesOptions): readonly RunSlices[] {
  const seen = new Set(run.items.map(({ trace }) => trace.origin.example?.id));
  const own = examples.filter(({ id }) => seen.has(id));
  const facts = run.metrics[metric];
  // An effect is told in the good direction; the range keeps its ends where 0 and 1 change places.
  const flipped = champion !== undefined && facts?.direction === "lower";
  const scored = { metric, flip: !flipped ? same : facts?.scale === "real" ? (value: number) => -value : (value: number) => 1 - value };
  const before = champion === undefined ? undefined : scoresOf(champion, scored);
  const range = facts?.scale === "real" ? {} : { range: [0, 1] as const };
  const reported = (name: string, slices: ExampleSlices): RunSlices => {
    const common = { scores: scoresOf(run, scored), champion: before, least: LEAST_IN_SLICE, ...range };
    const report = sliceReport({ slices, ...common });
    return {
      ...report,
      name,
      scale: facts?.scale === "real" ? "real" : "share",
      overlapping: slices.overlapping,
      effects: before !== undefined && slices.overlapping ? oneByOne(slices, common) : report.effects,
      sentences: toldWith(report.sentences, { lowerIsBetter: champion === undefined && facts?.direction === "lower" }),
    };
  };
  const tags = sliceExamples(own, { by: "tag" });
  const lengths = sliceExamples(own, { by: "length" });
  return [
    ...(tags.slices.length > 0 ? [reported("tag", tags)] : []),
    ...(lengths.slices.length > 1 ? [reported("input length", lengths)] : []),
  ];
}

/** Effects in slices that overlap: each by itself, since an example in several of them would count several times in what they say together. */
function oneByOne(slices: ExampleSlices, options: Omit<Parameters<typeof sliceReport>[0], "slices">): SliceReport["effects"] {
  const alone = slices.slices.map(
    (slice) => sliceReport({ ...options, slices: { ...slices, slices: [slice], overlapping: false } }).effects,
  );
  return {
    slices: alone.flatMap((effects) => effects?.slices ?? []),
    pooled: null,
    paired: null,
    heterogeneity: null,
    warning: "none",
    against: [],
  };
}

function toldWith(sentences: readonly string[], { lowerIsBetter }: { readonly lowerIsBetter: boolean }): readonly string[] {
  if (!lowerIsBetter) return sentences.map((line) => (line.startsWith("Slices overlap") ? OVERLAP : line));
  return [
    "Lower is better.",
    ...sentences.map((line) => line.replace("weakest slice is", "lowest slice is").replace(", the strongest ", ", the highest ")),
  ];
}

const OVERLAP = "An example may be in several of these slices: each effect stands by itself, and no Simpson's paradox is looked for.";

function same(value: number): number {
  return value;
}

function scoresOf(
  { items }: RunOutline,
  { flip, metric }: { readonly metric: string; readonly flip: (value: number) => number },
): readonly ScoredExample[] {
  return items.map(({ scores, trace }) => {
    const score = scores[metric];
    const { cluster, id } = trace.origin.example ?? { id: trace.id };
    return { id, score: score?.kind === "score" ? flip(score.value) : null, cluster };
  });
}

import type { Sha256, Split, TaskRef, Trace } from "@pawl/core";
import { labelsByTrace } from "../compare/judged-difference.ts";
import type { Evaluation, MetricFacts } from "../evaluation.ts";
import { exampleScores } from "../summary/example-scores.ts";
import { firstTokenMs } from "./first-token.ts";

/** What a gate reads of one example: a value for each repeat, null where it is missing. */
export type GateItem = {
  readonly id: string;
  readonly cluster: string | null;
  readonly scores: { readonly [metric: string]: readonly (number | null)[] };
  /** 1 where the repeat was answered, 0 where it abstained; null where nobody knows: an error. */
  readonly answered: readonly (number | null)[];
  /** What people said of a judged metric's outputs, a value for each repeat; only metrics of which they labelled some. @default none */
  readonly people?: { readonly [metric: string]: readonly (number | null)[] } | undefined;
};

/** A run as a gate reads it: no texts, the items by id. What a baseline keeps. */
export type GateRun = {
  readonly task: TaskRef;
  readonly split: { readonly name: Split; readonly hash: Sha256 };
  readonly variantId: Sha256 | null;
  readonly rendererHash: Sha256 | null;
  readonly metrics: { readonly [metric: string]: MetricFacts };
  readonly items: readonly GateItem[];
  /** Nearest-rank p95 of the time to the first token over the items, repeats averaged; null where no item has one. */
  readonly firstTokenP95Ms: number | null;
  /** Of each item that has one, in the order of the items. */
  readonly firstTokenMs: readonly number[];
};

/**
 * Returns what a gate reads of a run. An answer whose confidence is under `abstainBelow`, and the outcome `skipped`, count as abstained.
 * The order of the run's items changes nothing.
 */
export function gateRun<Name extends string>(
  evaluation: Evaluation<unknown, unknown, Name>,
  options: { readonly abstainBelow?: number | undefined } = {},
): GateRun {
  const { items, metrics, record } = evaluation;
  const byId = new Map<string, { cluster: string | null; answered: (number | null)[]; times: number[]; scores: GateItem["scores"] }>();
  for (const { trace } of items) {
    const { cluster, id } = trace.origin.example ?? { id: trace.id, cluster: undefined };
    const item = byId.get(id) ?? { cluster: cluster ?? null, answered: [], times: [], scores: {} };
    item.answered.push(answeredOf(trace, options.abstainBelow));
    const began = firstTokenMs(trace);
    if (began !== null) item.times.push(began);
    byId.set(id, item);
  }
  const names = Object.keys(metrics) as Name[];
  const labels = names
    .map((metric) => ({ metric, byTrace: labelsByTrace(metrics[metric]) }))
    .filter(({ byTrace }) => items.some(({ trace }) => byTrace.has(trace.id)));
  const repeatsOf = labels.length === 0 ? null : Map.groupBy(items, ({ trace }) => trace.origin.example?.id ?? trace.id);
  const peopleOf = (id: string): Pick<GateItem, "people"> => {
    const repeats = repeatsOf?.get(id);
    if (repeats === undefined) return {};
    const said = labels.map(({ byTrace, metric }) => [metric, repeats.map(({ trace }) => byTrace.get(trace.id) ?? null)]);
    return { people: Object.fromEntries(said) };
  };
  for (const metric of names) {
    for (const { id, values } of exampleScores(evaluation, metric)) {
      const item = byId.get(id);
      if (item) item.scores = { ...item.scores, [metric]: values };
    }
  }
  const sorted = [...byId].sort(([a], [b]) => (a < b ? -1 : 1));
  const times = sorted.flatMap(([, item]) => (item.times.length === 0 ? [] : [mean(item.times)]));
  return {
    task: record.task,
    split: { name: record.split, hash: record.splitHash },
    variantId: record.variantId,
    rendererHash: items[0]?.trace.rendererHash ?? null,
    metrics,
    items: sorted.map(([id, { cluster, scores, answered }]) => ({ id, cluster, scores, answered, ...peopleOf(id) })),
    firstTokenP95Ms: p95(times),
    firstTokenMs: times,
  };
}

function answeredOf({ outcome }: Trace, abstainBelow: number | undefined): number | null {
  if (outcome.kind === "skipped") return 0;
  if (outcome.kind === "ok") return abstainBelow !== undefined && (outcome.confidence ?? 1) < abstainBelow ? 0 : 1;
  return outcome.kind === "invalid" || outcome.kind === "refused" ? 1 : null;
}

function p95(times: readonly number[]): number | null {
  const sorted = [...times].sort((a, b) => a - b);
  const value = sorted[Math.ceil(0.95 * sorted.length) - 1];
  return value === undefined ? null : Math.round(value * 10) / 10;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

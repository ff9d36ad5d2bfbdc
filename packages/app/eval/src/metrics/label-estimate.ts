import { type BootstrapEstimate, type BootstrapOptions, bootstrap } from "@pawl/stats";
import { codedPairs, type LabelMetrics, type LabelPair, readConfusion } from "./label-metrics.ts";

export type LabelMeasure = "accuracy" | "balanced-accuracy" | "macro-f1" | "micro-f1" | "weighted-f1" | "mcc";

export interface LabelEstimateOptions extends Omit<BootstrapOptions, "n"> {
  /** A named one, or any number read off the metrics, such as one class's recall. @default "macro-f1" */
  readonly measure?: LabelMeasure | ((metrics: LabelMetrics) => number) | undefined;
}

/**
 * Returns a label metric with its bootstrap interval over items, or over the clusters that the pairs name or that are given (percentiles for under ten that they
 * name). A resample without a class leaves it out of the macro mean. Cost: resamples × (items + labels²). @throws RangeError for no item, and for BCa under ten items
 */
export function labelEstimate(pairs: readonly LabelPair[], options: LabelEstimateOptions = {}): BootstrapEstimate {
  const { measure = "macro-f1", ...rest } = options;
  const coded = codedPairs(pairs);
  const named = rest.clusters === undefined ? namedClusters(pairs, rest.method) : {};
  const read = typeof measure === "function" ? measure : READERS[measure];
  return bootstrap((positions) => read(readConfusion(coded, positions)), { ...rest, ...named, n: pairs.length });
}

function namedClusters(pairs: readonly LabelPair[], method: BootstrapOptions["method"]): Pick<BootstrapOptions, "clusters" | "method"> {
  if (pairs.every(({ cluster }) => cluster === undefined)) return {};
  const clusters = pairs.map(({ cluster }, i) => (cluster === undefined ? `item ${i}` : `cluster ${cluster}`));
  return new Set(clusters).size < 10 ? { clusters, method: method ?? "percentile" } : { clusters };
}

const READERS: { readonly [Measure in LabelMeasure]: (metrics: LabelMetrics) => number } = {
  accuracy: ({ accuracy }) => accuracy,
  "balanced-accuracy": ({ balancedAccuracy }) => balancedAccuracy,
  "macro-f1": ({ macro }) => macro.f1,
  "micro-f1": ({ micro }) => micro.f1,
  "weighted-f1": ({ weighted }) => weighted.f1,
  mcc: ({ mcc }) => mcc,
};

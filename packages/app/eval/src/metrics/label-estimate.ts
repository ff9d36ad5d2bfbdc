import { type BootstrapEstimate, type BootstrapOptions, bootstrap, proportionEstimate } from "@pawl/stats";
import { unitOf } from "../summary/unit-of.ts";
import { codedPairs, type LabelMetrics, type LabelPair, readConfusion } from "./label-metrics.ts";

export type LabelMeasure = "accuracy" | "balanced-accuracy" | "macro-f1" | "micro-f1" | "weighted-f1" | "mcc";

export interface LabelEstimateOptions extends Omit<BootstrapOptions, "n"> {
  /** A named one, or any number read off the metrics, such as one class's recall. @default "macro-f1" */
  readonly measure?: LabelMeasure | ((metrics: LabelMetrics) => number) | undefined;
}

/**
 * Returns a label metric with its bootstrap interval over items, or over the clusters that the pairs name or that are given (percentiles for under ten that they
 * name). A resample without a class leaves it out of the macro mean. Where no resample differs, as with all labels right, a named measure takes Wilson's bound of as
 * many successes. Cost: resamples × (items + labels²). @throws RangeError for no item, and for BCa under ten items
 */
export function labelEstimate(pairs: readonly LabelPair[], options: LabelEstimateOptions = {}): BootstrapEstimate {
  const { measure = "macro-f1", ...rest } = options;
  const coded = codedPairs(pairs);
  const named = rest.clusters === undefined ? namedClusters(pairs, rest.method) : {};
  const read = typeof measure === "function" ? measure : READERS[measure];
  const found = { ...rest, ...named };
  const estimate = bootstrap((positions) => read(readConfusion(coded, positions)), { ...found, n: pairs.length });
  if (typeof measure === "function" || estimate.standardError > 1e-12) return estimate;
  const units = found.clusters === undefined ? pairs.length : new Set(found.clusters).size;
  return { ...estimate, interval: unseen(estimate, { units, lowest: measure === "mcc" ? -1 : 0 }) };
}

/** Where no resample differs: so many independent successes leave a share unseen, which could have any value. */
function unseen(
  { level, value }: BootstrapEstimate,
  { lowest, units }: { readonly units: number; readonly lowest: number },
): readonly [number, number] {
  const seen = units < 2 ? 0 : proportionEstimate({ successes: units, n: units }, { level }).interval[0];
  return [lowest + seen * (value - lowest), 1 - seen * (1 - value)];
}

function namedClusters(pairs: readonly LabelPair[], method: BootstrapOptions["method"]): Pick<BootstrapOptions, "clusters" | "method"> {
  if (pairs.every(({ cluster }) => cluster === undefined)) return {};
  const clusters = pairs.map(({ cluster }, i) => unitOf({ id: i, cluster }));
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

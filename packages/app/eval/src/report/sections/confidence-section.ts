import type { Estimate } from "@pawl/core";
import type { RunOutline } from "../../evaluation.ts";
import { type CalibrationMetrics, calibrationMetrics } from "../../metrics/calibration-metrics.ts";
import { metricNames } from "../../summary/summarise.ts";
import { formatInterval, formatQuantity } from "../axis.ts";
import { bandChart } from "../band-chart.ts";
import { dataTable } from "../figure.ts";
import { html } from "../html.ts";
import type { PageSection } from "../html-page.ts";
import { intervalChart } from "../interval-chart.ts";

/** How far the confidences that a run's answers carry keep their word under one metric, as plain numbers. */
export type ConfidenceFigures = Pick<CalibrationMetrics, "accuracy" | "auroc" | "brier" | "meanConfidence" | "missing" | "n"> & {
  readonly metric: string;
  readonly expectedError: number;
  /** Area under the risk–coverage curve, and what a perfect confidence would save of it. */
  readonly riskCoverageArea: number;
  readonly riskCoverageExcess: number;
};

interface Found {
  readonly metric: string;
  readonly metrics: CalibrationMetrics;
}

/** Points of the risk–coverage curve that are drawn. */
const DRAWN = 24;

/** Returns the numbers on a run's confidences by its first yes-or-no metric that decides; null where no answer carries one (an outline never does). */
export function confidenceFigures<Name extends string>(run: RunOutline<Name>, level: number): ConfidenceFigures | null {
  const found = measured(run, level);
  if (found === null) return null;
  const { accuracy, auroc, brier, meanConfidence, missing, n, reliability, riskCoverage } = found.metrics;
  return {
    metric: found.metric,
    n,
    missing,
    accuracy,
    meanConfidence,
    brier,
    expectedError: reliability.expectedError,
    auroc,
    riskCoverageArea: riskCoverage.area,
    riskCoverageExcess: riskCoverage.excess,
  };
}

/** Returns the same in two sentences. */
export function confidenceSentence(figures: ConfidenceFigures): string {
  const { accuracy, auroc, brier, expectedError, meanConfidence, metric, n, riskCoverageArea } = figures;
  const told = auroc === null ? "AUROC not defined, as all are right or all wrong" : `AUROC ${ranged(auroc)}`;
  return `Confidence against ${metric}: on average ${share(meanConfidence)} where ${share(accuracy)} are right (n = ${n}). Brier ${number(brier)}, expected calibration error ${number(expectedError)}, ${told}, area under risk–coverage ${number(riskCoverageArea)}.`;
}

/** Returns the section on a run's confidences: what each bin keeps of its word, and the risk of answering only what one is confident of. Null where no answer carries one. */
export function confidenceSection<Name extends string>(run: RunOutline<Name>, level: number): PageSection | null {
  const found = measured(run, level);
  const figures = confidenceFigures(run, level);
  if (found === null || figures === null) return null;
  const { reliability, riskCoverage } = found.metrics;
  const bins = reliability.bins.filter(({ n }) => n > 0);
  const { points } = riskCoverage;
  const step = Math.max(1, Math.ceil(points.length / DRAWN));
  const drawn = points.filter((_, i) => i % step === 0 || i === points.length - 1);
  const { auroc, brier, expectedError, missing, n, riskCoverageArea, riskCoverageExcess } = figures;
  return {
    title: "Confidence",
    body: html`<p class="said">${confidenceSentence(figures)}</p>${intervalChart({
      title: `Share right under ${figures.metric} by confidence`,
      axis: { label: "share right", quantity: "share" },
      level,
      rows: bins.map(({ confidence, high, low, n: count, observed }) => ({
        label: `${share(low)} to ${share(high)}, mean ${share(confidence ?? 0)}`,
        value: observed?.value ?? null,
        interval: observed?.interval ?? [null, null],
        n: count,
      })),
    })}<p class="note">A confidence keeps its word where the share right is the mean confidence.</p>${bandChart({
      title: "Risk of answering only what one is confident of",
      x: { label: "share answered", quantity: "share" },
      y: { label: "share wrong among the answered", quantity: "share" },
      points: drawn.map(({ coverage, risk }) => ({ x: coverage, y: risk, n: Math.round(coverage * n) })),
      curve: drawn.map(({ coverage, risk }) => ({ x: coverage, y: risk, low: risk, high: risk })),
    })}<div class="plot" tabindex="0">${dataTable(
      ["measure", "value", "of"],
      [
        ["Brier score", number(brier), String(n)],
        ["expected calibration error", number(expectedError), String(n)],
        ["AUROC", auroc === null ? "not defined" : ranged(auroc), String(n)],
        ["area under risk–coverage", number(riskCoverageArea), String(n)],
        ["of it a perfect confidence would save", number(riskCoverageExcess), String(n)],
      ],
    )}</div>${missing === 0 ? null : html`<p class="note">${missing} cases have no confidence or no score, and are not in these numbers.</p>`}`,
  };
}

function measured<Name extends string>(run: RunOutline<Name>, level: number): Found | null {
  const metric = metricNames(run).find((name) => run.metrics[name].scale === "binary" && run.metrics[name].role !== "recorded");
  const metrics = metric === undefined ? null : calibrationMetrics(run, { metric, level });
  return metric === undefined || metrics === null ? null : { metric, metrics };
}

function ranged({ interval, value }: Estimate): string {
  return `${number(value)} (${formatInterval(interval, "number")})`;
}

function share(value: number): string {
  return formatQuantity(value, "share");
}

function number(value: number): string {
  return formatQuantity(value, "number");
}

import type { Estimate } from "@pawl/core";
import { familyNotes } from "../judge/jury-families.ts";
import type { MetricSummary } from "../summary/summarise.ts";
import { formatInterval, formatQuantity } from "./axis.ts";
import { formatLevel } from "./interval-chart.ts";
import { metricLabel } from "./metric-label.ts";

/** One line of a table of scores. */
export interface MetricRow {
  readonly label: string;
  readonly estimate: Estimate | null;
  readonly metric: MetricSummary;
  /** The judge's own numbers, or those of its floor, below the one that counts. */
  readonly raw: boolean;
}

/**
 * Returns the rows of a metric: one, or of a judge whose errors are known what people would have given first, and what the judge gave below it; of a faithfulness
 * judge last the floor that needs no model.
 */
export function metricRows(metric: MetricSummary): readonly MetricRow[] {
  const label = metricLabel(metric.metric, metric);
  const { corrected, estimate, groundingFloor } = metric;
  const floor =
    groundingFloor === undefined ? [] : [{ label: `${metric.metric}, n-gram floor`, estimate: groundingFloor, metric, raw: true }];
  if (corrected?.kind !== "corrected") return [{ label, estimate, metric, raw: false }, ...floor];
  return [
    { label: `${label}, corrected`, estimate: corrected, metric, raw: false },
    { label: `${metric.metric}, as judged`, estimate, metric, raw: true },
    ...floor,
  ];
}

/** Returns what must be said of the metrics beside their numbers: of those that never varied, and of judges. */
export function metricNotes(metrics: readonly MetricSummary[]): readonly string[] {
  return [...metrics.flatMap(alikeNote), ...correctionNotes(metrics), ...metrics.flatMap(juryNotes)];
}

function juryNotes({ judge, metric }: MetricSummary): readonly string[] {
  return judge === undefined ? [] : familyNotes(judge.model).map((note) => `${metric}: ${note}`);
}

/** The rule of three. */
function alikeNote({ allAlike, metric }: MetricSummary): readonly string[] {
  if (allAlike === null) return [];
  const { bound, kind, level, n } = allAlike;
  const sure = `with ${formatLevel(level)} confidence`;
  const share = formatQuantity(bound, "share");
  return [
    kind === "all"
      ? `${metric}: all ${n} independent examples score 1; ${sure} at least ${share} of such examples do, so as many as ${formatQuantity(1 - bound, "share")} may not.`
      : `${metric}: none of ${n} independent examples scores 1; ${sure} at most ${share} of such examples do.`,
  ];
}

/** Returns what must be said of the judges among the metrics, a sentence or two each: what corrections are worth, why there is none, that a calibration is stale. */
function correctionNotes(metrics: readonly MetricSummary[]): readonly string[] {
  return metrics.flatMap(({ corrected, estimate, judge, metric, scale, scored }) => {
    if (judge === undefined) return [];
    if (judge.stale !== undefined)
      return [`${metric}: ${judge.stale.join(" ")} Its calibration takes no part; compare the judge with people again.`];
    if (judge.calibration === null) return [];
    if (corrected === null) return [];
    if (corrected.kind === "cannot-correct") return [`${metric} is not corrected: ${corrected.message}`];
    const quantity = scale === "real" ? "number" : "share";
    const raw =
      estimate === null
        ? ""
        : ` The judge alone says ${formatQuantity(estimate.value, quantity)} (${formatInterval(estimate.interval, quantity)}).`;
    const { effectiveN, gained, labels } = corrected;
    if (gained === 0 && labels === scored) return [`${metric} is what people gave: they labelled all ${labels} outputs.${raw}`];
    const difference = Math.round(gained);
    const signed = difference > 0 ? `+${difference}` : String(difference).replace("-", "−");
    const worth = `worth ${Math.round(effectiveN)} labels of these outputs (${labels} labels went in, gained ${signed})`;
    return [`${metric} is what people would have given: ${worth}.${raw}`];
  });
}

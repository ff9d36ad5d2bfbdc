import type {
  BandChartOptions,
  HistogramOptions,
  IntervalChartOptions,
  MatrixChartOptions,
  Quantity,
  ScatterChartOptions,
} from "@pawl/eval/report";
import type { ClimbResult, VariantRow } from "./climb-result.ts";
import { perText, quantityOf } from "./climb-sentences.ts";

/** More classes than these say nothing to the eye. */
const MOST_CLASSES = 24;

export interface ClimbCharts {
  readonly scores: IntervalChartOptions;
  readonly quality: ScatterChartOptions;
  /** Null where nothing could be fitted. */
  readonly forecast: BandChartOptions | null;
  readonly classes: MatrixChartOptions | null;
  readonly latency: HistogramOptions;
}

/** Returns the pictures of a climb as data: the page and the terminal draw the same ones. */
export function climbCharts(result: ClimbResult): ClimbCharts {
  const { metric, level, classes } = result;
  const raced = result.variants.filter(({ score }) => score !== null);
  const quantity: Quantity = metric.scale === "real" ? "number" : "share";
  const rungs = ["start", ...result.rungs.map(({ kind }) => kind)];
  const last = result.variants.find(({ id }) => id === (result.candidate ?? result.champion).id);
  const curve = result.forecast.find(({ fit, band }) => fit !== null && band.length > 0);
  const good = (error: number): number => (metric.direction === "higher" ? 1 - error : error);
  return {
    scores: {
      title: "Score by rung, on dev",
      axis: { label: metric.name, quantity },
      level,
      rows: [
        ...raced.map((row) => scoreRow(row, rungs)),
        ...result.baselines.flatMap(({ name, score }) =>
          score === null
            ? []
            : [{ label: `${name} (no model)`, value: score.value, interval: score.interval, n: score.n, series: rungs.length }],
        ),
      ],
    },
    quality: {
      title: "Quality against time of a case",
      x: { label: "time of a case", quantity: "ms" },
      y: { label: metric.name, quantity },
      points: raced.map(({ name, score, cost, n }) => ({
        label: name,
        x: cost?.ms ?? null,
        y: score?.value ?? 0,
        interval: score?.interval,
        n,
      })),
    },
    forecast:
      curve === undefined
        ? null
        : {
            title: "What the next point would cost",
            x: { label: perText(curve) === "a case" ? "time a case" : `cost, ${perText(curve)}`, quantity: quantityOf(curve.axis) },
            y: { label: metric.name, quantity },
            points: curve.points.map(({ name, cost, error, n }) => ({ x: cost, y: good(error), n, label: name })),
            curve: curve.band.map(({ cost, error, low, high }) => {
              const ends = [good(low), good(high)];
              return { x: cost, y: good(error), low: Math.min(...ends), high: Math.max(...ends) };
            }),
          },
    classes:
      classes === null || classes.labels.length > MOST_CLASSES
        ? null
        : { title: `Classes, by ${classes.variant} on dev`, labels: classes.labels, counts: classes.counts },
    latency: {
      title: `Time of a case, ${last?.name ?? "champion"}`,
      axis: { label: "time of a case", quantity: "ms" },
      values: last?.latenciesMs ?? [],
    },
  };
}

function scoreRow(row: VariantRow, rungs: readonly string[]): IntervalChartOptions["rows"][number] {
  const place = Math.max(0, rungs.indexOf(row.rung));
  return {
    label: row.name,
    value: row.score?.value ?? null,
    interval: row.score?.interval ?? [null, null],
    n: row.score?.n ?? 0,
    series: place,
  };
}

import type { Baseline } from "./baseline.ts";
import type { GateItem } from "./gate-run.ts";

/** Columns beside the metrics; a `$` tells them from scorers of that name. */
export const CLUSTER = "$cluster";
export const ANSWERED = "$answered";
/** Before a metric's name: what people said of the outputs that a judge scored. */
export const PEOPLE = "$people ";

type Plain = { readonly [key: string]: unknown };

/** Returns a baseline from its JSON, whose checksum was right; null where something is missing all the same. */
export function parsedBaseline(value: Plain): Baseline | null {
  const { columns, items, task, split, settings, metrics, scorers } = value;
  if (!Array.isArray(columns) || !Array.isArray(items)) return null;
  if (![task, split, settings, metrics, scorers].every((part) => typeof part === "object" && part !== null)) return null;
  const read = items.map((row) => (Array.isArray(row) ? itemOf(columns, row) : null));
  if (read.some((item) => item === null)) return null;
  // Written by baselineText, as the checksum says.
  const criteria = { ...(settings as object), metrics, scorers } as Baseline["criteria"];
  return {
    format: "pawl.baseline/1",
    task: task as Baseline["task"],
    split: split as Baseline["split"],
    variantId: value["variant"] as Baseline["variantId"],
    rendererHash: value["renderer"] as Baseline["rendererHash"],
    items: read.filter((item) => item !== null),
    firstTokenP95Ms: value["firstTokenP95Ms"] as number | null,
    criteria,
  };
}

function itemOf(columns: readonly unknown[], row: readonly unknown[]): GateItem | null {
  const cells = new Map(columns.map((column, i) => [i === 0 ? "" : String(column), row[i]]));
  const id = cells.get("");
  const cluster = cells.get(CLUSTER);
  const named = columns.slice(1).map(String);
  const said = named.filter((column) => column.startsWith(PEOPLE));
  const metrics = named.filter((column) => column !== CLUSTER && column !== ANSWERED && !said.includes(column));
  const people = Object.fromEntries(said.map((column) => [column.slice(PEOPLE.length), repeats(cells.get(column))]));
  const scores = Object.fromEntries(metrics.map((metric) => [metric, repeats(cells.get(metric))]));
  if (typeof id !== "string" || row.length !== columns.length) return null;
  const answered = cells.has(ANSWERED) ? repeats(cells.get(ANSWERED)) : impliedAnswers(scores);
  return { id, cluster: typeof cluster === "string" ? cluster : null, scores, answered, ...(said.length === 0 ? {} : { people }) };
}

/** What the first metric says of the answers where nothing else is written: a score is an answer. */
export function impliedAnswers(scores: GateItem["scores"]): readonly (number | null)[] {
  return Object.values(scores)[0]?.map((value) => (value === null ? null : 1)) ?? [];
}

function repeats(cell: unknown): readonly (number | null)[] {
  const values: readonly unknown[] = Array.isArray(cell) ? cell : [cell];
  return values.map((value) => (typeof value === "number" ? value : null));
}

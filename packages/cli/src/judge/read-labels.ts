import { basename } from "node:path";
import { hashOf, PawlError, type Score, type Trace, type Unscored } from "@pawl/core";
import { readRows } from "@pawl/data";
import type { Evaluation } from "@pawl/eval";
import type { CalibrationItem, HumanLabel } from "@pawl/eval/calibration";
import { isPlain } from "../plain-value.ts";

export interface LabelledOutputs {
  readonly items: readonly CalibrationItem[];
  readonly labels: readonly HumanLabel[];
}

export interface ReadLabelsOptions {
  readonly path: string;
  /** Of a CSV. @default a comma */
  readonly delimiter?: string | undefined;
  /** Examples of the task that a row may name by its id. */
  readonly examples: ReadonlyMap<string, CalibrationItem["example"]>;
  /** A stored run whose outputs were labelled, where rows hold none. */
  readonly run?: { readonly evaluation: Evaluation<unknown, unknown>; readonly scorer: string } | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

const LISTED = 20;
const WORDS: { readonly [word: string]: number } = { yes: 1, no: 0, true: 1, false: 0, pass: 1, fail: 0, passed: 1, failed: 0 };
const COLUMNS = ["id", "input", "output", "rater", "label", "about", "model"];

/**
 * Returns what people labelled, from rows of id or input and output, rater and label (a number, true, false, yes, no, pass or fail), about for one criterion
 * of several, and model for outputs of several models. With a run a row's id is that of an example, and the output is the run's; else rows hold the output, and the input where the id is of no example.
 * @throws PawlError `data.invalid-labels` with the first 20 rows that say too little, `io.cannot-read`, `use.unknown-format`
 */
export async function readLabels(options: ReadLabelsOptions): Promise<LabelledOutputs> {
  const { abortSignal, delimiter, examples, path, run } = options;
  const stored = run === undefined ? null : storedItems(run.evaluation, run.scorer);
  const items = new Map<string, CalibrationItem>(stored ?? []);
  const labels: HumanLabel[] = [];
  const mistakes: string[] = [];
  for await (const row of readRows(path, { delimiter, abortSignal })) {
    const where = `${basename(path)}, line ${row.line}`;
    const problems = "problem" in row ? [row.problem] : isPlain(row.value) ? [] : ["a row is an object of id, output, rater and label"];
    const value = "value" in row && isPlain(row.value) ? row.value : {};
    const label = problems.length > 0 ? null : labelOf(value["label"]);
    if (typeof label === "string") problems.push(label);
    const item = problems.length > 0 && label === null ? null : itemOf(value, { examples, stored: stored !== null, items });
    if (typeof item === "string") problems.push(item);
    if (problems.length > 0 || item === null || typeof item === "string" || typeof label !== "number") {
      mistakes.push(...problems.map((problem) => `${where}: ${problem}`));
      continue;
    }
    items.set(item.id ?? item.example.id, item);
    const { about, rater } = value;
    labels.push({
      id: item.id ?? item.example.id,
      ...(filled(rater) ? { rater: String(rater) } : {}),
      ...(filled(about) ? { about: String(about) } : {}),
      value: label,
      where,
    });
  }
  if (labels.length === 0 && mistakes.length === 0) mistakes.push(`${basename(path)}: there is no row`);
  if (mistakes.length > 0) {
    const more = mistakes.length > LISTED ? [`  and ${mistakes.length - LISTED} more`] : [];
    throw new PawlError(
      "data.invalid-labels",
      `The human labels have ${mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`}:\n${[...mistakes.slice(0, LISTED).map((one) => `  - ${one}`), ...more].join("\n")}\nMend them and check again. The judge was not asked.`,
      { facts: { path, count: mistakes.length, mistakes: mistakes.slice(0, LISTED) } },
    );
  }
  return { items: [...items.values()], labels };
}

function storedItems({ items }: Evaluation<unknown, unknown>, scorer: string): readonly (readonly [string, CalibrationItem])[] {
  return items.flatMap(({ scores, trace }) => {
    const { id, repeat } = trace.origin.example ?? { id: trace.id, repeat: 0 };
    if (repeat > 0 || trace.outcome.kind !== "ok") return [];
    const score = known(scores[scorer]);
    const item: CalibrationItem = {
      example: { id, input: trace.input },
      output: trace.outcome.output,
      trace: trace as Trace<unknown, unknown>,
      ...score,
    };
    return [[id, item] as const];
  });
}

/** A score that was computed; one that is only missing is asked for. */
function known(score: Score | Unscored | undefined): { readonly score?: Score } {
  return score?.kind === "score" ? { score } : {};
}

function itemOf(
  row: { readonly [column: string]: unknown },
  {
    examples,
    items,
    stored,
  }: Pick<ReadLabelsOptions, "examples"> & { readonly items: ReadonlyMap<string, CalibrationItem>; readonly stored: boolean },
): CalibrationItem | string {
  const stray = Object.keys(row).filter((column) => !COLUMNS.includes(column));
  if (stray.length > 0 && !filled(row["label"]))
    return `it has no "label", but ${stray.map((name) => JSON.stringify(name)).join(", ")}; columns are ${COLUMNS.join(", ")}`;
  const id = filled(row["id"]) ? String(row["id"]) : null;
  const example = id === null ? undefined : examples.get(id);
  if (stored) {
    const found = id === null ? undefined : items.get(id);
    if (found === undefined)
      return id === null ? 'it has no "id" of an example of the run' : `the run has no answer of an example ${JSON.stringify(id)}`;
    if (filled(row["output"]) && hashOf(cellValue(row["output"])) !== hashOf(found.output))
      return `${JSON.stringify(id)} has another output than in the run`;
    return example === undefined ? found : { ...found, example };
  }
  if (!filled(row["output"])) return 'it has no "output": give it, or name the run whose outputs were labelled with --run';
  if (!filled(row["input"]) && example === undefined)
    return id === null ? 'it has neither "id" nor "input"' : `it has no "input", and the data set has no example ${JSON.stringify(id)}`;
  const output = cellValue(row["output"]);
  const input = filled(row["input"]) ? cellValue(row["input"]) : example?.input;
  const own = id ?? hashOf([input, output]).slice(0, 16);
  // Outputs of several models for one example are items of their own: the probe of a judge's own family compares them.
  const model = filled(row["model"]) ? { id: String(row["model"]) } : undefined;
  const name = model === undefined ? own : `${own} by ${model.id}`;
  const before = items.get(name);
  if (before !== undefined && hashOf(before.output) !== hashOf(output))
    return `${JSON.stringify(name)} has another output than in an earlier row`;
  return before ?? { id: name, example: example ?? { id: own, input }, output, ...(model === undefined ? {} : { model }) };
}

/** Text as it is; JSON that a cell holds as its value. */
function cellValue(cell: unknown): unknown {
  if (typeof cell !== "string" || !/^\s*[[{]/.test(cell)) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

function labelOf(given: unknown): number | string {
  if (typeof given === "number") return given;
  if (typeof given === "boolean") return given ? 1 : 0;
  if (typeof given !== "string" || given.trim() === "") return 'it has no "label"';
  const word = WORDS[given.trim().toLowerCase()];
  if (word !== undefined) return word;
  const value = Number(given);
  return Number.isFinite(value)
    ? value
    : `${JSON.stringify(given.slice(0, 40))} is no label: give a number, true or false, yes or no, pass or fail`;
}

function filled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

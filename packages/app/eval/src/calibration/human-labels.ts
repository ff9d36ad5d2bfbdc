import { PawlError, type Scorer } from "@pawl/core";

/** What one person said of one item. */
export interface HumanLabel {
  /** Of the item. */
  readonly id: string;
  /** Who said it. @default "" */
  readonly rater?: string | undefined;
  /** The criterion it is about, where people labelled several. */
  readonly about?: string | undefined;
  readonly value: number | boolean;
  /** Where it stands, for messages: "labels.csv, line 4". */
  readonly where?: string | undefined;
}

export interface LabelScale {
  /** Ends of the scale that people used, lowest first, mapped to 0..1 in a straight line. @default the judge's own scale */
  readonly range?: readonly [number, number] | undefined;
  /** For a yes/no judge: labels from this one on (on the people's scale) are yes. @default labels are 0, 1, true or false */
  readonly passFrom?: number | undefined;
}

/** Labels by item and rater, on the judge's scale. */
export interface LabelTable {
  readonly raters: readonly string[];
  /** Of each item, in their order: a rating of each rater, null for none. */
  readonly rows: readonly (readonly (number | null)[])[];
}

const LISTED = 20;

/**
 * Returns labels as a table of items and raters, on the judge's scale. An item without a label has a row of nulls.
 * @throws PawlError `data.invalid-labels` with all mistakes: no label, an item that is not there, a rating off the scale, one rater's rating given twice
 */
export function labelTable(
  ids: readonly string[],
  labels: readonly HumanLabel[],
  scale: LabelScale & { readonly judge: Pick<Scorer, "name" | "scale"> },
): LabelTable {
  const places = new Map(ids.map((id, i) => [id, i]));
  const raters: string[] = [];
  const rows = ids.map((): (number | null)[] => []);
  const seen = new Map<string, number>();
  const mistakes: { readonly where: string; readonly problem: string }[] = [];
  if (labels.length === 0) mistakes.push({ where: "the labels", problem: "there is none" });
  for (const [i, label] of labels.entries()) {
    const { id, rater = "", where = `label ${i + 1}` } = label;
    const at = places.get(id);
    const value = Number(label.value);
    const rating = onScale(label.value, scale);
    const key = JSON.stringify([id, rater]);
    const before = seen.get(key);
    const by = rater === "" ? "" : ` by ${JSON.stringify(rater)}`;
    const problems = [
      ...(at === undefined ? [`no item is called ${JSON.stringify(id)}`] : []),
      ...(typeof rating === "string" ? [rating] : []),
      ...(before === undefined
        ? []
        : [`${JSON.stringify(id)} has a rating${by} already${before === value ? "" : `, and another one: ${before}, now ${value}`}`]),
    ];
    mistakes.push(...problems.map((problem) => ({ where, problem })));
    seen.set(key, before ?? value);
    if (at === undefined || typeof rating === "string" || before !== undefined) continue;
    let column = raters.indexOf(rater);
    if (column < 0) column = raters.push(rater) - 1;
    const row = rows[at];
    if (row !== undefined) row[column] = rating;
  }
  if (mistakes.length > 0) throw invalidLabels(mistakes);
  return { raters, rows: rows.map((row) => Array.from({ length: raters.length }, (_, column) => row[column] ?? null)) };
}

/** Returns the error that says what is wrong with labels: the first 20 mistakes, then a count. */
export function invalidLabels(mistakes: readonly { readonly where: string; readonly problem: string }[]): PawlError {
  const said = mistakes.slice(0, LISTED).map(({ problem, where }) => `  - ${where}: ${problem}`);
  const more = mistakes.length > LISTED ? [`  and ${mistakes.length - LISTED} more`] : [];
  const counted = mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`;
  return new PawlError(
    "data.invalid-labels",
    `The human labels have ${counted}:\n${[...said, ...more].join("\n")}\nMend them and calibrate again. The judge was not asked.`,
    { facts: { count: mistakes.length, mistakes: mistakes.slice(0, LISTED).map(({ problem, where }) => ({ where, problem })) } },
  );
}

/** Returns a label on the judge's scale, or what is wrong with it. */
function onScale(
  given: number | boolean,
  { judge, passFrom, range }: LabelScale & { readonly judge: Pick<Scorer, "name" | "scale"> },
): number | string {
  const value = Number(given);
  if (!Number.isFinite(value)) return `${String(given)} is no number`;
  if (range !== undefined && (value < range[0] || value > range[1])) return `${value} is off the scale of ${range[0]} to ${range[1]}`;
  if (judge.scale === "binary") {
    if (passFrom !== undefined) return value >= passFrom ? 1 : 0;
    const [no, yes] = range ?? [0, 1];
    if (value === no || value === yes) return value === yes ? 1 : 0;
    return `${value} is neither ${no} nor ${yes}, and "${judge.name}" answers yes or no; say from which label on people meant yes ("passFrom")`;
  }
  if (range !== undefined) return (value - range[0]) / (range[1] - range[0]);
  if (judge.scale === "share" && (value < 0 || value > 1))
    return `${value} is off the scale of 0 to 1; say which one people used ("range")`;
  return value;
}

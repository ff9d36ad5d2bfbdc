import { type JsonSchema, nearestName, PawlError, type Task } from "@pawl/core";
import { dotted } from "./check-row.ts";
import { ROW_FIELDS } from "./example-row.ts";
import { isRecord } from "./is-record.ts";
import { type FieldName, kindOfValue, type RowMistake } from "./row-mistake.ts";
import { schemaAt } from "./schema-at.ts";

/** Which column is what: a column for the whole value, or one for each of its fields. */
export interface ColumnMap {
  readonly input: string | { readonly [field: string]: string };
  readonly expected?: string | { readonly [field: string]: string } | undefined;
  readonly id?: string | undefined;
  /** A cell holds tags separated by commas. */
  readonly tags?: string | undefined;
  readonly rubric?: string | undefined;
  readonly cluster?: string | undefined;
  readonly source?: string | undefined;
  readonly split?: string | undefined;
}

/** A map of columns, or a function from the file's row to one of ours. */
export type RowMap = ColumnMap | ((row: { readonly [column: string]: unknown }) => unknown);

export type MappedRow = { readonly row: unknown; readonly named: FieldName } | { readonly mistakes: readonly RowMistake[] };

export interface MapOptions {
  readonly map: RowMap | undefined;
  readonly task: Task | undefined;
  /** Whether values are cells of text, which take the type the task's schemas say. */
  readonly cells: boolean;
  readonly file: string;
}

/** Returns the function that makes our row of a file's row. Without a map a file's fields are ours already; in CSV they are named `input`, `input.message`, `expected.intent` and so on. */
export function rowMapper({ map, task, cells, file }: MapOptions): (value: unknown) => MappedRow {
  if (typeof map === "function") return (value) => calledMap(map, value);
  if (map === undefined && !cells) return (value) => ({ row: value, named: dotted });
  let plan: Plan | null = null;
  return (value) => {
    if (!isRecord(value)) {
      return { mistakes: [{ field: null, problem: "not-an-object", says: `the row is ${kindOfValue(value)}: expected an object.` }] };
    }
    plan ??= planOf(map ?? ownNames(Object.keys(value), file), { task, columns: cells ? Object.keys(value) : null, cells, file });
    return applied(plan, value);
  };
}

interface Target {
  readonly path: readonly string[];
  readonly column: string;
  readonly schema: JsonSchema | null;
}

interface Plan {
  readonly targets: readonly Target[];
  readonly cells: boolean;
  readonly named: FieldName;
}

function planOf(
  map: ColumnMap,
  { task, columns, cells, file }: Pick<MapOptions, "task" | "cells" | "file"> & { readonly columns: readonly string[] | null },
): Plan {
  const schemas: { readonly [side: string]: JsonSchema | undefined } = {
    input: task?.input["~standard"].jsonSchema.input({ target: "draft-2020-12" }),
    expected: task?.outputJsonSchema,
  };
  const targets: Target[] = [];
  const add = (path: readonly string[], column: string): void => {
    const [side = "", ...rest] = path;
    const schema = schemas[side];
    targets.push({ path, column, schema: schema === undefined ? null : schemaAt(schema, rest) });
    if (columns !== null && !columns.includes(column)) throw unknownColumn(column, columns, file);
  };
  for (const [side, column] of Object.entries(map)) {
    if (typeof column === "string") add([side], column);
    else if (isRecord(column)) for (const [field, name] of Object.entries(column)) add([side, field], String(name));
  }
  return { targets, cells, named: (path) => columnName(targets, path) };
}

function columnName(targets: readonly Target[], path: readonly string[]): string {
  const target = targets.find((one) => one.path.every((part, i) => part === path[i]));
  return target === undefined ? dotted(path) : [target.column, ...path.slice(target.path.length)].join(".");
}

function applied({ targets, cells, named }: Plan, value: { readonly [column: string]: unknown }): MappedRow {
  const row: { [field: string]: unknown } = {};
  const mistakes: RowMistake[] = [];
  for (const { path, column, schema } of targets) {
    const [side = "", field] = path;
    const found = Object.hasOwn(value, column) ? value[column] : undefined;
    const whole = cells && side === "tags" ? tagsOf(found) : cells ? cellValue(String(found ?? ""), schema) : found;
    if (field === undefined) {
      if (whole !== undefined) row[side] = whole;
      else if (!cells && side === "expected") mistakes.push({ field: column, problem: "missing-field", says: `"${column}" is missing.` });
      continue;
    }
    const fields = isRecord(row[side]) ? row[side] : {};
    row[side] = whole === undefined ? fields : { ...fields, [field]: whole };
  }
  // A line of a table without any answer is a row without a label, not a wrong one.
  if (cells && isRecord(row["expected"]) && Object.keys(row["expected"]).length === 0) delete row["expected"];
  return mistakes.length > 0 ? { mistakes } : { row, named };
}

/** Returns what a cell says under the type its schema names; the text itself where it does not fit, for the schema to refuse; undefined for an empty cell. */
export function cellValue(cell: string, schema: JsonSchema | null): unknown {
  if (cell === "") return undefined;
  const type = schema?.["type"];
  if (type === "number" || type === "integer") return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(cell) ? Number(cell) : cell;
  if (type === "boolean") return /^true$/i.test(cell) ? true : /^false$/i.test(cell) ? false : cell;
  if (type === "array" || type === "object") {
    try {
      const value: unknown = JSON.parse(cell);
      return value;
    } catch {
      return cell;
    }
  }
  return cell;
}

function tagsOf(cell: unknown): readonly string[] | undefined {
  const tags = String(cell ?? "")
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  return tags.length > 0 ? tags : undefined;
}

function calledMap(map: (row: { readonly [column: string]: unknown }) => unknown, value: unknown): MappedRow {
  if (!isRecord(value)) {
    return { mistakes: [{ field: null, problem: "not-an-object", says: `the row is ${kindOfValue(value)}: expected an object.` }] };
  }
  try {
    return { row: map(value), named: dotted };
  } catch (error) {
    const reason = error instanceof Error ? error.name : "something";
    return { mistakes: [{ field: null, problem: "map-failed", says: `the map function threw ${reason} on this row.` }] };
  }
}

/** The map of a table whose columns are named as our fields are. */
function ownNames(columns: readonly string[], file: string): ColumnMap {
  const under = (side: string): string | { readonly [field: string]: string } | null => {
    if (columns.includes(side)) return side;
    const fields = columns.filter((name) => name.startsWith(`${side}.`)).map((name) => [name.slice(side.length + 1), name]);
    return fields.length > 0 ? Object.fromEntries(fields) : null;
  };
  const input = under("input");
  if (input === null) {
    throw new PawlError(
      "data.no-input-column",
      `${file} has the columns ${columns.join(", ")}, and none of them is the input. Say which is what by a map: { input: { message: ${JSON.stringify(columns[0] ?? "text")} }, expected: … }.`,
      { facts: { file, columns: [...columns] } },
    );
  }
  const expected = under("expected");
  const plain = ROW_FIELDS.filter((field) => !["input", "expected", "alternatives"].includes(field) && columns.includes(field));
  return { input, ...(expected === null ? {} : { expected }), ...Object.fromEntries(plain.map((field) => [field, field])) };
}

function unknownColumn(column: string, columns: readonly string[], file: string): PawlError {
  const near = nearestName(column, columns);
  return new PawlError(
    "data.unknown-column",
    `${file} has no column ${JSON.stringify(column)}, which the map names. ${near === null ? "" : `Did you mean ${JSON.stringify(near)}? `}Its columns are ${columns.join(", ")}.`,
    { facts: { file, column, columns: [...columns], suggestion: near } },
  );
}

import { type JsonSchema, nfc, type Task } from "@pawl/core";
import { type ExampleRow, isSplit, ROW_FIELDS } from "./example-row.ts";
import { isRecord } from "./is-record.ts";
import { type FieldName, issueMistake, kindOfValue, type RowMistake, unknownField, wrongKind } from "./row-mistake.ts";
import { fieldsOf, schemaAt } from "./schema-at.ts";
import type { SchemaResult } from "./schema-result.ts";

export type CheckedRow<I, E> = { readonly row: ExampleRow<I, E> } | { readonly mistakes: readonly RowMistake[] };

export type RowCheck<I, E> = (value: unknown, named?: FieldName) => CheckedRow<I, E> | Promise<CheckedRow<I, E>>;

/** The dotted path, where no map gives another name. */
export const dotted: FieldName = (path) => path.join(".");

/** Returns a check of rows against a task: their shape, `input` by the input schema, `expected` and `alternatives` by the output schema. Synchronous where the schemas are. */
export function rowCheck<I, E>(task: Task<string, I, E>): RowCheck<I, E> {
  const inputSchema = task.input["~standard"].jsonSchema.input({ target: "draft-2020-12" });
  return (value, named = dotted) => {
    const shape = rowShape(value, named);
    if ("mistakes" in shape) return shape;
    const row = nfc(shape.row);
    const asked: Asked[] = [{ side: "input", value: row.input, schema: inputSchema, result: task.input["~standard"].validate(row.input) }];
    const answer = (side: string, one: unknown): void => {
      asked.push({ side, value: one, schema: task.outputJsonSchema, result: task.output["~standard"].validate(one) });
    };
    if (row.expected !== undefined) answer("expected", row.expected);
    for (const [i, one] of (row.alternatives ?? []).entries()) answer(`alternatives.${i}`, one);
    const results = asked.map(({ result }) => result);
    if (!results.some((result) => result instanceof Promise)) return conclude<I, E>(row, asked, results.filter(isSettled), named);
    return Promise.all(results).then((settled) => conclude<I, E>(row, asked, settled, named));
  };
}

interface Asked {
  readonly side: string;
  readonly value: unknown;
  readonly schema: JsonSchema;
  readonly result: SchemaResult | Promise<SchemaResult>;
}

function isSettled(result: SchemaResult | Promise<SchemaResult>): result is SchemaResult {
  return !(result instanceof Promise);
}

function conclude<I, E>(row: ExampleRow, asked: readonly Asked[], results: readonly SchemaResult[], named: FieldName): CheckedRow<I, E> {
  const mistakes: RowMistake[] = [];
  const answers: unknown[] = [];
  for (const [i, { side, value, schema }] of asked.entries()) {
    const result = results[i];
    if (result === undefined) continue;
    if (result.issues !== undefined) {
      for (const issue of result.issues) mistakes.push(issueMistake(issue, { side, value, schema, named }));
    } else if (side !== "input") {
      answers.push(result.value);
      mistakes.push(...droppedFields(value, result.value, { side, path: [], schema, named }));
    }
  }
  if (mistakes.length > 0) return { mistakes };
  const { input, expected, alternatives, ...rest } = row;
  // The schemas have just accepted them: the input as it was handed in, the answers as they came out.
  const outs = answers as E[];
  return {
    row: {
      ...rest,
      input: input as I,
      ...(expected === undefined ? {} : { expected: outs[0] as E }),
      ...(alternatives === undefined ? {} : { alternatives: expected === undefined ? outs : outs.slice(1) }),
    },
  };
}

/** A schema that strips what it does not know would lose a misspelt optional field without a word. */
function droppedFields(before: unknown, after: unknown, where: Where): RowMistake[] {
  const at = (key: string): Where => ({ ...where, path: [...where.path, key] });
  if (Array.isArray(before) && Array.isArray(after)) return before.flatMap((value, i) => droppedFields(value, after[i], at(String(i))));
  if (!isRecord(before) || !isRecord(after)) return [];
  const { side, path, schema, named } = where;
  return Object.entries(before).flatMap(([key, value]) =>
    Object.hasOwn(after, key)
      ? droppedFields(value, after[key], at(key))
      : [unknownField(named([side, ...path, key]), key, fieldsOf(schemaAt(schema, path)) ?? Object.keys(after), "the task's output")],
  );
}

interface Where {
  readonly side: string;
  readonly path: readonly string[];
  readonly schema: JsonSchema;
  readonly named: FieldName;
}

/** Returns the row where each field is of its kind and every field is known; `input` and the answers are left to the task's schemas. */
export function rowShape(
  value: unknown,
  named: FieldName = dotted,
): { readonly row: ExampleRow } | { readonly mistakes: readonly RowMistake[] } {
  if (!isRecord(value)) {
    return { mistakes: [{ field: null, problem: "not-an-object", says: `the row is ${kindOfValue(value)}: expected an object.` }] };
  }
  const mistakes: RowMistake[] = [];
  for (const key of Object.keys(value)) if (!ROW_FIELDS.includes(key)) mistakes.push(unknownField(key, key, ROW_FIELDS, "an example"));
  const { id, input, expected, alternatives, split, tags } = value;
  const known = (field: string, fits: boolean, got: unknown, kind: string): void => {
    if (!fits) mistakes.push(wrongKind(named([field]), got, kind));
  };
  if (input === undefined) {
    mistakes.push({ field: named(["input"]), problem: "missing-field", says: `"${named(["input"])}" is missing.` });
  }
  const idText = typeof id === "number" ? String(id) : id;
  known("id", idText === undefined || (typeof idText === "string" && idText !== ""), id, "a text that is not empty");
  const answers = Array.isArray(alternatives) ? alternatives : undefined;
  known("alternatives", alternatives === undefined || answers !== undefined, alternatives, "a list");
  const tagList = isStrings(tags) ? tags : undefined;
  known("tags", tags === undefined || tagList !== undefined, tags, "a list of strings");
  known("split", split === undefined || isSplit(split), split, '"train", "dev" or "test"');
  const texts: { [field: string]: string } = {};
  for (const field of ["rubric", "cluster", "source"]) {
    const text = value[field];
    if (typeof text === "string") texts[field] = text;
    else known(field, text === undefined, text, "a string");
  }
  if (mistakes.length > 0) return { mistakes };
  return {
    row: {
      ...(typeof idText === "string" ? { id: idText } : {}),
      input,
      ...(expected === undefined ? {} : { expected }),
      ...(answers === undefined ? {} : { alternatives: answers }),
      ...texts,
      ...(tagList === undefined ? {} : { tags: tagList }),
      ...(isSplit(split) ? { split } : {}),
    },
  };
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

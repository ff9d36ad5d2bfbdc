import { type Example, type Json, type JsonSchema, PawlError } from "@pawl/core";
import { plainJson } from "../../run/plain-json.ts";
import { isFields } from "../fields.ts";

export interface ReadEvalsOptions {
  /** Field of an `item` that holds the right answer. @default none: items have no expected answer */
  readonly expectedField?: string | undefined;
}

export interface EvalsData {
  readonly examples: readonly Example<Json, Json>[];
  /** What lines with a `sample` say a model answered, by the example's id: to be scored without asking it again. */
  readonly samples: ReadonlyMap<string, Json>;
}

const TOLD = 20;

/**
 * Reads data of OpenAI Evals, JSON Lines of any kind: `{"item": {…}, "sample"?: …}` of the service, the output items of its runs (`datasource_item` and
 * `sample`), and `{"input": messages or text, "ideal": …}` of the open-source evals. Of several ideals the first is expected, the others are alternatives. Further fields of a line stay with the input.
 * @throws PawlError `data.not-openai-evals` with the first 20 lines that are none of these
 */
export function readOpenaiEvals(text: string, options: ReadEvalsOptions = {}): EvalsData {
  const examples: Example<Json, Json>[] = [];
  const samples = new Map<string, Json>();
  const mistakes: string[] = [];
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line, `line-${i + 1}`, options);
    if (typeof read === "string") mistakes.push(`Line ${i + 1}: ${read}`);
    else {
      examples.push(read.example);
      if (read.sample !== undefined) samples.set(read.example.id, read.sample);
    }
  }
  if (mistakes.length > 0) {
    const more = mistakes.length > TOLD ? `\n… and ${mistakes.length - TOLD} more.` : "";
    throw new PawlError("data.not-openai-evals", `${mistakes.slice(0, TOLD).join("\n")}${more}\nNothing was read.`, {
      facts: { mistakes: mistakes.slice(0, TOLD), count: mistakes.length },
    });
  }
  return { examples, samples };
}

export interface WriteEvalsOptions extends ReadEvalsOptions {
  /** `item`: for the service. `input`: for the open-source evals. */
  readonly shape: "item" | "input";
}

/**
 * Returns examples as data of OpenAI Evals, a line each: what `readOpenaiEvals` with the same options reads back, in input, expected answer and
 * alternatives. @throws PawlError `data.not-exportable` where an item has nowhere to put the answer: say the `expectedField`
 */
export function writeOpenaiEvals(examples: Iterable<Example>, options: WriteEvalsOptions): string {
  const { expectedField, shape } = options;
  let text = "";
  for (const example of examples) {
    const { alternatives = [], expected, id } = example;
    const input: unknown = plainJson(example.input);
    if (shape === "item") {
      if (expected !== undefined && (expectedField === undefined || alternatives.length > 0)) throw notExportable(id, expectedField);
      const fields = isFields(input) ? input : { input };
      text += line({
        item: { ...fields, ...(expectedField === undefined || expected === undefined ? {} : { [expectedField]: expected }) },
      });
      continue;
    }
    const ideal = alternatives.length > 0 ? [expected, ...alternatives].filter((answer) => answer !== undefined) : expected;
    const fields = isFields(input) && Object.hasOwn(input, "input") ? input : { input };
    text += line({
      ...fields,
      ...(ideal === undefined ? {} : { ideal: alternatives.length === 0 && Array.isArray(ideal) ? [ideal] : ideal }),
    });
  }
  return text;
}

/** Returns the `data_source_config` of an eval whose data are these items: the fields that any of them has, those that all have required. */
export function openaiDataSourceConfig(
  examples: Iterable<Example>,
  options: ReadEvalsOptions = {},
): { readonly type: "custom"; readonly item_schema: JsonSchema; readonly include_sample_schema: true } {
  const types = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  let all = 0;
  for (const row of writeOpenaiEvals(examples, { ...options, shape: "item" })
    .split("\n")
    .filter(Boolean)) {
    all++;
    for (const [field, value] of Object.entries(Object(JSON.parse(row).item))) {
      types.set(field, (types.get(field) ?? new Set()).add(typeOf(value)));
      counts.set(field, (counts.get(field) ?? 0) + 1);
    }
  }
  const properties = Object.fromEntries(
    [...types].map(([field, kinds]) => [field, { type: kinds.size === 1 ? ([...kinds][0] ?? "string") : [...kinds] }]),
  );
  const required = [...counts].filter(([, count]) => count === all).map(([field]) => field);
  return { type: "custom", item_schema: { type: "object", properties, required }, include_sample_schema: true };
}

function readLine(
  text: string,
  id: string,
  { expectedField }: ReadEvalsOptions,
): { readonly example: Example<Json, Json>; readonly sample?: Json | undefined } | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "it is no JSON.";
  }
  if (!isFields(value)) return "it is no object.";
  const item = isFields(value["item"]) ? value["item"] : value["datasource_item"];
  if (isFields(item)) {
    const answer = expectedField === undefined ? undefined : item[expectedField];
    const { [expectedField ?? ""]: _answer, ...rest } = item;
    const input = jsonOf(answer === undefined ? item : rest);
    return {
      example: { id, input, ...(answer === undefined ? {} : { expected: jsonOf(answer) }) },
      ...(value["sample"] === undefined ? {} : { sample: jsonOf(value["sample"]) }),
    };
  }
  if (value["input"] === undefined) return 'it has neither an "item" nor an "input".';
  const { ideal, input, ...more } = value;
  const [expected, ...alternatives] = Array.isArray(ideal) ? ideal : ideal === undefined ? [] : [ideal];
  return {
    example: {
      id,
      input: jsonOf(Object.keys(more).length > 0 ? { input, ...more } : input),
      ...(expected === undefined ? {} : { expected: jsonOf(expected) }),
      ...(alternatives.length > 0 ? { alternatives: alternatives.map(jsonOf) } : {}),
    },
  };
}

function line(value: object): string {
  return `${JSON.stringify(plainJson(value))}\n`;
}

/** It came out of `JSON.parse`. */
function jsonOf(value: unknown): Json {
  return value as Json;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}

function notExportable(id: string, expectedField: string | undefined): PawlError {
  const why =
    expectedField === undefined
      ? 'it has an expected answer, and no "expectedField" says where in the item to put it'
      : "an item has one answer, and it has alternatives";
  return new PawlError("data.not-exportable", `Example "${id}" cannot be written as an item: ${why}. Nothing was written.`, {
    facts: { id },
  });
}

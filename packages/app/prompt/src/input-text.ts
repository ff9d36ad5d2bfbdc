import type { JsonSchema, Task } from "@pawl/core";
import { modelJson } from "./model-json.ts";
import { neutralise, neutraliseAll } from "./neutralise.ts";
import { propertiesOf, requiredOf } from "./schema-walk.ts";
import { fill, type TemplateParts, templateParts } from "./template.ts";

/** Writes an input as text. */
export type InputText = (input: unknown) => string;

export interface InputTextOptions {
  readonly task: Task;
  /** Text with `{{field}}` or `{{field.inner}}`; without it the one text field as it is, or the input as JSON. */
  readonly template?: string | undefined;
  /** Where the template comes from, for the error. */
  readonly what: string;
  /** Names of tags around the text beside those in the template. @default none */
  readonly delimiters?: readonly string[] | undefined;
  /** Whether markers are neutralised; a query for a retriever is not a prompt. @default true */
  readonly neutral?: boolean | undefined;
}

/**
 * Returns a writer of inputs. An optional field that an input leaves out is an empty text.
 * @throws TypeError where the template names a field that the task's input does not have.
 */
export function inputText(options: InputTextOptions): InputText {
  const schema = options.task.input["~standard"].jsonSchema.input({ target: "draft-2020-12" });
  const neutral = options.neutral ?? true;
  if (options.template === undefined) {
    const clean = (text: string): string => (neutral ? neutralise(text, { delimiters: options.delimiters }) : text);
    const only = onlyTextField(schema);
    return (input) => {
      const text = plainText(input, only);
      if (text !== null) return clean(text);
      return modelJson(neutral ? neutraliseAll(input, { delimiters: options.delimiters }) : input, schema);
    };
  }
  const parts = templateParts(options.template);
  checkFields(parts, schema, options);
  const delimiters = [...parts.delimiters, ...(options.delimiters ?? [])];
  return (input) =>
    fill(parts, (name) => {
      const value = valueAt(input, name);
      if (value === undefined) return "";
      if (typeof value === "string") return neutral ? neutralise(value, { delimiters }) : value;
      return modelJson(neutral ? neutraliseAll(value, { delimiters }) : value);
    });
}

/** The name of the input's only field where that is a text; null where it has several; undefined where the schema names none. */
function onlyTextField(schema: JsonSchema): string | null | undefined {
  const properties = propertiesOf(schema);
  if (properties.length === 0) return schema["additionalProperties"] === false ? null : undefined;
  const [name, field] = properties[0] ?? ["", {}];
  return properties.length === 1 && field["type"] === "string" && requiredOf(schema).has(name) ? name : null;
}

function plainText(input: unknown, only: string | null | undefined): string | null {
  if (typeof input === "string") return input;
  if (only === null || typeof input !== "object" || input === null) return null;
  const entries = Object.entries(input);
  const [name, value] = entries.length === 1 ? (entries[0] ?? []) : [];
  return typeof value === "string" && (only === undefined || only === name) ? value : null;
}

function checkFields(parts: TemplateParts, schema: JsonSchema, options: InputTextOptions): void {
  const fields = propertiesOf(schema).map(([name]) => name);
  if (fields.length === 0 || schema["additionalProperties"] === true) return;
  const unknown = [...new Set(parts.names)].filter((name) => !fields.includes(name.split(".")[0] ?? ""));
  if (unknown.length > 0) {
    throw new TypeError(
      `The ${options.what} names ${unknown.map((name) => `{{${name}}}`).join(", ")}, which the input of task "${options.task.name}" does not have. It has: ${fields.join(", ")}.`,
    );
  }
}

function valueAt(input: unknown, path: string): unknown {
  let at = input;
  for (const key of path.split("."))
    at = typeof at === "object" && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
  return at ?? undefined;
}

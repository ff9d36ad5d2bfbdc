import type { JsonSchema } from "@pawl/core";
import { isRecord } from "./is-record.ts";

/** Returns the part of a JSON Schema that describes the value at a path, through properties, items, unions and local references; null where it says nothing. */
export function schemaAt(schema: JsonSchema, path: readonly string[]): JsonSchema | null {
  return walk(schema, path, schema, 0);
}

const DEEPEST = 64;

function walk(schema: JsonSchema, path: readonly string[], root: JsonSchema, depth: number): JsonSchema | null {
  if (depth > DEEPEST) return null;
  const { $ref } = schema;
  if (typeof $ref === "string") {
    const target = referred($ref, root);
    return target === null ? null : walk(target, path, root, depth + 1);
  }
  const [field, ...rest] = path;
  if (field === undefined) return schema;
  const next = asSchema(asSchema(schema["properties"])?.[field]) ?? (/^\d+$/.test(field) ? asSchema(schema["items"]) : null);
  if (next !== null) return walk(next, rest, root, depth + 1);
  for (const branch of branchesOf(schema)) {
    const found = walk(branch, path, root, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Returns the labels a schema leaves to choose from (`enum`, `const`, or a union of them); null where it is not a closed set of strings. */
export function labelsOf(schema: JsonSchema | null): readonly string[] | null {
  if (schema === null) return null;
  const { enum: listed, const: only } = schema;
  if (Array.isArray(listed)) return strings(listed);
  if (typeof only === "string") return [only];
  const labels: string[] = [];
  for (const branch of branchesOf(schema)) {
    const some = labelsOf(branch);
    if (some === null) return null;
    labels.push(...some);
  }
  return labels.length > 0 ? labels : null;
}

/** Returns the names of an object's properties; null where the schema lists none. */
export function fieldsOf(schema: JsonSchema | null): readonly string[] | null {
  const properties = asSchema(schema?.["properties"]);
  return properties === null ? null : Object.keys(properties);
}

/** Returns what a schema says of a value in a word or two ("a string", "a whole number"); null where it names no type. */
export function kindOf(schema: JsonSchema | null): string | null {
  const type = schema?.["type"];
  if (Array.isArray(type)) return type.map((one) => KINDS[String(one)] ?? String(one)).join(" or ");
  return typeof type === "string" ? (KINDS[type] ?? type) : null;
}

const KINDS: { readonly [type: string]: string } = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  null: "null",
};

function strings(values: readonly unknown[]): readonly string[] | null {
  const out = values.filter((value) => typeof value === "string");
  return out.length === values.length ? out : null;
}

function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  const out: JsonSchema[] = [];
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    const list = schema[key];
    if (Array.isArray(list)) for (const one of list) out.push(...optional(asSchema(one)));
  }
  return out;
}

function optional<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}

function asSchema(value: unknown): JsonSchema | null {
  return isRecord(value) ? value : null;
}

function referred(ref: string, root: JsonSchema): JsonSchema | null {
  if (!ref.startsWith("#")) return null;
  let at: JsonSchema | null = root;
  for (const part of ref.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    at = at === null ? null : asSchema(at[key]);
  }
  return at;
}

import type { Json, JsonSchema } from "@pawl/core";
import { alternativesOf, isSchema, propertiesOf, requiredOf, resolved } from "./schema-walk.ts";

const NULL: JsonSchema = { type: "null" };
/** What a root that is no object is put into: strict engines take objects only. */
const WRAPPER = "value";
const LISTS = ["anyOf", "oneOf", "allOf", "prefixItems"];
const MAPS = ["$defs", "definitions"];

/**
 * Returns a schema in the dialect of OpenAI's strict structured output: every property required, optional ones nullable, objects closed, `oneOf`
 * as `anyOf`, no defaults; a root that is no object becomes the property `value` of one. What the dialect cannot say is left in: `preflightSchema`
 * names it. `fromStrictOutput` is the way back. https://platform.openai.com/docs/guides/structured-outputs (Supported schemas)
 */
export function toStrictSchema(schema: JsonSchema): JsonSchema {
  const strict = rewritten(schema, schema);
  if (isObjectRoot(schema)) return strict;
  const { $defs, definitions, ...value } = strict;
  return {
    type: "object",
    properties: { [WRAPPER]: value },
    required: [WRAPPER],
    additionalProperties: false,
    ...($defs === undefined ? {} : { $defs }),
    ...(definitions === undefined ? {} : { definitions }),
  };
}

/**
 * Returns an answer in the shape of the original schema: a null for an optional property that cannot be null is taken out, a wrapped root is
 * unwrapped. Other values come back as they are.
 */
export function fromStrictOutput(value: Json, schema: JsonSchema): Json {
  if (!isObjectRoot(schema) && isRecord(value)) {
    const { [WRAPPER]: inner, ...rest } = value;
    if (inner !== undefined && Object.keys(rest).length === 0) return restored(inner, schema, schema);
  }
  return restored(value, schema, schema);
}

/** Returns the label or text of an answer that was put into the object of a strict root; another answer as it is. */
export function withoutWrapper(answer: string): string {
  let value: Json = null;
  try {
    value = JSON.parse(answer);
  } catch {}
  if (!isRecord(value)) return answer;
  const { [WRAPPER]: inner, ...rest } = value;
  return Object.keys(rest).length === 0 && (typeof inner === "string" || typeof inner === "boolean") ? String(inner) : answer;
}

/** Whether a schema takes null, by its type, enum, const or an alternative; a schema that says nothing takes anything. */
export function allowsNull(schema: JsonSchema, root: JsonSchema): boolean {
  const at = resolved(schema, root);
  const alternatives = alternativesOf(at);
  if (alternatives !== null) return alternatives.some((alternative) => allowsNull(alternative, root));
  if (Array.isArray(at["enum"])) return at["enum"].includes(null);
  if ("const" in at) return at["const"] === null;
  const type = at["type"];
  return type === undefined ? !("allOf" in at) : type === "null" || (Array.isArray(type) && type.includes("null"));
}

function isObjectRoot(schema: JsonSchema): boolean {
  return schema["type"] === "object" && alternativesOf(schema) === null;
}

function rewritten(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const { default: _default, $schema: _dialect, oneOf, ...rest } = schema;
  const out: { [keyword: string]: unknown } = oneOf === undefined || rest["anyOf"] !== undefined ? rest : { ...rest, anyOf: oneOf };
  for (const key of LISTS) {
    const list = out[key];
    if (Array.isArray(list)) out[key] = list.map((item) => (isSchema(item) ? rewritten(item, root) : item));
  }
  for (const key of MAPS) {
    const map = out[key];
    if (isSchema(map))
      out[key] = Object.fromEntries(Object.entries(map).map(([name, item]) => [name, isSchema(item) ? rewritten(item, root) : item]));
  }
  if (isSchema(out["items"])) out["items"] = rewritten(out["items"], root);
  if (schema["type"] === "object" || isSchema(schema["properties"])) {
    const required = requiredOf(schema);
    const properties = propertiesOf(schema).map(([name, property]) => {
      const strict = rewritten(property, root);
      return [name, required.has(name) ? strict : nullable(strict, root)] as const;
    });
    out["properties"] = Object.fromEntries(properties);
    out["required"] = properties.map(([name]) => name);
    if (!isSchema(out["additionalProperties"])) out["additionalProperties"] = false;
  }
  return out;
}

function nullable(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (allowsNull(schema, root)) return schema;
  const { type } = schema;
  if (Array.isArray(schema["anyOf"])) return { ...schema, anyOf: [...schema["anyOf"], NULL] };
  if (typeof type !== "string" || type === "object" || "const" in schema) return { anyOf: [schema, NULL] };
  return { ...schema, type: [type, "null"], ...(Array.isArray(schema["enum"]) ? { enum: [...schema["enum"], null] } : {}) };
}

function restored(value: Json, schema: JsonSchema, root: JsonSchema): Json {
  const at = resolved(schema, root);
  const alternatives = alternativesOf(at)?.map((alternative) => resolved(alternative, root));
  if (alternatives !== undefined && typeof value === "object" && value !== null) {
    const chosen = alternatives.find((alternative) => mayBe(value, alternative));
    return chosen === undefined ? value : restored(value, chosen, root);
  }
  if (isList(value)) {
    const items = at["items"];
    return isSchema(items) ? value.map((item) => restored(item, items, root)) : value;
  }
  if (!isRecord(value)) return value;
  const required = requiredOf(at);
  const known = new Map(propertiesOf(at));
  const rest = at["additionalProperties"];
  const kept: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    const property = known.get(name) ?? (isSchema(rest) ? rest : undefined);
    if (property === undefined) kept.push([name, member]);
    else if (member !== null || required.has(name) || !known.has(name) || allowsNull(property, root))
      kept.push([name, restored(member, property, root)]);
  }
  return Object.fromEntries(kept);
}

function mayBe(value: Json, schema: JsonSchema): boolean {
  if (isList(value)) return schema["type"] === "array";
  if (!isRecord(value)) return false;
  const known = new Map(propertiesOf(schema));
  const required = [...requiredOf(schema)];
  return (
    schema["type"] !== "array" &&
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, member]) => {
      const property = known.get(name);
      if (property === undefined) return schema["additionalProperties"] !== false;
      return property["const"] === undefined || property["const"] === member;
    })
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { JsonSchema } from "@pawl/core";

/** Whether a value is a JSON Schema in object form; the boolean schemas are not. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a schema with its `$ref` into the same document followed; a reference that leads nowhere or in a circle gives the empty schema. */
export function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let at = schema;
  for (let hop = 0; hop < 32 && typeof at["$ref"] === "string"; hop++) {
    const target = pointedAt(at["$ref"], root);
    if (target === undefined) return {};
    at = target;
  }
  return typeof at["$ref"] === "string" ? {} : at;
}

function pointedAt(ref: string, root: JsonSchema): JsonSchema | undefined {
  if (!ref.startsWith("#")) return undefined;
  let at: unknown = root;
  for (const part of ref.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    at = typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined;
  }
  return isSchema(at) ? at : undefined;
}

/** Returns the named properties of a schema with their schemas, in the schema's own order; empty where it names none. */
export function propertiesOf(schema: JsonSchema): readonly (readonly [name: string, schema: JsonSchema])[] {
  const properties = schema["properties"];
  if (!isSchema(properties)) return [];
  return Object.entries(properties).map(([name, value]) => [name, isSchema(value) ? value : {}] as const);
}

/** Returns the names that a schema requires. */
export function requiredOf(schema: JsonSchema): ReadonlySet<string> {
  const required = schema["required"];
  return new Set(Array.isArray(required) ? required.filter((name) => typeof name === "string") : []);
}

/** Returns the alternatives of `anyOf` or `oneOf`, or null where the schema has none. */
export function alternativesOf(schema: JsonSchema): readonly JsonSchema[] | null {
  const list = schema["anyOf"] ?? schema["oneOf"];
  return Array.isArray(list) ? list.filter(isSchema) : null;
}

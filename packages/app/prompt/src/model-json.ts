import type { JsonSchema } from "@pawl/core";
import { alternativesOf, isSchema, propertiesOf, resolved } from "./schema-walk.ts";

/**
 * Returns a value as JSON the way a constrained engine writes it, so that demonstrations look like answers: `": "` and `", "` as separators, one
 * line, keys in the order of the schema's properties and then as they come. Members that are `undefined` are left out.
 * @throws TypeError for what JSON cannot say.
 */
export function modelJson(value: unknown, schema: JsonSchema = {}): string {
  return write(value, schema, schema);
}

function write(value: unknown, schema: JsonSchema, root: JsonSchema): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = memberSchema(pick(value, schema, root), "items");
    return `[${value.map((item) => write(item, items, root)).join(", ")}]`;
  }
  if (typeof value !== "object")
    throw new TypeError(`JSON holds null, booleans, finite numbers, strings, arrays and objects; got ${typeof value}.`);
  const at = pick(value, schema, root);
  const known = new Map(propertiesOf(at));
  const rest = memberSchema(at, "additionalProperties");
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const rank = new Map([...known.keys()].map((name, index) => [name, index]));
  const ordered = entries.toSorted(([a], [b]) => (rank.get(a) ?? known.size) - (rank.get(b) ?? known.size));
  return `{${ordered.map(([key, member]) => `${JSON.stringify(key)}: ${write(member, known.get(key) ?? rest, root)}`).join(", ")}}`;
}

function memberSchema(schema: JsonSchema, keyword: string): JsonSchema {
  const found = schema[keyword];
  return isSchema(found) ? found : {};
}

/** Of alternatives the first that fits by its type and knows all of the value's keys and constants, else the first. */
function pick(value: object, schema: JsonSchema, root: JsonSchema): JsonSchema {
  const at = resolved(schema, root);
  const alternatives = alternativesOf(at)?.map((alternative) => resolved(alternative, root));
  if (alternatives === undefined) return at;
  const found = alternatives.find((alternative) => fits(value, alternative)) ?? alternatives[0];
  return found === undefined ? at : pick(value, found, root);
}

function fits(value: object, schema: JsonSchema): boolean {
  if (Array.isArray(value)) return schema["type"] === "array";
  if (schema["type"] === "array") return false;
  const known = new Map(propertiesOf(schema));
  return Object.entries(value).every(([key, member]) => {
    const at = known.get(key);
    return at !== undefined && (at["const"] === undefined || at["const"] === member);
  });
}

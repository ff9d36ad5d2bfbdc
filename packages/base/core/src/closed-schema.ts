import type { JsonSchema } from "./json.ts";

const SCHEMA_LISTS = ["anyOf", "oneOf", "allOf", "prefixItems"];
const SCHEMA_MAPS = ["properties", "$defs", "definitions", "patternProperties"];
const SCHEMAS = ["items", "not", "if", "then", "else", "contains", "propertyNames"];

/**
 * Returns the JSON Schema as a model is shown it: every object that names its properties and says nothing of others takes no
 * others, defaults and the dialect's name are gone. The argument is left as it is.
 */
export function closedSchema(schema: JsonSchema): JsonSchema {
  const { $schema: _dialect, default: _default, ...rest } = schema;
  const out: Record<string, unknown> = rest;
  for (const key of SCHEMA_LISTS) if (Array.isArray(out[key])) out[key] = out[key].map(close);
  for (const key of SCHEMA_MAPS)
    if (isSchema(out[key])) out[key] = Object.fromEntries(Object.entries(out[key]).map(([k, v]) => [k, close(v)]));
  for (const key of SCHEMAS) if (key in out) out[key] = close(out[key]);
  if (isSchema(out["properties"]) && !("additionalProperties" in out)) out["additionalProperties"] = false;
  else if (isSchema(out["additionalProperties"])) out["additionalProperties"] = close(out["additionalProperties"]);
  return out;
}

const close = (value: unknown): unknown => (isSchema(value) ? closedSchema(value) : value);

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

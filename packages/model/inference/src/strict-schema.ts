import type { Json, JsonSchema } from "@pawl/core";

const NULL: JsonSchema = { type: "null" };
/** What a root that is no object is put into: strict mode takes objects only. */
const WRAPPER = "value";

/**
 * Returns a schema in the dialect of strict structured output: every property required, optional ones nullable, objects closed, `oneOf` as `anyOf`,
 * no defaults; a root that is no object becomes the property `value` of one. Null where the dialect cannot say it: objects whose names are not known.
 * A schema that is strict already comes back equal. https://platform.openai.com/docs/guides/structured-outputs (Supported schemas)
 */
export function toStrict(schema: JsonSchema): JsonSchema | null {
  if (hasOpenObject(schema)) return null;
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
 * Returns an answer to a strict schema in the shape of the original one: a null for an optional property that takes none is taken out, a wrapped
 * root is unwrapped. Where several alternatives could be meant the value comes back as it is.
 */
export function fromStrict(value: Json, schema: JsonSchema): Json {
  if (!isObjectRoot(schema) && isRecord(value) && Object.keys(value).length === 1 && WRAPPER in value) {
    return restored(value[WRAPPER] ?? null, schema, schema);
  }
  return restored(value, schema, schema);
}

function rewritten(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const { default: _default, $schema: _dialect, oneOf, ...rest } = schema;
  const out: { [keyword: string]: unknown } = oneOf === undefined ? rest : { ...rest, anyOf: oneOf };
  for (const key of ["anyOf", "allOf", "prefixItems"]) {
    const list = out[key];
    if (Array.isArray(list)) out[key] = list.map((item: unknown) => (isSchema(item) ? rewritten(item, root) : item));
  }
  for (const key of ["$defs", "definitions"]) {
    const map = out[key];
    if (isSchema(map)) out[key] = mapped(map, (item) => rewritten(item, root));
  }
  if (isSchema(out["items"])) out["items"] = rewritten(out["items"], root);
  const properties = out["properties"];
  if (schema["type"] === "object" || isSchema(properties)) {
    const required = namesOf(schema["required"]);
    out["properties"] = Object.fromEntries(
      entriesOf(properties).map(([name, property]) => {
        const strict = rewritten(property, root);
        return [name, required.has(name) ? strict : nullable(strict, root)];
      }),
    );
    out["required"] = entriesOf(properties).map(([name]) => name);
    out["additionalProperties"] = false;
  }
  return out;
}

function nullable(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (allowsNull(schema, root)) return schema;
  if (Array.isArray(schema["anyOf"])) return { ...schema, anyOf: [...schema["anyOf"], NULL] };
  const { type } = schema;
  if (typeof type !== "string" || type === "object" || "const" in schema) return { anyOf: [schema, NULL] };
  return { ...schema, type: [type, "null"], ...(Array.isArray(schema["enum"]) ? { enum: [...schema["enum"], null] } : {}) };
}

function allowsNull(schema: JsonSchema, root: JsonSchema): boolean {
  const at = resolved(schema, root);
  const alternatives = alternativesOf(at);
  if (alternatives) return alternatives.some((one) => allowsNull(one, root));
  if (Array.isArray(at["enum"])) return at["enum"].includes(null);
  if ("const" in at) return at["const"] === null;
  const type = at["type"];
  return type === undefined ? !("allOf" in at) : type === "null" || (Array.isArray(type) && type.includes("null"));
}

function restored(value: Json, schema: JsonSchema, root: JsonSchema): Json {
  const at = resolved(schema, root);
  const alternatives = alternativesOf(at)?.map((one) => resolved(one, root));
  if (alternatives) {
    const fitting = alternatives.filter((one) => mayBe(value, one));
    const [only] = fitting;
    return fitting.length === 1 && only ? restored(value, only, root) : value;
  }
  const { items } = at;
  if (isList(value)) return isSchema(items) ? value.map((item) => restored(item, items, root)) : value;
  if (!isRecord(value)) return value;
  const required = namesOf(at["required"]);
  const known = new Map(entriesOf(at["properties"]));
  const kept: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    const property = known.get(name);
    if (!property) kept.push([name, member]);
    else if (member !== null || required.has(name) || allowsNull(property, root)) kept.push([name, restored(member, property, root)]);
  }
  return Object.fromEntries(kept);
}

/** Whether a value could be meant by an alternative: by its type, its names and its constants. */
function mayBe(value: Json, schema: JsonSchema): boolean {
  const { type } = schema;
  if (isList(value)) return type === "array";
  if (!isRecord(value)) return type !== "array" && type !== "object";
  if (type !== "object") return false;
  const known = new Map(entriesOf(schema["properties"]));
  return (
    [...namesOf(schema["required"])].every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, member]) => {
      const property = known.get(name);
      return property !== undefined && (!("const" in property) || property["const"] === member);
    })
  );
}

/** Objects that take names which are not listed: a schema or true under `additionalProperties`, patterns, or no properties at all. */
function hasOpenObject(schema: JsonSchema): boolean {
  const { additionalProperties } = schema;
  if (isSchema(additionalProperties) || isSchema(schema["patternProperties"])) return true;
  if (schema["type"] === "object" && entriesOf(schema["properties"]).length === 0 && additionalProperties !== false) return true;
  return Object.entries(schema).some(([keyword, value]) => {
    if (["properties", "$defs", "definitions"].includes(keyword)) return entriesOf(value).some(([, one]) => hasOpenObject(one));
    if (["anyOf", "oneOf", "allOf", "prefixItems"].includes(keyword) && Array.isArray(value)) {
      return value.some((one: unknown) => isSchema(one) && hasOpenObject(one));
    }
    return keyword === "items" && isSchema(value) && hasOpenObject(value);
  });
}

function isObjectRoot(schema: JsonSchema): boolean {
  return schema["type"] === "object" && alternativesOf(schema) === null;
}

function alternativesOf(schema: JsonSchema): readonly JsonSchema[] | null {
  const list = schema["anyOf"] ?? schema["oneOf"];
  return Array.isArray(list) ? list.filter(isSchema) : null;
}

/** Follows local references (`#/$defs/name`), at most 64 of them. */
function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let at = schema;
  for (let hops = 0; hops < 64; hops++) {
    const ref = at["$ref"];
    if (typeof ref !== "string" || !ref.startsWith("#")) return at;
    let target: unknown = root;
    for (const part of ref.split("/").slice(1)) {
      const name = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
      target = isSchema(target) ? target[name] : undefined;
    }
    if (!isSchema(target)) return at;
    at = target;
  }
  return at;
}

function mapped(map: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(map).map(([name, item]) => [name, isSchema(item) ? change(item) : item]));
}

function entriesOf(value: unknown): readonly (readonly [string, JsonSchema])[] {
  if (!isSchema(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => (isSchema(item) ? [[name, item] as const] : []));
}

function namesOf(value: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(value) ? value.filter((name: unknown) => typeof name === "string") : []);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

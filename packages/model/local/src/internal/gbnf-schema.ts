import { arrayOf } from "./gbnf-array.ts";
import { objectOf } from "./gbnf-object.ts";
import { integerOf, stringOf } from "./gbnf-scalar.ts";
import { gbnfLiteral } from "./gbnf-text.ts";
import { quoteToGbnf } from "./quote-to-gbnf.ts";
import { ANNOTATIONS, below, isSchema, type Schema, type SchemaFinding } from "./schema-finding.ts";
import type { SchemaWriter } from "./schema-writer.ts";
import { spacedJson } from "./spaced-json.ts";

export type GbnfSchema = {
  readonly rules: ReadonlyMap<string, string>;
  readonly enforced: readonly SchemaFinding[];
  readonly rewritten: readonly SchemaFinding[];
  readonly unsupported: readonly SchemaFinding[];
};

const TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;
type TypeName = (typeof TYPES)[number];

const KEYWORDS: { readonly [T in TypeName]: readonly string[] } = {
  null: [],
  boolean: [],
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
  number: [],
  string: ["minLength", "maxLength", "pattern", "format", "quoteFrom"],
  array: ["items", "prefixItems", "minItems", "maxItems", "additionalItems"],
  object: ["properties", "required", "additionalProperties", "minProperties", "maxProperties"],
};

/** Rules that any schema may use. A lone surrogate is not among the escapes. */
const SHARED: { readonly [name: string]: string } = {
  char: '[^"\\\\\\x00-\\x1f] | "\\\\" escape',
  escape: '["\\\\/bfnrt] | "u" ([0-9a-cefA-CEF] [0-9a-fA-F]{3} | [dD] [0-7] [0-9a-fA-F]{2})',
  number: '"-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})?',
  boolean: '"true" | "false"',
  null: '"null"',
};

/** Turns a schema into rules, root first, and tells of each keyword what became of it. */
export function gbnfSchema(root: unknown): GbnfSchema {
  const rules = new Map<string, string>([["root", ""]]);
  const enforced: SchemaFinding[] = [];
  const rewritten: SchemaFinding[] = [];
  const unsupported: SchemaFinding[] = [];
  const references = new Map<string, string>();
  const quotes = new Map<string, string>();

  const refuse = (pointer: string, keyword: string, note: string): string => {
    if (!unsupported.some((one) => one.pointer === pointer && one.keyword === keyword)) unsupported.push({ pointer, keyword, note });
    return '""';
  };
  const rule = (name: string, body: string): string => {
    let free = name;
    for (let count = 2; rules.has(free); count++) free = `${name}-${count}`;
    rules.set(free, body);
    return free;
  };
  const shared = (name: string): string => {
    if (!rules.has(name)) rules.set(name, SHARED[name] ?? "");
    if (name === "char") shared("escape");
    return name;
  };

  const convert = (schema: unknown, pointer: string, name: string): string => {
    if (schema === true) return refuse(pointer, "true", "any value at all; give it a type");
    if (!isSchema(schema)) return refuse(pointer, String(schema), "no value at all, or no schema");
    if (typeof schema["$ref"] === "string") return reference(schema, schema["$ref"], pointer);
    if ("const" in schema || Array.isArray(schema["enum"])) return literals(schema, pointer);
    for (const keyword of ["anyOf", "oneOf", "allOf"] as const) {
      if (Array.isArray(schema[keyword])) return combined(schema, { keyword, branches: schema[keyword] }, pointer, name);
    }
    const types = typesOf(schema, pointer);
    if (types.length === 0) return refuse(pointer, "type", "no type is given, so any value at all");
    const known = new Set(["type", ...types.flatMap((type) => KEYWORDS[type])]);
    for (const keyword of Object.keys(schema)) {
      if (known.has(keyword) || ANNOTATIONS.has(keyword)) continue;
      if (
        TYPES.some((type) => !types.includes(type) && KEYWORDS[type].includes(keyword)) &&
        !(keyword.includes("imum") && types.includes("number"))
      )
        continue;
      refuse(pointer, keyword, "not known here");
    }
    const parts = types.map((type) => ofType(type, schema, pointer, name));
    return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join(" | ")})`;
  };

  const typesOf = (schema: Schema, pointer: string): readonly TypeName[] => {
    const given = schema["type"];
    if (given !== undefined) {
      const names = Array.isArray(given) ? given : [given];
      const types = TYPES.filter((type) => names.includes(type) && !(type === "integer" && names.includes("number")));
      if (types.length > 0) enforced.push({ pointer, keyword: "type", note: types.join(" or ") });
      return types;
    }
    const meant = TYPES.filter((type) => type !== "number" && KEYWORDS[type].some((keyword) => keyword in schema));
    if (meant.length > 0) rewritten.push({ pointer, keyword: "type", note: `not given; taken as ${meant.join(" or ")}` });
    return meant;
  };

  const ofType = (type: TypeName, schema: Schema, pointer: string, name: string): string => {
    if (type === "string") return stringOf(writer, schema, pointer);
    if (type === "integer") return integerOf(writer, schema, pointer);
    if (type === "array") return arrayOf(writer, schema, pointer, name);
    if (type === "object") return objectOf(writer, schema, pointer, name);
    return shared(type);
  };

  const literals = (schema: Schema, pointer: string): string => {
    const keyword = "const" in schema ? "const" : "enum";
    const values: unknown[] = "const" in schema ? [schema["const"]] : Array.isArray(schema["enum"]) ? schema["enum"] : [];
    for (const other of Object.keys(schema)) {
      if (other !== keyword && other !== "type" && !ANNOTATIONS.has(other)) refuse(pointer, other, `not known beside ${keyword}`);
    }
    const given = schema["type"];
    const types = given === undefined ? null : Array.isArray(given) ? given : [given];
    const fitting = values.filter((value) => types === null || types.some((type) => isOf(value, type)));
    if (fitting.length === 0) return refuse(pointer, keyword, "none of its values has the type asked for");
    enforced.push({ pointer, keyword, note: `${fitting.length} value${fitting.length === 1 ? "" : "s"}` });
    return `(${[...new Set(fitting.map((value) => gbnfLiteral(spacedJson(value))))].join(" | ")})`;
  };

  const combined = (
    schema: Schema,
    { keyword, branches }: { keyword: "anyOf" | "oneOf" | "allOf"; branches: readonly unknown[] },
    pointer: string,
    name: string,
  ): string => {
    const { [keyword]: _, ...siblings } = schema;
    const beside = Object.fromEntries(Object.entries(siblings).filter(([key]) => !ANNOTATIONS.has(key)));
    const joined = (parts: readonly unknown[]): Schema | null => {
      const out: { [key: string]: unknown } = {};
      for (const part of parts) {
        if (!isSchema(part)) return null;
        for (const [key, value] of Object.entries(part)) {
          if (ANNOTATIONS.has(key)) continue;
          if (key in out && JSON.stringify(out[key]) !== JSON.stringify(value)) return null;
          out[key] = value;
        }
      }
      return "$ref" in out && Object.keys(out).length > 1 ? null : out;
    };
    if (keyword === "allOf") {
      const one = joined([beside, ...branches]);
      if (one === null || dividesFamily([beside, ...branches]))
        return refuse(pointer, "allOf", "its parts say different things about one keyword");
      if (branches.length > 1) rewritten.push({ pointer, keyword, note: "its parts are joined" });
      return convert(one, pointer, name);
    }
    if (keyword === "oneOf" && branches.length > 1)
      rewritten.push({ pointer, keyword, note: "as anyOf: that only one branch holds is not enforced" });
    else enforced.push({ pointer, keyword, note: `${branches.length} branches` });
    const parts = branches.flatMap((branch, index) => {
      if (branch === false) return [];
      const one = joined([beside, branch]);
      if (one === null || dividesFamily([beside, branch]))
        return [refuse(pointer, keyword, "a branch and the keywords beside it cannot be joined")];
      return [convert(Object.keys(beside).length === 0 ? branch : one, below(pointer, keyword, index), `${name}-${index + 1}`)];
    });
    return parts.length === 0 ? refuse(pointer, keyword, "no branch can hold") : `(${parts.join(" | ")})`;
  };

  const reference = (schema: Schema, target: string, pointer: string): string => {
    for (const keyword of Object.keys(schema))
      if (keyword !== "$ref" && !ANNOTATIONS.has(keyword)) refuse(pointer, keyword, "not known beside $ref");
    const known = references.get(target);
    if (known !== undefined) return known;
    const found = resolve(root, target);
    if (found === undefined) return refuse(pointer, "$ref", `${target} is not within this schema`);
    enforced.push({ pointer, keyword: "$ref", note: target });
    const name = rule(`ref-${(target.split("/").at(-1) ?? "").replaceAll(/[^a-zA-Z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "root"}`, "");
    references.set(target, name);
    rules.set(name, convert(found, target, name));
    return name;
  };

  const bound = (schema: Schema, keyword: string, pointer: string): number | null => {
    const value = schema[keyword];
    if (value === undefined) return null;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0) {
      refuse(pointer, keyword, "not a whole number of at least 0");
      return null;
    }
    enforced.push({ pointer, keyword, note: String(value) });
    return value;
  };

  const quote = (text: string, most: number | null): string => {
    const key = `${most} ${text}`;
    const known = quotes.get(key);
    if (known !== undefined) return known;
    const name = `quote-${quotes.size + 1}`;
    quotes.set(key, name);
    for (const [part, body] of quoteToGbnf(text, name, most)) rules.set(part, body);
    return name;
  };
  const writer: SchemaWriter = { enforced, rewritten, refuse, rule, shared, convert, bound, quote };
  rules.set("root", convert(root, "#", "root"));
  return { rules, enforced, rewritten, unsupported };
}

/** Keywords that look at one another only within one schema: a `properties` in one part and an `additionalProperties` in another mean something else than both in one. */
const FAMILIES: readonly (readonly string[])[] = [
  ["properties", "additionalProperties"],
  ["prefixItems", "items", "additionalItems"],
];

function dividesFamily(parts: readonly unknown[]): boolean {
  return FAMILIES.some((family) => parts.filter((part) => isSchema(part) && family.some((keyword) => keyword in part)).length > 1);
}

function isOf(value: unknown, type: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isSchema(value);
  if (type === "integer") return typeof value === "number" && Number.isInteger(value);
  return typeof value === type;
}

function resolve(root: unknown, target: string): unknown {
  if (target === "#") return root;
  if (!target.startsWith("#/")) return undefined;
  let now: unknown = root;
  for (const part of decodeURIComponent(target.slice(2)).split("/")) {
    if (now === null || typeof now !== "object") return undefined;
    now = Reflect.get(now, part.replaceAll("~1", "/").replaceAll("~0", "~"));
  }
  return now;
}

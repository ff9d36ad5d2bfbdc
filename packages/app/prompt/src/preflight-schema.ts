import type { JsonSchema } from "@pawl/core";
import { ANNOTATIONS, enforces, type SchemaEngine } from "./schema-dialect.ts";
import { alternativesOf, isSchema, propertiesOf, requiredOf } from "./schema-walk.ts";
import { allowsNull, toStrictSchema } from "./strict-schema.ts";

/** What becomes of one keyword at one place. */
export interface SchemaFinding {
  /** JSON Pointer into the schema given (RFC 6901); empty for its root. */
  readonly pointer: string;
  readonly keyword: string;
  readonly handling: "enforced" | "rewritten" | "checked-after";
  /** What was done and why; empty where it is enforced as it stands. */
  readonly note: string;
}

export interface SchemaPreflight {
  /** Annotations aside, every keyword of the schema, in its own order. */
  readonly findings: readonly SchemaFinding[];
  /** What to send; null where the engine is not to be given a schema and everything is only checked after. */
  readonly schema: JsonSchema | null;
  /** For people, a line for each keyword that is not simply enforced. */
  readonly report: string;
}

/**
 * Returns for each keyword of a schema whether the engine enforces it, takes it rewritten, or leaves it to the check after the answer; and the schema
 * to send, without what the engine would refuse. An answer in a rewritten schema goes back through `fromStrictOutput`.
 */
export function preflightSchema(schema: JsonSchema, engine: SchemaEngine): SchemaPreflight {
  const findings: SchemaFinding[] = [];
  const open = engine.dialect === "openai-strict" && hasOpenObject(schema);
  const off = notGiven(engine, open);
  const kept = walk(schema, "", { engine, root: schema, off, findings });
  if (off === "" && engine.dialect === "openai-strict" && !(schema["type"] === "object" && alternativesOf(schema) === null)) {
    findings.unshift({
      pointer: "",
      keyword: "type",
      handling: "rewritten",
      note: 'The root is put into an object as "value": strict mode takes objects only.',
    });
  }
  const sent = engine.jsonSchema === "none" || open ? null : engine.dialect === "openai-strict" ? toStrictSchema(kept) : kept;
  return { findings, schema: sent, report: reportOf(findings) };
}

interface Walk {
  readonly engine: SchemaEngine;
  readonly root: JsonSchema;
  /** Why nothing at all is enforced; empty where something is. */
  readonly off: string;
  readonly findings: SchemaFinding[];
}

function notGiven({ jsonSchema }: SchemaEngine, open: boolean): string {
  if (jsonSchema === "none") return "The engine takes no schema.";
  if (jsonSchema === "requested") return "The engine is asked to follow it and may not.";
  return open ? "Strict mode cannot say objects with names that are not known beforehand, so the schema is not sent." : "";
}

/** Adds the findings of a schema and returns it without what the engine would refuse. */
function walk(schema: JsonSchema, pointer: string, at: Walk): JsonSchema {
  const out: { [keyword: string]: unknown } = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (ANNOTATIONS.has(keyword)) {
      out[keyword] = value;
      continue;
    }
    const finding = findingOf(keyword, value, schema, at);
    at.findings.push({ pointer, keyword, ...finding });
    const dropped = finding.handling === "checked-after" && at.off === "" && at.engine.dialect !== "none";
    const sent = keyword === "oneOf" && finding.handling === "rewritten" ? "anyOf" : keyword;
    if (!dropped) out[sent] = inner(keyword, value, pointer, at);
  }
  return out;
}

function findingOf(
  keyword: string,
  value: unknown,
  schema: JsonSchema,
  { engine, root, off }: Walk,
): Pick<SchemaFinding, "handling" | "note"> {
  if (off !== "") return { handling: "checked-after", note: off };
  const strict = engine.dialect === "openai-strict";
  if (keyword === "oneOf" && schema["anyOf"] === undefined && (strict || engine.dialect === "pawl-gbnf")) {
    return { handling: "rewritten", note: "Sent as anyOf; that exactly one fits is checked after." };
  }
  if (keyword === "properties" && strict) {
    const required = requiredOf(schema);
    const optional = propertiesOf(schema).filter(([name]) => !required.has(name));
    if (optional.length > 0) {
      const names = optional.map(([name, property]) => (allowsNull(property, root) ? `${name} (takes null already)` : name));
      return {
        handling: "rewritten",
        note: `Optional ones are required and may be null, which is taken out of the answer: ${names.join(", ")}.`,
      };
    }
  }
  if (keyword === "additionalProperties" && strict && value !== false) return { handling: "rewritten", note: "Sent as false." };
  if (enforces(engine.dialect, keyword, value)) return { handling: "enforced", note: "" };
  return { handling: "checked-after", note: `The engine cannot enforce ${keyword}; it is left out of what is sent.` };
}

const LISTS = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const MAPS = new Set(["properties", "$defs", "definitions", "patternProperties"]);
const SINGLE = new Set(["items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"]);

function inner(keyword: string, value: unknown, pointer: string, at: Walk): unknown {
  const here = `${pointer}/${escaped(keyword)}`;
  if (LISTS.has(keyword) && Array.isArray(value))
    return value.map((item, index) => (isSchema(item) ? walk(item, `${here}/${index}`, at) : item));
  if (MAPS.has(keyword) && isSchema(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, isSchema(item) ? walk(item, `${here}/${escaped(name)}`, at) : item]),
    );
  }
  return SINGLE.has(keyword) && isSchema(value) ? walk(value, here, at) : value;
}

function escaped(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Objects whose names are not known: `additionalProperties` as a schema or true, or patterns, without named properties. */
function hasOpenObject(schema: JsonSchema): boolean {
  const open = schema["type"] === "object" && propertiesOf(schema).length === 0 && schema["additionalProperties"] !== false;
  if (open || isSchema(schema["additionalProperties"]) || isSchema(schema["patternProperties"])) return true;
  return Object.entries(schema).some(([keyword, value]) => {
    if (MAPS.has(keyword) && isSchema(value)) return Object.values(value).some((item) => isSchema(item) && hasOpenObject(item));
    if (LISTS.has(keyword) && Array.isArray(value)) return value.some((item) => isSchema(item) && hasOpenObject(item));
    return keyword === "items" && isSchema(value) && hasOpenObject(value);
  });
}

function reportOf(findings: readonly SchemaFinding[]): string {
  const told = findings.filter(({ handling }) => handling !== "enforced");
  const enforced = findings.length - told.length;
  const head = `${enforced} of ${findings.length} keywords are enforced as they stand.`;
  return [
    head,
    ...told.map(({ pointer, keyword, handling, note }) => `${pointer === "" ? "(root)" : pointer} ${keyword}: ${handling}. ${note}`),
  ].join("\n");
}

/** What an engine does with a JSON Schema: whether it holds to it, and in which dialect it takes it. */
export interface SchemaEngine {
  /** As the model's capabilities say. */
  readonly jsonSchema: "enforced" | "requested" | "none";
  readonly dialect: "pawl-gbnf" | "openai-strict" | "none";
}

/** Say something to people or name parts; nothing is checked by them. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "$anchor",
  "title",
  "description",
  "examples",
  "default",
  "deprecated",
  "readOnly",
  "writeOnly",
]);

const STRUCTURE = ["type", "properties", "required", "items", "enum", "const", "anyOf", "$ref", "$defs", "definitions"];

/** Our own grammar: lengths and counts are repetitions in it, a pattern is translated; arithmetic and comparisons between values are not. */
const GBNF: ReadonlySet<string> = new Set([
  ...STRUCTURE,
  "additionalProperties",
  "pattern",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "quoteOf",
]);

/** Of the models that are not fine-tuned; https://platform.openai.com/docs/guides/structured-outputs (Supported schemas), as of February 2026. */
const OPENAI: ReadonlySet<string> = new Set([
  ...STRUCTURE,
  "additionalProperties",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
]);
const OPENAI_FORMATS: ReadonlySet<string> = new Set(["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"]);

/** Whether the engine holds to a keyword with this value by itself. */
export function enforces(dialect: SchemaEngine["dialect"], keyword: string, value: unknown): boolean {
  if (dialect === "none") return STRUCTURE.includes(keyword) || keyword === "additionalProperties";
  if (dialect === "pawl-gbnf") return GBNF.has(keyword);
  if (keyword === "format") return typeof value === "string" && OPENAI_FORMATS.has(value);
  return OPENAI.has(keyword);
}

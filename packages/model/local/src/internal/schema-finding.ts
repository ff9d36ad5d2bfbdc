/** What becomes of one keyword of a schema. `pointer` is where it stands, `#` being the root. */
export type SchemaFinding = { readonly pointer: string; readonly keyword: string; readonly note: string };

export type Schema = { readonly [keyword: string]: unknown };

/** Whether a value is a schema that is an object. */
export function isSchema(value: unknown): value is Schema {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Keywords that say nothing about which values are valid (JSON Schema 2020-12, Core §8 and Validation §9). */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "$defs",
  "definitions",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
]);

/** Appends a name to a JSON Pointer (RFC 6901). */
export function below(pointer: string, ...names: readonly (string | number)[]): string {
  return [pointer, ...names.map((name) => String(name).replaceAll("~", "~0").replaceAll("/", "~1"))].join("/");
}

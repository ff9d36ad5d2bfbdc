/** An object of a file. */
export type Fields = { readonly [field: string]: unknown };

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

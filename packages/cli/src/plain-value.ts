import { nearestName } from "@pawl/core";

/** An object of unknown fields. */
export type Plain = { readonly [key: string]: unknown };

/** Returns a sentence for each field that is not known where it stands, with the nearest name. */
export function unknownKeys(value: Plain, known: readonly string[], at: string): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = nearestName(key, known);
      return `${at} has no field "${key}"${near === null ? "" : `; did you mean "${near}"?`}`;
    });
}

/** Whether a value is an object with fields: no list, no function. */
export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns what kind of value it is, with its article. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : `a${/^[aeiou]/.test(typeof value) ? "n" : ""} ${typeof value}`;
}

/** Returns a number or text as it is written, anything else by its kind. */
export function said(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? JSON.stringify(value) : kindOf(value);
}

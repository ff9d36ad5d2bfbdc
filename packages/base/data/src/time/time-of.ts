import type { Ms } from "@pawl/core";

/** A moment: milliseconds since 1970, a `Date`, or ISO 8601 text; text without a zone is UTC, on every machine. */
export type Moment = number | string | Date;

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:[.,]\d+)?))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const COUNTED = /^\d{9,}$/;

/** Returns a moment in milliseconds since 1970, or null where the value is none (the 30th of February as well). */
export function timeOf(value: unknown): Ms | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return timeOf(value.getTime());
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (COUNTED.test(text)) return Number(text);
  const found = ISO.exec(text);
  if (found === null) return null;
  const [, day = "", minutes = "00:00", seconds = "00", zone = "Z"] = found;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isFinite(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  const offset = zone.toUpperCase() === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const at = Date.parse(`${day}T${minutes}:${seconds.replace(",", ".")}${offset}`);
  return Number.isFinite(at) ? at : null;
}

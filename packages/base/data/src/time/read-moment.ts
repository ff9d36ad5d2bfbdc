import type { Ms } from "@pawl/core";

/**
 * A moment: a count since 1970, a `Date`, or ISO 8601 text; text without a zone is UTC, on every machine. What a number counts follows from its
 * magnitude: below 1e11 seconds (to the year 5138), below 1e14 milliseconds (from March 1973), below 1e17 microseconds, else nanoseconds.
 */
export type Moment = number | string | Date;

/** What a number counts. */
export type TimeUnit = "seconds" | "milliseconds" | "microseconds" | "nanoseconds";

export interface ReadMoment {
  readonly at: Ms;
  /** Null where the moment is no number. */
  readonly unit: TimeUnit | null;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:[.,]\d+)?))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const COUNTED = /^-?\d{9,}(?:\.\d+)?$/;

/** Returns a moment in milliseconds since 1970 with what it was counted in, or null where the value is none (the 30th of February as well). */
export function readMoment(value: unknown): ReadMoment | null {
  if (typeof value === "number") return Number.isFinite(value) ? counted(value) : null;
  if (value instanceof Date) return Number.isFinite(value.getTime()) ? { at: value.getTime(), unit: null } : null;
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (COUNTED.test(text)) return counted(Number(text));
  const at = isoTime(text);
  return at === null ? null : { at, unit: null };
}

function counted(count: number): ReadMoment {
  const size = Math.abs(count);
  if (size < 1e11) return { at: count * 1e3, unit: "seconds" };
  if (size < 1e14) return { at: count, unit: "milliseconds" };
  return size < 1e17 ? { at: count / 1e3, unit: "microseconds" } : { at: count / 1e6, unit: "nanoseconds" };
}

function isoTime(text: string): Ms | null {
  const found = ISO.exec(text);
  if (found === null) return null;
  const [, day = "", minutes = "00:00", seconds = "00", zone = "Z"] = found;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isFinite(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  const offset = zone.toUpperCase() === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const at = Date.parse(`${day}T${minutes}:${seconds.replace(",", ".")}${offset}`);
  return Number.isFinite(at) ? at : null;
}

import { gbnfRepeat } from "./gbnf-text.ts";
import { integerRange } from "./integer-range.ts";
import { patternToGbnf } from "./pattern-to-gbnf.ts";
import type { Schema } from "./schema-finding.ts";
import type { SchemaWriter } from "./schema-writer.ts";

const FORMATS: { readonly [name: string]: string } = {
  date: '[0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | "1" [0-9] | "2" [0-8])',
  time: '([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,6})? ("Z" | [+-] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])',
  uuid: '[0-9a-f]{8} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{12}',
};

/** Returns the body for strings of a schema. */
export function stringOf(writer: SchemaWriter, schema: Schema, pointer: string): string {
  const { pattern, format, quoteFrom } = schema;
  if (typeof quoteFrom === "string") return quoteOf(writer, schema, { text: quoteFrom, pointer });
  const char = writer.shared("char");
  const least = writer.bound(schema, "minLength", pointer);
  const most = writer.bound(schema, "maxLength", pointer);
  const sized = least !== null || most !== null;
  if (typeof pattern === "string") {
    for (const keyword of ["minLength", "maxLength", "format"])
      if (keyword in schema) writer.refuse(pointer, keyword, "not known beside pattern");
    try {
      const inside = patternToGbnf(pattern);
      writer.enforced.push({ pointer, keyword: "pattern", note: pattern });
      return `"\\"" ${inside} "\\""`;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return writer.refuse(pointer, "pattern", `has ${error.message}`);
    }
  }
  if (typeof format === "string") {
    const body = format === "date-time" ? `${FORMATS["date"]} "T" ${FORMATS["time"]}` : FORMATS[format];
    if (body === undefined || sized) return writer.refuse(pointer, "format", `${format} is not enforced`);
    writer.rewritten.push({
      pointer,
      keyword: "format",
      note: format === "uuid" ? "lower case" : "days up to the 28th, whole seconds or microseconds",
    });
    return `"\\"" ${body} "\\""`;
  }
  if (least !== null && most !== null && least > most) return writer.refuse(pointer, "maxLength", "less than minLength");
  return `"\\"" ${gbnfRepeat(char, least ?? 0, most)} "\\""`;
}

function quoteOf(writer: SchemaWriter, schema: Schema, { text, pointer }: { readonly text: string; readonly pointer: string }): string {
  for (const keyword of ["pattern", "format"]) if (keyword in schema) writer.refuse(pointer, keyword, "not known beside quoteFrom");
  const most = writer.bound(schema, "maxLength", pointer);
  const least = writer.bound(schema, "minLength", pointer) ?? 0;
  if (least > 1) writer.refuse(pointer, "minLength", "more than 1 is not known beside quoteFrom");
  writer.enforced.push({ pointer, keyword: "quoteFrom", note: "words of the given text" });
  return `"\\"" ${writer.quote(text, most)} "\\""`;
}

/** Returns the body for integers of a schema. */
export function integerOf(writer: SchemaWriter, schema: Schema, pointer: string): string {
  const ends: { low: bigint | null; high: bigint | null } = { low: null, high: null };
  for (const [keyword, end, step] of [
    ["minimum", "low", 0n],
    ["exclusiveMinimum", "low", 1n],
    ["maximum", "high", 0n],
    ["exclusiveMaximum", "high", -1n],
  ] as const) {
    const value = schema[keyword];
    if (value === undefined) continue;
    if (typeof value !== "number" || !Number.isFinite(value)) {
      writer.refuse(pointer, keyword, "not a number");
      continue;
    }
    writer.enforced.push({ pointer, keyword, note: String(value) });
    const whole = Number.isInteger(value) ? BigInt(value) + step : BigInt(end === "low" ? Math.ceil(value) : Math.floor(value));
    const now = ends[end];
    ends[end] = now === null || (end === "low" ? whole > now : whole < now) ? whole : now;
  }
  const most = 10n ** 16n - 1n;
  if ((ends.low ?? -most) > (ends.high ?? most) || (ends.low ?? 0n) > most || (ends.high ?? 0n) < -most) {
    return writer.refuse(pointer, "minimum", "no integer of at most 16 digits is left");
  }
  return integerRange(ends.low, ends.high);
}

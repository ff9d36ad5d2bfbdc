import type { JsonSchema } from "@pawl/core";
import { isSchema } from "./schema-walk.ts";

/**
 * `quoteOf` names a text field of the input: the value is a piece of that text, word for word. No validator knows it; our own engine enforces it
 * as `quoteFrom`, with the text itself, and every other engine is sent the schema without it.
 */
export const QUOTE_OF = "quoteOf";

/** Returns the schema with each `quoteOf` replaced by `quoteFrom` and the text of that field of the input. A field that is no text binds nothing. */
export function boundQuotes(schema: JsonSchema, input: unknown): JsonSchema {
  return replaced(schema, (field) => {
    const text = typeof input === "object" && input !== null && Object.hasOwn(input, field) ? Reflect.get(input, field) : undefined;
    return typeof text === "string" ? text : null;
  });
}

/** Returns the schema without `quoteOf`. */
export function withoutQuotes(schema: JsonSchema): JsonSchema {
  return replaced(schema, () => null);
}

function replaced(schema: JsonSchema, textOf: (field: string) => string | null): JsonSchema {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isSchema(value)) return value;
    const out: { [keyword: string]: unknown } = {};
    for (const [keyword, member] of Object.entries(value)) {
      if (keyword !== QUOTE_OF || typeof member !== "string") {
        out[keyword] = walk(member);
        continue;
      }
      const text = textOf(member);
      if (text !== null) out["quoteFrom"] = text;
    }
    return out;
  };
  return walk(schema) as JsonSchema;
}

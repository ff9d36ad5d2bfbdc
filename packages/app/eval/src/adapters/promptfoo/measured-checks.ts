import type { Scorer } from "@pawl/core";
import { innerScore } from "../../scorers/inner-score.ts";
import { jsonValid } from "../../scorers/json-valid.ts";
import type { BleuOptions } from "../../scorers/text/bleu.ts";
import { embeddingSimilarity } from "../../scorers/text/embedding-similarity.ts";
import { words } from "../../scorers/text/ngrams.ts";
import { type Fields, isFields } from "../fields.ts";
import type { AssertionText, CheckMakers } from "./assertion.ts";
import { type Ask, graded, type Maker, passedAt } from "./check-parts.ts";

/** By promptfoo's words: lower case, between white space; an order without a hit counts next to nothing. */
export const BLEU: BleuOptions = { tokenizer: "none", lowercase: true, smoothing: "floor", smoothingValue: 1e-7 };

/** Its words for GLEU and METEOR have no full stop at their end. */
export function plainWords(text: string): string {
  return words(text.toLowerCase())
    .map((word) => word.replace(/\.+$/, ""))
    .join(" ");
}

/** Returns a maker of checks that a measure of likeness with one or several texts reaches a threshold. */
export function similarity(
  standard: number,
  name: string,
  measure: (output: string, values: readonly string[]) => number,
  { one = false }: { readonly one?: boolean } = {},
): Maker {
  return ({ threshold = standard, value }) => {
    const values = typeof value === "string" ? [value] : !one && Array.isArray(value) ? value : [];
    if (values.length === 0 || !values.every((each) => typeof each === "string"))
      return `Its value is no text${one ? "" : " and no list of texts"}.`;
    return async (_, output) => graded(Math.min(1, measure(output, values)), threshold, name);
  };
}

/** Returns a maker of checks of the JSON Schema that is the value; without one every JSON passes. */
export function schema(ask: (valid: Scorer<unknown, unknown, unknown>) => Ask): Maker {
  return ({ value }) =>
    value === undefined || value === null || value === "" || isFields(value)
      ? ask(jsonValid({ ...(value || {}) }))
      : "Its value is no JSON Schema as an object.";
}

/** A number of words between white space, or `{ min, max }` of which one may be missing. */
export function wordCount({ value }: AssertionText): Ask | string {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const range: Fields = isFields(number) ? number : { min: number, max: number };
  const { max = Number.POSITIVE_INFINITY, min = 0 } = range;
  const given = range["min"] !== undefined || range["max"] !== undefined;
  if (!given || typeof min !== "number" || typeof max !== "number" || !(min <= max)) {
    return "Its value is no number of words and no { min, max }.";
  }
  return async (_, output) => {
    const count = words(output).length;
    const pass = count >= min && count <= max;
    return { pass, score: pass ? 1 : 0, reason: `${count} words` };
  };
}

/** A check that the embeddings of the output and the value are alike. */
export function similar({ threshold = 0.75, value }: AssertionText, { embeddings }: CheckMakers): Ask | string {
  if (embeddings === undefined) return "No embedding model was given.";
  if (typeof value !== "string") return "Its value is no text.";
  const scorer = embeddingSimilarity(embeddings);
  return async ({ example, trace }, output, options) =>
    passedAt(
      await innerScore(
        scorer,
        {
          example: { ...example, expected: value, alternatives: [] },
          trace: { ...trace, outcome: { kind: "ok", output } },
          output,
        },
        options,
      ),
      threshold,
      "similarity",
    );
}

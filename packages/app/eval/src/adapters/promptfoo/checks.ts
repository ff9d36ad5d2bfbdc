import { isDeepStrictEqual } from "node:util";
import { replyObjects } from "../../judge/reply-objects.ts";
import { innerScore } from "../../scorers/inner-score.ts";
import { bleuOf } from "../../scorers/text/bleu.ts";
import { editDistance } from "../../scorers/text/edit-distance.ts";
import { gleuOf } from "../../scorers/text/gleu.ts";
import { meteorOf } from "../../scorers/text/meteor.ts";
import { findRefusal } from "../../scorers/text/refusal.ts";
import { rougeOf } from "../../scorers/text/rouge.ts";
import { latency } from "../../scorers/trace/latency.ts";
import { cost } from "../../scorers/trace/spend.ts";
import type { Checked, Request } from "./assertion.ts";
import { type Ask, atMost, type Maker, many, one, parsed, passedAt, shown, text } from "./check-parts.ts";
import { BLEU, plainWords, schema, similar, similarity, wordCount } from "./measured-checks.ts";

const MICRO_DOLLARS = 1_000_000;

/** How each type is checked; a maker that answers with a text says why it cannot. */
export const MAKERS: { readonly [type: string]: Maker } = {
  equals: ({ value }) => {
    if (value === undefined) return "It has no value.";
    return typeof value === "object" && value !== null
      ? text((output) => isDeepStrictEqual(parsed(output), value), "equal to the value")
      : text((output) => output === String(value), `equal to ${shown(value)}`);
  },
  contains: one((output, value) => output.includes(value), "containing"),
  icontains: one((output, value) => output.toLowerCase().includes(value.toLowerCase()), "containing"),
  "contains-any": many((output, values) => values.some((value) => output.includes(value)), "containing any of"),
  "icontains-any": many(
    (output, values) => values.some((value) => output.toLowerCase().includes(value.toLowerCase())),
    "containing any of",
  ),
  "contains-all": many((output, values) => values.every((value) => output.includes(value)), "containing all of"),
  "icontains-all": many(
    (output, values) => values.every((value) => output.toLowerCase().includes(value.toLowerCase())),
    "containing all of",
  ),
  "starts-with": one((output, value) => output.startsWith(value), "starting with"),
  regex: ({ value }) => {
    if (typeof value !== "string" || value === "") return "Its value is no text.";
    try {
      const pattern = new RegExp(value);
      return text((output) => pattern.test(output), `matching ${value}`);
    } catch {
      return "Its value is no regular expression of JavaScript.";
    }
  },
  "is-json": schema((valid) => async (request, output) => passedAt(await valid.score({ ...request, output }), 1, "valid JSON")),
  "contains-json": schema((valid) => async (request, output) => {
    const objects = replyObjects(output).objects.map(({ members }) => Object.fromEntries(members.map(({ key, value }) => [key, value])));
    let found: Checked = { pass: false, score: 0, reason: "no JSON object in it" };
    for (const object of objects) {
      found = passedAt(await valid.score({ ...request, output: object }), 1, "valid JSON in it");
      if (found.pass) break;
    }
    return found;
  }),
  "word-count": wordCount,
  levenshtein: ({ threshold = 5, value }) =>
    typeof value === "string"
      ? text((output) => editDistance(output, value) <= threshold, `at most ${threshold} edits from the value`)
      : "Its value is no text.",
  "rouge-n": similarity(0.75, "ROUGE-1", (output, [value = ""]) => rougeOf(output, value, { variant: 1, unicode: true }).f1, { one: true }),
  bleu: similarity(0.5, "BLEU", (output, values) => bleuOf(output, values, BLEU).score / 100),
  gleu: similarity(0.5, "GLEU", (output, values) => gleuOf(plainWords(output), values.map(plainWords))),
  meteor: similarity(0.5, "METEOR", (output, values) => meteorOf(plainWords(output), values.map(plainWords))),
  "is-refusal": () => text((output) => output.trim() === "" || findRefusal(output) !== null, "a refusal"),
  latency: ({ threshold }) =>
    threshold === undefined
      ? "It has no threshold."
      : async (request) => atMost(await latency().score(request), threshold, (ms) => `${Math.round(ms)} ms`),
  cost: ({ threshold }) =>
    threshold === undefined
      ? "It has no threshold."
      : async (request) => atMost(await cost().score(request), threshold * MICRO_DOLLARS, (amount) => `$${amount / MICRO_DOLLARS}`),
  "llm-rubric": ({ threshold = 0.5, value }, { judge }) => {
    if (judge === undefined) return "No judge was given.";
    if (typeof value !== "string") return "Its value is no text.";
    const scorer = judge(value);
    if (scorer.scale === "real" || scorer.direction === "lower")
      return "Its judge is not on a scale from 0 to 1 of which higher is better.";
    return async (request, _, options) => passedAt(await innerScore(scorer, request, options), threshold, "the rubric");
  },
  "similar:cosine": similar,
  similar,
};

/** Returns the check turned round: pass and score; where nobody could tell, nobody can. */
export function turned(ask: Ask): Ask {
  return async (request, output, options) => {
    const found = await ask(request, output, options);
    return found.pass === null ? found : { ...found, pass: !found.pass, score: 1 - found.score, reason: `not: ${found.reason}` };
  };
}

/** Returns an output as promptfoo reads it: a text as it is, anything else as JSON. */
export function outputText({ output }: Pick<Request, "output">): string {
  return typeof output === "string" ? output : (JSON.stringify(output) ?? "");
}

import { isDeepStrictEqual } from "node:util";
import { jsonValid } from "../../scorers/json-valid.ts";
import { editDistance } from "../../scorers/text/edit-distance.ts";
import { embeddingSimilarity } from "../../scorers/text/embedding-similarity.ts";
import { findRefusal } from "../../scorers/text/refusal.ts";
import { rougeOf } from "../../scorers/text/rouge.ts";
import { latency } from "../../scorers/trace/latency.ts";
import { cost } from "../../scorers/trace/spend.ts";
import type { AssertionText, Check, Checked, CheckMakers, Request } from "./assertion.ts";

type Ask = Check["check"];
type Maker = (assertion: AssertionText, makers: CheckMakers) => Ask | string;

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
  "is-json": ({ value }) => {
    if (value !== undefined && value !== null && typeof value !== "object") return "Its value is no JSON Schema as an object.";
    const scorer = jsonValid({ ...(value ?? {}) });
    return async (request, output) => passedAt(await scorer.score({ ...request, output }), 1, "valid JSON");
  },
  levenshtein: ({ threshold = 5, value }) =>
    typeof value === "string"
      ? text((output) => editDistance(output, value) <= threshold, `at most ${threshold} edits from the value`)
      : "Its value is no text.",
  "rouge-n": ({ threshold = 0.75, value }) =>
    typeof value === "string"
      ? async (_, output) => graded(rougeOf(output, value, { variant: 1 }).f1, threshold, "ROUGE-1")
      : "Its value is no text.",
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
    return async (request) => passedAt(await scorer.score(request), threshold, "the rubric");
  },
  similar: ({ threshold = 0.75, value }, { embeddings }) => {
    if (embeddings === undefined) return "No embedding model was given.";
    if (typeof value !== "string") return "Its value is no text.";
    const scorer = embeddingSimilarity(embeddings);
    return async ({ example, trace }, output) =>
      passedAt(
        await scorer.score({
          example: { ...example, expected: value, alternatives: [] },
          trace: { ...trace, outcome: { kind: "ok", output } },
          output,
        }),
        threshold,
        "similarity",
      );
  },
};

/** Returns the check turned round: pass and score; where nobody could tell, nobody can. */
export function turned(ask: Ask): Ask {
  return async (request, output) => {
    const found = await ask(request, output);
    return found.pass === null ? found : { pass: !found.pass, score: 1 - found.score, reason: `not: ${found.reason}` };
  };
}

function text(passes: (output: string) => boolean, what: string): Ask {
  return async (_, output) => {
    const pass = passes(output);
    return { pass, score: pass ? 1 : 0, reason: pass ? what : `not ${what}` };
  };
}

function one(passes: (output: string, value: string) => boolean, what: string): Maker {
  return ({ value }) =>
    (typeof value === "string" && value !== "") || typeof value === "number"
      ? text((output) => passes(output, String(value)), `${what} ${shown(value)}`)
      : "Its value is no text.";
}

function many(passes: (output: string, values: readonly string[]) => boolean, what: string): Maker {
  return ({ value }) => {
    const values = Array.isArray(value) ? value.map(String) : typeof value === "string" ? commaSeparated(value) : [];
    if (values.includes("")) return "Its list holds an empty text, which every output contains.";
    return values.length === 0
      ? "Its value is no list."
      : text((output) => passes(output, values), `${what} ${values.map(shown).join(", ")}`);
  };
}

/** Values with commas of their own stand in double quotes. */
function commaSeparated(list: string): string[] {
  return (list.match(/\s*"(?:[^"]|"")*"\s*|[^,]+/g) ?? [])
    .map((value) =>
      value
        .trim()
        .replace(/^"([\s\S]*)"$/, "$1")
        .replaceAll('""', '"'),
    )
    .filter((value) => value !== "");
}

type Answer = Awaited<ReturnType<ReturnType<typeof latency>["score"]>>;

function atMost(answer: Answer, most: number, written: (value: number) => string): Checked {
  if (answer.kind === "unscored") return { pass: null, reason: answer.reason };
  const pass = answer.value <= most;
  return { pass, score: pass ? 1 : 0, reason: `${written(answer.value)}, ${pass ? "at most" : "more than"} ${written(most)}` };
}

function passedAt(answer: Answer, threshold: number, what: string): Checked {
  if (answer.kind === "unscored") return { pass: null, reason: answer.reason };
  return { ...graded(answer.value, threshold, what), reason: answer.reason ?? `${what} ${answer.value}` };
}

function graded(score: number, threshold: number, what: string): Extract<Checked, { readonly score: number }> {
  return { pass: score >= threshold, score, reason: `${what} ${score.toFixed(2)}, threshold ${threshold}` };
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  const written = JSON.stringify(value) ?? "";
  return written.length > 60 ? `${written.slice(0, 59)}…` : written;
}

/** Returns an output as promptfoo reads it: a text as it is, anything else as JSON. */
export function outputText({ output }: Pick<Request, "output">): string {
  return typeof output === "string" ? output : (JSON.stringify(output) ?? "");
}

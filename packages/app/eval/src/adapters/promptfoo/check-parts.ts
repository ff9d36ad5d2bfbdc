import type { latency } from "../../scorers/trace/latency.ts";
import type { AssertionText, Check, Checked, CheckMakers } from "./assertion.ts";

export type Ask = Check["check"];

/** Makes a check of an assertion, or says why it cannot. */
export type Maker = (assertion: AssertionText, makers: CheckMakers) => Ask | string;

/** Returns a check that passes or does not, 1 or 0. */
export function text(passes: (output: string) => boolean, what: string): Ask {
  return async (_, output) => {
    const pass = passes(output);
    return { pass, score: pass ? 1 : 0, reason: pass ? what : `not ${what}` };
  };
}

/** Returns a maker of checks of one text. */
export function one(passes: (output: string, value: string) => boolean, what: string): Maker {
  return ({ value }) =>
    (typeof value === "string" && value !== "") || typeof value === "number"
      ? text((output) => passes(output, String(value)), `${what} ${shown(value)}`)
      : "Its value is no text.";
}

/** Returns a maker of checks of a list of texts. */
export function many(passes: (output: string, values: readonly string[]) => boolean, what: string): Maker {
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

/** Returns whether a measure is at most so much; nobody can tell where it was not taken. */
export function atMost(answer: Answer, most: number, written: (value: number) => string): Checked {
  if (answer.kind === "unscored") return { pass: null, reason: answer.reason };
  const pass = answer.value <= most;
  return { pass, score: pass ? 1 : 0, reason: `${written(answer.value)}, ${pass ? "at most" : "more than"} ${written(most)}` };
}

/** Returns what a scorer said, passing at a threshold, with the calls that it took. */
export function passedAt(answer: Answer, threshold: number, what: string): Checked {
  const steps = answer.steps === undefined ? {} : { steps: answer.steps };
  if (answer.kind === "unscored") return { pass: null, reason: answer.reason, ...steps };
  return { ...graded(answer.value, threshold, what), reason: answer.reason ?? `${what} ${answer.value}`, ...steps };
}

/** Returns a score with whether it passes. */
export function graded(score: number, threshold: number, what: string): Extract<Checked, { readonly score: number }> {
  return { pass: score >= threshold, score, reason: `${what} ${score.toFixed(2)}, threshold ${threshold}` };
}

/** Returns the value of a JSON text; undefined for another. */
export function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

/** Returns a value for a reason, cut off. */
export function shown(value: unknown): string {
  const written = JSON.stringify(value) ?? "";
  return written.length > 60 ? `${written.slice(0, 59)}…` : written;
}

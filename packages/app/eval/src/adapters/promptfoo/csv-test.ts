import { words } from "../../scorers/text/ngrams.ts";
import type { Fields } from "../fields.ts";

/** Types that the short form of an assertion gives a threshold of .75 (`similar` .8) where it names none. */
const WITH_THRESHOLD: ReadonlySet<string> = new Set(
  words(
    "answer-relevance classifier context-faithfulness context-recall context-relevance cost latency levenshtein perplexity-score perplexity rouge-n similar starts-with",
  ),
);

/** The other types of promptfoo 0.123: a text that begins with none of them is an answer to be equal to. */
const OTHER_TYPES = words(
  `agent-rubric bleu contains contains-all contains-any contains-html contains-json contains-sql contains-xml conversation-relevance equals factuality
   finish-reason g-eval gleu guardrails icontains icontains-all icontains-any is-html is-json is-refusal is-sql is-valid-function-call
   is-valid-openai-function-call is-valid-openai-tools-call is-xml pi meteor model-graded-closedqa model-graded-factuality moderation regex ruby
   similar:cosine similar:dot similar:euclidean tool-call-f1 skill-used trajectory:goal-success trajectory:tool-args-match trajectory:step-count
   trajectory:tool-sequence trajectory:tool-used trace-error-spans trace-span-count trace-span-duration search-rubric webhook word-count`,
);
const SHORT = new RegExp(`^(not-)?(${[...WITH_THRESHOLD, ...OTHER_TYPES].join("|")})(?:\\((\\d+(?:\\.\\d+)?)\\))?(?::([\\s\\S]*))?$`);

/** Returns the test of a record of a CSV file, as promptfoo reads it: its variables, and what the columns that begin with `__` say. */
export function csvTest(record: { readonly [column: string]: string }): Fields {
  const vars: { [name: string]: string } = {};
  const metadata: { [key: string]: unknown } = {};
  const options: { [option: string]: string } = {};
  const assert: { readonly [field: string]: unknown }[] = [];
  const limits = new Map<number, number>();
  const other: { [field: string]: unknown } = {};
  for (const [column, cell] of Object.entries(record)) {
    const [, of = "1", limit = false] = /^__config:__expected(\d*):(threshold)$/.exec(column) ?? [];
    const number = numberIn(cell);
    if (column.startsWith("__expected")) {
      if (cell.trim() !== "") assert.push(assertionOf(cell.trim()));
    } else if (limit && number !== undefined) limits.set(Number(of === "" ? "1" : of) - 1, number);
    else if (column.startsWith("__metadata:") && cell.trim() !== "") {
      const key = column.slice("__metadata:".length);
      if (key.endsWith("[]")) metadata[key.slice(0, -2)] = cell.split(/(?<!\\),/).map((each) => each.trim().replaceAll("\\,", ","));
      else metadata[key] = cell;
    } else if (column === "__prefix" || column === "__suffix") {
      if (cell !== "") options[column.slice(2)] = cell;
    } else if (column === "__threshold") {
      if (number !== undefined) other["threshold"] = number;
    } else if (column.startsWith("__")) {
      if (cell !== "") other[column.slice(2)] = cell;
    } else vars[column] = cell;
  }
  const { metric, ...said } = other;
  return {
    vars,
    assert: assert.map((each, i) => ({
      ...each,
      ...(metric === undefined ? {} : { metric }),
      ...(limits.has(i) ? { threshold: limits.get(i) } : {}),
    })),
    ...said,
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}

/** Returns the assertion that a text stands for: `contains-any(0.5): a, b`, `grade: is polite`, code, or an answer to be equal to. */
function assertionOf(text: string): Fields {
  const [, code] = /^(javascript|python|fn|eval):/.exec(text) ?? [];
  if (code !== undefined) return { type: code === "python" ? "python" : "javascript", value: text };
  const [, rubric] = /^(?:grade|llm-rubric):([\s\S]*)$/.exec(text) ?? [];
  if (rubric !== undefined) return { type: "llm-rubric", value: rubric };
  const short = SHORT.exec(text);
  if (short === null) return { type: "equals", value: text };
  const [, not = "", type = "", limit, value] = short;
  const least = limit === undefined ? (WITH_THRESHOLD.has(type) ? (type === "similar" ? 0.8 : 0.75) : undefined) : Number(limit);
  return {
    type: `${not}${type}`,
    ...(value === undefined ? {} : { value: value.trim() }),
    ...(least === undefined ? {} : { threshold: least }),
  };
}

function numberIn(cell: string): number | undefined {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(cell.trim()) ? Number(cell) : undefined;
}

import { isPawlError, type Score, type Scorer, type Unscored } from "@pawl/core";
import type { TaskEntry } from "../define-config.ts";
import { thrownBy } from "../thrown-by.ts";

/** Returns a task's entry whose own function and scorers say, in what they throw, at which line of the project: reports and traces keep the message only. */
export function placedEntry(entry: TaskEntry): TaskEntry {
  const { run, scorers } = entry;
  return {
    ...entry,
    scorers: scorers.map(placedScorer),
    ...(run === undefined ? {} : { run: (input, options) => placed(() => run(input, options)) }),
  };
}

function placedScorer<I, O, E>(scorer: Scorer<I, O, E>): Scorer<I, O, E> {
  const { scoreVoid } = scorer;
  return {
    ...scorer,
    score: (request, options) => placed(async () => checkedScore(await scorer.score(request, options))),
    ...(scoreVoid === undefined
      ? {}
      : { scoreVoid: (request, options) => placed(async () => checkedScore(await scoreVoid(request, options))) }),
  };
}

function checkedScore(given: Score | Unscored): Score | Unscored {
  const { kind, value }: { readonly kind?: unknown; readonly value?: unknown } = Object(given);
  if (kind === "unscored" || (kind === "score" && typeof value === "number")) return given;
  throw new TypeError(
    `it returned ${given === undefined ? "nothing" : "something else than a score"}; a score is { kind: "score", value: 1 }, or { kind: "unscored", reason: "…" }.`,
  );
}

async function placed<T>(call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw withPlace(error);
  }
}

/** What has a meaning by its name or brand is left as it is. */
function withPlace(error: unknown): unknown {
  if (!(error instanceof Error) || isPawlError(error) || error.name === "AbortError" || error.name === "TimeoutError") return error;
  const { kind, place } = thrownBy(error);
  if (kind !== "own") return error;
  return Object.assign(new Error(`${error.message} (your own code, ${place})`, { cause: error }), { name: error.name, stack: error.stack });
}

import { isPawlError, PawlError, type Score, type Scorer, type Unscored } from "@pawl/core";
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

/** Returns what the project's own code threw with its line of the project; what has a meaning by its name or brand, and what others threw, as it is. */
export function withPlace(error: unknown): unknown {
  const place = ownPlace(error);
  if (!(error instanceof Error) || place === null) return error;
  return Object.assign(new Error(placedMessage(error, place), { cause: error }), { name: error.name, stack: error.stack });
}

/** Returns the same as the user's to mend: under `use.own-code`. */
export function asOwnCode(error: unknown): unknown {
  const place = ownPlace(error);
  if (!(error instanceof Error) || place === null) return error;
  return new PawlError("use.own-code", placedMessage(error, place), { cause: error, facts: { place } });
}

function ownPlace(error: unknown): string | null {
  if (!(error instanceof Error) || isPawlError(error) || error.name === "AbortError" || error.name === "TimeoutError") return null;
  const { kind, place } = thrownBy(error);
  return kind === "own" ? place : null;
}

function placedMessage({ message }: Error, place: string): string {
  return `${message} (your own code, ${place})`;
}

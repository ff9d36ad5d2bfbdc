import { type Json, PawlError } from "@pawl/core";

/** What is wrong with one row. `field` is the user's own name of it: the column where a map is given. */
export type Mistake = {
  readonly file: string;
  /** From 1: the line of a file, else the number of the row. */
  readonly line: number;
  readonly field: string | null;
  readonly problem:
    | "unknown-label"
    | "missing-field"
    | "unknown-field"
    | "wrong-value"
    | "not-an-object"
    | "duplicate-id"
    | "invalid-json"
    | "invalid-csv"
    | "invalid-utf8"
    | "map-failed";
  /** The rest of the sentence after the place, with its full stop. */
  readonly says: string;
  readonly expected?: string;
  readonly suggestion?: string;
};

/** How many mistakes are told one by one; the others are counted. */
export const SHOWN = 20;

export interface Mistakes {
  readonly add: (mistake: Mistake) => void;
  readonly count: () => number;
  /** @throws PawlError `data.invalid-rows` where there was any. */
  readonly throwIfAny: () => void;
}

/** Returns a collector that keeps the first mistakes and counts the rest, so that a file of a million wrong lines takes no memory. */
export function collectMistakes(where: { readonly place: (mistake: Mistake) => string; readonly advice: string }): Mistakes {
  const kept: Mistake[] = [];
  let count = 0;
  return {
    add: (mistake) => {
      count++;
      if (kept.length < SHOWN) kept.push(mistake);
    },
    count: () => count,
    throwIfAny: () => {
      if (count > 0) throw invalidRows(kept, count, where);
    },
  };
}

/** Where a row of a file stands. */
export function fileLine({ file, line }: Mistake): string {
  return `Dataset line ${line} of ${file}`;
}

function invalidRows(
  kept: readonly Mistake[],
  count: number,
  where: { readonly place: (mistake: Mistake) => string; readonly advice: string },
): PawlError {
  const lines = kept.map((mistake) => `${where.place(mistake)}: ${mistake.says}`);
  if (count > kept.length) lines.push(`… and ${count - kept.length} more mistakes.`);
  lines.push(where.advice);
  const facts: { readonly [key: string]: Json } = {
    count,
    mistakes: kept.map(({ file, line, field, problem, expected, suggestion }) => ({
      file,
      line,
      field,
      problem,
      expected: expected ?? null,
      suggestion: suggestion ?? null,
    })),
  };
  return new PawlError("data.invalid-rows", lines.join("\n"), { facts });
}

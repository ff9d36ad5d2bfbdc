import type { Scorer } from "@pawl/core";
import { answerScorer } from "../answer-scorer.ts";
import { graphemes } from "./graphemes.ts";

export interface EditDistanceOptions {
  /**
   * `levenshtein`: insert, delete, substitute. `restricted`: also a swap of neighbours, no sign edited twice (optimal string alignment, no
   * metric). `damerau`: swaps with edits between them. @default "levenshtein"
   */
  readonly kind?: "levenshtein" | "restricted" | "damerau" | undefined;
}

/**
 * Returns the least number of edits that turn one text into the other, counted in graphemes (what a reader sees as one sign) after NFC.
 * Two empty texts: 0. Cost: product of the lengths. @throws RangeError for `damerau` on texts of more than some thousand signs. Differs from libraries that count UTF-16 units or bytes.
 */
export function editDistance(a: string, b: string, options: EditDistanceOptions = {}): number {
  const { kind = "levenshtein" } = options;
  const [left, right] = [graphemes(a), graphemes(b)];
  return kind === "damerau" ? unrestricted(left, right) : aligned(left, right, kind === "restricted");
}

/** Returns a scorer of likeness: 1 − edits / length of the longer text, the best over the accepted answers; two empty texts are alike. */
export function damerauSimilarity(
  options: { readonly kind?: "restricted" | "damerau" | undefined } = {},
): Scorer<unknown, string, string, "damerau-similarity"> {
  const { kind = "damerau" } = options;
  return answerScorer({
    name: "damerau-similarity",
    kind: "damerau-similarity",
    version: 1,
    settings: { kind },
    measure: (output, answers) => ({
      value: Math.max(
        ...answers.map((answer) => {
          const longer = Math.max(graphemes(output).length, graphemes(answer).length);
          return longer === 0 ? 1 : 1 - editDistance(output, answer, { kind }) / longer;
        }),
      ),
    }),
  });
}

function aligned(a: readonly string[], b: readonly string[], swaps: boolean): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = swaps && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** 100 MB of table. */
const MAX_CELLS = 25_000_000;

/** Lowrance and Wagner 1975. */
function unrestricted(a: readonly string[], b: readonly string[]): number {
  if (a.length * b.length > MAX_CELLS) {
    throw new RangeError(`The distance with free swaps takes texts of some thousand signs; got ${a.length} and ${b.length}.`);
  }
  const most = a.length + b.length;
  const width = b.length + 2;
  const costs = new Uint32Array((a.length + 2) * width).fill(most);
  const at = (i: number, j: number): number => costs[(i + 1) * width + j + 1] ?? most;
  const put = (i: number, j: number, cost: number): void => {
    costs[(i + 1) * width + j + 1] = cost;
  };
  for (let i = 0; i <= a.length; i++) put(i, 0, i);
  for (let j = 0; j <= b.length; j++) put(0, j, j);
  const lastRow = new Map<string, number>();
  for (let i = 1; i <= a.length; i++) {
    let lastColumn = 0;
    for (let j = 1; j <= b.length; j++) {
      const row = lastRow.get(b[j - 1] ?? "") ?? 0;
      const column = lastColumn;
      const same = a[i - 1] === b[j - 1];
      if (same) lastColumn = j;
      const swap = at(row - 1, column - 1) + (i - row - 1) + 1 + (j - column - 1);
      put(i, j, Math.min(at(i - 1, j - 1) + (same ? 0 : 1), at(i, j - 1) + 1, at(i - 1, j) + 1, swap));
    }
    lastRow.set(a[i - 1] ?? "", i);
  }
  return at(a.length, b.length);
}

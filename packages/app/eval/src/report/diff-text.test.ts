import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiffPiece, diffText } from "./diff-text.ts";

const side = (pieces: readonly DiffPiece[], left: "removed" | "added"): string =>
  pieces
    .filter(({ kind }) => kind === "same" || kind === left)
    .map(({ text }) => text)
    .join("");

describe("diffText", () => {
  it("gives both texts back, whatever they are", () => {
    const words = fc.array(fc.constantFrom("a ", "b ", "c", ",", "\n", "ü", "🙂"), { maxLength: 40 }).map((list) => list.join(""));
    fc.assert(
      fc.property(fc.oneof(words, fc.string()), fc.oneof(words, fc.string()), (from, to) => {
        const pieces = diffText(from, to);
        expect(side(pieces, "removed")).toBe(from);
        expect(side(pieces, "added")).toBe(to);
        for (const [i, piece] of pieces.entries()) expect(piece.kind).not.toBe(pieces[i + 1]?.kind);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it("takes as few edits as the longest common subsequence leaves", () => {
    const letters = fc.array(fc.constantFrom("a ", "b ", "c "), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const pieces = diffText(`same same same same same same ${a.join("")}`, `same same same same same same ${b.join("")}`);
        const edits = pieces.filter(({ kind }) => kind !== "same").reduce((sum, { text }) => sum + text.length / 2, 0);
        expect(edits).toBe(a.length + b.length - 2 * longestCommon(a, b));
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it("marks the word that differs and leaves the rest", () => {
    expect(diffText("The parcel is late.", "The parcel was late.")).toEqual([
      { kind: "same", text: "The parcel " },
      { kind: "removed", text: "is " },
      { kind: "added", text: "was " },
      { kind: "same", text: "late." },
    ]);
  });

  it("gives texts with nothing in common, and very long ones, whole", () => {
    expect(diffText("refund", "track")).toEqual([
      { kind: "removed", text: "refund" },
      { kind: "added", text: "track" },
    ]);
    const long = (word: string): string => Array.from({ length: 5_000 }, (_, i) => `${word}${i}`).join(" ");
    expect(diffText(long("a"), long("b"))).toHaveLength(2);
    expect(diffText("", "")).toEqual([]);
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const row = rows[i];
      if (row) row[j] = a[i - 1] === b[j - 1] ? (rows[i - 1]?.[j - 1] ?? 0) + 1 : Math.max(rows[i - 1]?.[j] ?? 0, row[j - 1] ?? 0);
    }
  }
  return rows[a.length]?.[b.length] ?? 0;
}

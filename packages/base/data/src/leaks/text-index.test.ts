import { seededRandom } from "@pawl/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { comparable, jaccard, shingles } from "../duplicates/shingles.ts";
import { textIndex } from "./text-index.ts";

const options = { threshold: 0.7, passage: 0.9, shingle: 5 };
const WORDS = "parcel where late broken driver gate street number please today tomorrow never refund box".split(" ");

function sentences(count: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  const word = (): string => WORDS[Math.floor(random.next() * WORDS.length)] ?? "";
  return Array.from({ length: count }, () => Array.from({ length: 1 + Math.floor(random.next() * 9) }, word).join(" "));
}

it("finds the whole texts that comparing all with all finds", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0.3, 0.5, 0.7, 0.9, 1), (seed, threshold) => {
      const rows = [...new Set(sentences(60, seed))];
      const index = textIndex(rows, { ...options, threshold, passage: Math.max(threshold, 0.9) });
      for (const text of [...sentences(20, seed + 1), ...rows.slice(0, 10).map((row) => `${row}!`)]) {
        const slow = rows.flatMap((row, i) => {
          const similarity = jaccard(shingles(comparable(row), 5), shingles(comparable(text), 5));
          return similarity >= threshold ? [{ row: i, similarity }] : [];
        });
        const found = index.match(text).filter(({ kind }) => kind !== "passage");
        expect(found.map(({ row, similarity }) => ({ row, similarity }))).toEqual(slow);
      }
    }),
    { seed: 21, numRuns: 40 },
  );
});

it("finds a row within a text of any length, wherever it stands", () => {
  const row = "My card has not arrived yet, and I ordered it three weeks ago.";
  const index = textIndex(["nothing alike at all in this row", row], options);
  fc.assert(
    fc.property(fc.nat(400), fc.nat(400), (before, after) => {
      const text = `${sentences(before, 1).join(". ")} ${row.toUpperCase()} ${sentences(after, 2).join(". ")}`;
      const kind = before + after === 0 ? "exact" : "passage";
      const [found] = index.match(text);
      if (found?.kind !== "near") expect(found).toEqual({ row: 1, kind, similarity: 1 });
      else expect(before + after).toBeLessThan(5);
    }),
    { seed: 22, numRuns: 60 },
  );
});

it("takes neither short rows nor signs for passages, and equal rows as one", () => {
  const index = textIndex(["thank you very much", "👍", "hello there", "Hello there!"], options);
  expect(index.match("Please send it back; thank you very much for the fast reply 👍")).toEqual([]);
  expect(index.match("👍")).toEqual([{ row: 1, kind: "exact", similarity: 1 }]);
  expect(index.match("👎")).toEqual([]);
  expect(index.match("HELLO, there")).toEqual([{ row: 2, kind: "exact", similarity: 1 }]);
  expect(index.equals(2)).toEqual([2, 3]);
  expect(textIndex([], options).match("anything")).toEqual([]);
});

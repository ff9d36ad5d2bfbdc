import type { Example } from "@pawl/core";
import { expect, it } from "vitest";
import { diagnoseExamples } from "./diagnose-examples.ts";

const row = (id: string, input: string, expected?: string, alternatives?: readonly string[]): Example<string, string> => ({
  id,
  input,
  ...(expected === undefined ? {} : { expected }),
  ...(alternatives === undefined ? {} : { alternatives }),
});

it("finds duplicates, contradictions exact and near, and rows without an answer", () => {
  const found = diagnoseExamples([
    row("1", "Where is my parcel, please tell me", "track"),
    row("2", "where is my parcel - please tell me!", "refund"),
    row("3", "Where is my parcel, please tell us", "damage"),
    row("4", "The box is broken", "damage"),
    row("5", "the box is broken.", "damage"),
    row("6", "Hello"),
  ]);
  expect(found.duplicates).toMatchObject({
    ids: ["2", "3", "5"],
    clusters: [
      ["1", "2", "3"],
      ["4", "5"],
    ],
  });
  expect(found.contradictory.pairs).toMatchObject([
    { kind: "exact", a: "1", b: "2", similarity: 1, answers: ["track", "refund"] },
    { kind: "near", a: "1", b: "3", answers: ["track", "damage"] },
  ]);
  expect(found.contradictory.ids).toEqual(["1", "2", "3"]);
  expect(found.contradictory.sentence).toMatch(/1 pair with equal texts/);
  expect(found.unanswered.ids).toEqual(["6"]);
  expect(found.duplicates.share).toMatchObject({ value: 0.5, n: 6 });
});

it("takes answers for agreeing where an accepted one is common", () => {
  const rows = [row("1", "Is it open today?", "yes", ["open"]), row("2", "is it open today", "open")];
  expect(diagnoseExamples(rows).contradictory.pairs).toEqual([]);
});

it("has an answer for no example and one", () => {
  expect(diagnoseExamples([])).toMatchObject({ examples: 0, duplicates: { count: 0, share: null }, contradictory: { pairs: [] } });
  expect(diagnoseExamples([row("1", "a", "b")])).toMatchObject({ examples: 1, duplicates: { count: 0 }, unanswered: { count: 0 } });
});

it("tells all missing and repeated ids at once", () => {
  expect(() => diagnoseExamples([row("1", "a"), row("", "b"), row("1", "c")])).toThrow(
    expect.objectContaining({
      code: "data.invalid-rows",
      facts: expect.objectContaining({
        count: 2,
        mistakes: [expect.objectContaining({ line: 2 }), expect.objectContaining({ line: 3, problem: "duplicate-id" })],
      }),
    }),
  );
});

it("says that all have an answer without saying no twice", () => {
  const of = (count: number): string =>
    diagnoseExamples(Array.from({ length: count }, (_, i) => ({ id: `${i}`, input: `question ${"abcdefgh".slice(i)}`, expected: "x" })))
      .unanswered.sentence;
  expect([of(0), of(1), of(4)]).toEqual([
    "There is no item.",
    "The one item has an expected output.",
    "All 4 items have an expected output.",
  ]);
});

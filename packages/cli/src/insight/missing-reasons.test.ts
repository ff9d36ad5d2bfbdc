import type { Outcome } from "@pawl/core";
import { expect, it } from "vitest";
import { type EndedCase, missingNotes, missingReasons, missingText } from "./missing-reasons.ts";

const item = (outcome: Outcome, scores: EndedCase["scores"] = {}): EndedCase => ({ trace: { outcome }, scores });
const error = (message: string): EndedCase =>
  item({ kind: "error", error: { code: "bug.unexpected", message, retryable: false, facts: {} } });
const ok = { kind: "ok", output: "x" } as const;
const wrong = { kind: "invalid", text: "", issues: [] } as const;

it("counts the reasons of cases without an answer and of answers without a score, and no others", () => {
  const unscored = { label: { kind: "unscored", reason: 'Scorer "label" failed: x' }, exact: { kind: "score", value: 1 } } as const;
  const reasons = missingReasons([
    error("a"),
    error("b"),
    error("b"),
    item(ok, unscored),
    item(wrong, { label: { kind: "score", value: 0 } }),
  ]);
  expect(reasons).toEqual([
    { scorer: null, code: "bug.unexpected", reason: "b", cases: 2 },
    { scorer: null, code: "bug.unexpected", reason: "a", cases: 1 },
    { scorer: "label", code: null, reason: 'Scorer "label" failed: x', cases: 1 },
  ]);
  expect(missingText(reasons).split("\n")).toEqual([
    "Cases that ended in an error:",
    "  2 × b",
    "  1 × a",
    "Answers without a score:",
    '  1 × Scorer "label" failed: x',
  ]);
  expect(missingNotes(reasons)).toEqual([
    "Cases that ended in an error: 2 × b; 1 × a",
    'Answers without a score: 1 × Scorer "label" failed: x',
  ]);
});

it("shows three reasons and counts the others, each in one line", () => {
  const text = missingText(missingReasons(["a\nb", "c", "d", "e", "x".repeat(999)].map(error)));
  expect(text.split("\n")).toHaveLength(5);
  expect(text).toContain("a b");
  expect(text).toContain("… and 2 other reasons");
  expect(missingText([])).toBe("");
});

it("masks what an error says of a key", () => {
  const [reason] = missingReasons([error("401 for Bearer sk-abcdefghijklmnopqrstuvwx123456")]);
  expect(reason?.reason).not.toContain("abcdefghijkl");
});

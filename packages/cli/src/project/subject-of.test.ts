import { defineVariant } from "@pawl/core";
import { expect, it } from "vitest";
import { servedCode } from "./subject-of.ts";

it("is other code on workers where another variant answers for a function, or after another time", () => {
  const fallback = (instructions: string) =>
    defineVariant({ task: "triage", model: { id: "spare" }, instructions, decoding: "choose", sampling: {} });
  const gates = [
    undefined,
    { fallback: fallback("Guess.") },
    { fallback: fallback("Guess well.") },
    { fallback: fallback("Guess."), fallbackAfterMs: 9 },
  ];
  const codes = gates.map((gate) => servedCode("c".repeat(64), { gate }));
  expect(new Set(codes).size).toBe(4);
  expect(codes[0]).toBe("c".repeat(64));
  expect(servedCode("c".repeat(64), { gate: { fallback: fallback("Guess.") } })).toBe(codes[1]);
});

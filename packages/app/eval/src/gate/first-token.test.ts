import { FALLBACK_TAG, type Step, type Trace } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { firstTokenMs } from "./first-token.ts";

const asked = (startedAt: number, totalMs: number): Step => {
  const [step] = sampleTrace({ id: "a" }).steps.filter(({ kind }) => kind === "model");
  if (step?.kind !== "model" || step.result === null) throw new Error("The sample has a call of a model.");
  const timings = { ...step.result.timings, totalMs, timeToFirstTokenMs: null };
  return { ...step, startedAt, totalMs, result: { ...step.result, timings } };
};
const answered = (part: Partial<Trace>): Trace =>
  sampleTrace({ id: "a", outcome: { kind: "ok", output: "a" }, origin: {}, startedAt: 0, ...part });
const fallen = { origin: { tags: { [FALLBACK_TAG]: "timeout" } } };

it("is the steps before the last call, and that call to its first token", () => {
  expect(firstTokenMs(answered({ steps: [asked(0, 30), asked(500, 40)] }))).toBe(70);
});

it("counts the wait for what a fallback stood in for, which may have no step", () => {
  expect(firstTokenMs(answered({ ...fallen, steps: [asked(5_100, 40)] }))).toBe(5_140);
  expect(firstTokenMs(answered({ ...fallen, steps: [asked(0, 30), asked(5_100, 40)] }))).toBe(5_140);
});

it("counts what cached answers took when they were made before a fallback, too", () => {
  expect(firstTokenMs(answered({ ...fallen, steps: [asked(0, 700), asked(2, 40)] }))).toBe(740);
});

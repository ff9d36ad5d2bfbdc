import type { Verdict } from "@pawl/core";
import { createRace } from "@pawl/stats";
import { expect, it } from "vitest";
import { verdictSentence } from "./verdict-sentence.ts";

const verdict = (changes: Partial<Verdict>): Verdict => ({
  kind: "better",
  useful: true,
  metric: "field-f1",
  effect: 0.31,
  interval: [0.22, 0.4],
  level: 0.95,
  minimumUsefulEffect: 0.1,
  n: 48,
  needed: null,
  method: "m",
  notes: [],
  ...changes,
});
const names = { candidate: "Retrieved demonstrations", champion: "fixed ones", metricLabel: "field F1" };

it.each([
  [{}, "Retrieved demonstrations beat fixed ones by 31 points of field F1 (95 % interval 22 to 40, n = 48, paired)."],
  [
    { useful: false, effect: 0.05, interval: [0.012, 0.09] as const },
    "Retrieved demonstrations beat fixed ones by 5 points of field F1 (95 % interval 1.2 to 9, n = 48, paired); a gain below 10 is not excluded.",
  ],
  [
    { kind: "worse", effect: -0.2, interval: [-0.3, -0.1] as const },
    "Retrieved demonstrations lost to fixed ones by 20 points of field F1 (95 % interval −30 to −10, n = 48, paired).",
  ],
  [
    { kind: "equivalent", effect: 0.01, interval: [-0.05, 0.06] as const },
    "Retrieved demonstrations and fixed ones differ by less than 10 points of field F1 (95 % interval −5 to 6, n = 48, paired).",
  ],
  [
    { kind: "inconclusive", effect: 0.03, interval: [-0.08, null] as const, needed: 140, level: 0.975 },
    "Not shown: a gain of retrieved demonstrations over fixed ones; the difference is 3 points of field F1 (97.5 % interval from −8, n = 48, paired); about 140 examples would decide it.",
  ],
  [{ effect: null, n: 0 }, "Retrieved demonstrations and fixed ones were not compared on any example that both answered."],
] as const)("says a verdict in one sentence: %o", (changes, sentence) => {
  expect(verdictSentence(verdict(changes), names)).toBe(sentence);
});

it("says of a bound that is not 0 how far it is from it", () => {
  const sentence = verdictSentence(verdict({ useful: false, effect: 0.12, interval: [0.00042, 0.13] }), names);
  expect(sentence).toContain("by 12 points of field F1 (95 % interval 0.04 to 13, n = 48, paired)");
  expect(verdictSentence(verdict({ interval: [1e-9, 0.4] }), names)).toContain("interval above 0 to 40,");
  expect(verdictSentence(verdict({ kind: "worse", effect: -0.2, interval: [-0.4, 0] }), names)).toContain("interval −40 to below 0,");
  expect(verdictSentence(verdict({ kind: "equivalent", effect: 0.01, interval: [0, 0.04] }), names)).toContain("interval 0 to 4,");
});

it("says a real score in its own unit", () => {
  const sentence = verdictSentence(verdict({ effect: 1.25, interval: [0.5, 2], minimumUsefulEffect: 0.1 }), { ...names, scale: "real" });
  expect(sentence).toBe("Retrieved demonstrations beat fixed ones by 1.25 of field F1 (95 % interval 0.5 to 2, n = 48, paired).");
});

it("says the interval alone where it leaves out the mean so far", () => {
  const race = createRace({ metric: "f1", direction: "higher", minimumUsefulEffect: 0.05 });
  for (let i = 0; i < 12; i++) race.add(0);
  for (let i = 0; i < 16; i++) race.add(1);
  const verdict = race.verdict();
  const [low, high] = verdict.interval;
  expect(verdict.effect).toBeGreaterThan(high ?? 0);
  expect(verdict.notes.join(" ")).toContain("leaves out the mean so far");
  const sentence = verdictSentence(verdict, { candidate: "A", champion: "B" });
  expect(sentence).toContain(`by ${Math.round((low ?? 0) * 100)} to ${Math.round((high ?? 0) * 100)} points`);
  expect(sentence).toContain("(95 % interval, n = 28, paired)");
  expect(sentence).not.toContain("57");
});

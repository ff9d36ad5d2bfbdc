import { pairedVerdict, tangoInterval } from "@pawl/stats";
import { expect, it } from "vitest";
import { fewestForDifference, fewestForMargin } from "./fewest-items.ts";
import { planDifference } from "./plan-differences.ts";

const certainty = { level: 0.95, power: 0.8 };

it("a yes-or-no difference takes six wins with the wanted chance", () => {
  // P(Binomial(157, .05) ≥ 6) = .802 and of 156 .797, by summing the mass function.
  expect(fewestForDifference({ effect: 0.05, ...certainty })).toBe(157);
  expect(fewestForDifference({ effect: 1, ...certainty })).toBe(6);
  expect(fewestForDifference({ effect: 0, ...certainty })).toBe(Number.POSITIVE_INFINITY);
});

it("what is planned for a yes-or-no metric is what the verdict needs", () => {
  const verdictOf = (wins: number, n: number): string =>
    pairedVerdict({
      pairs: Array.from({ length: n }, (_, i) => ({ id: `${i}`, champion: 0, candidate: i < wins ? 1 : 0 })),
      metric: "label",
      scale: "binary",
      direction: "higher",
      minimumUsefulEffect: 0.01,
    }).kind;
  expect([verdictOf(5, 100), verdictOf(6, 100)]).toEqual(["inconclusive", "better"]);
  // One of 48 items differed: a normal approximation of that spread would promise .05 with 68 items.
  const variance = { basis: "paired", between: 0.0208, within: 0, usefulRepeats: null } as const;
  const input = { effect: 0.05, present: 48, ...certainty };
  expect(planDifference(variance, input).needed).toBe(68);
  const planned = planDifference(variance, { ...input, binary: "difference" });
  expect(planned.needed).toBe(157);
  expect(planned.detectable).toBeGreaterThan(0.15);
  expect(planDifference(variance, { ...input, effect: planned.detectable ?? 0, binary: "difference" }).needed).toBeLessThanOrEqual(48);
});

it("a margin takes as many ties as Tango's interval needs to lie within it", () => {
  for (const [level, margin] of [
    [0.9, 0.1],
    [0.9, 0.05],
    [0.95, 0.02],
  ] as const) {
    const n = fewestForMargin({ level, margin });
    const lowest = (items: number): number => tangoInterval({ wins: 0, losses: 0, n: items }, { level }).interval[0];
    expect(lowest(n)).toBeGreaterThan(-margin);
    expect(lowest(n - 1)).toBeLessThanOrEqual(-margin);
  }
});

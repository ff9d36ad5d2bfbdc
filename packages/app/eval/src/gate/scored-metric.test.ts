import { type RandomSource, seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { detectableDifference, neededItems, type Scored, scoredCheck } from "./scored-metric.ts";

const scoredOf = (scores: readonly (readonly [champion: number, candidate: number])[], margin: number = 0.05): Scored => ({
  metric: "right",
  pairs: scores.map(([champion, candidate], i) => ({ id: `n${i}`, champion, candidate })),
  scale: "binary",
  direction: "higher",
  margin,
});
const drawn = (random: RandomSource, n: number, loss: number, win: number): Scored =>
  scoredOf(
    Array.from({ length: n }, () => {
      const u = random.next();
      return u < loss ? [1, 0] : u < loss + win ? [0, 1] : [1, 1];
    }),
  );
const shareOf = (runs: number, draw: () => Scored): { readonly pass: number; readonly regression: number } => {
  const kinds = Array.from({ length: runs }, () => scoredCheck(draw(), 0.9).kind);
  return {
    pass: kinds.filter((kind) => kind === "pass").length / runs,
    regression: kinds.filter((kind) => kind === "regression").length / runs,
  };
};

describe("scoredCheck", () => {
  it.each([
    [60, 0.05, 0],
    [100, 0.05, 0],
    [200, 0.08, 0.03],
    [400, 0.15, 0.1],
  ])("passes at most one in twenty variants that are worse by the whole margin: %i items, %s lost, %s won", (n, loss, win) => {
    const random = seededRandom(`margin ${n}`);
    const runs = 1000;
    const { pass, regression } = shareOf(runs, () => drawn(random, n, loss, win));
    // .05 and three standard errors of 1,000 runs.
    expect(pass).toBeLessThan(0.071);
    expect(regression).toBeLessThan(0.071);
  });

  it("has the power that its smallest detectable difference says", () => {
    const random = seededRandom("power");
    const seen = drawn(random, 300, 0.1, 0.1);
    const harm = detectableDifference(seen, 0.9) ?? 0;
    // Harm beyond the margin, at the same share of differing items.
    const total = 0.05 + harm;
    const { regression } = shareOf(500, () => drawn(random, 300, 0.1 + total / 2, 0.1 - total / 2));
    expect(regression).toBeGreaterThan(0.7);
    expect(regression).toBeLessThan(0.9);
  });

  it("asks for the items that would decide", () => {
    const random = seededRandom("needed");
    const seen = drawn(random, 60, 0.05, 0.05);
    const needed = neededItems(seen, 0.9) ?? 0;
    expect(needed).toBeGreaterThan(60);
    const { pass } = shareOf(300, () => drawn(random, needed, 0.05, 0.05));
    expect(pass).toBeGreaterThan(0.5);
  });

  it("names no difference that scores from 0 to 1 cannot have", () => {
    const alike = (n: number): Scored => scoredOf(Array.from({ length: n }, () => [1, 1]));
    expect(detectableDifference(alike(3), 0.9)).toBeNull();
    expect(detectableDifference(alike(48), 0.9)).toBeLessThan(0.1);
  });

  it("knows nothing of one pair", () => {
    expect(detectableDifference(scoredOf([[1, 1]]), 0.9)).toBeNull();
    expect(neededItems(scoredOf([[1, 1]]), 0.9)).toBeNull();
    expect(scoredCheck(scoredOf([[1, 1]]), 0.9).kind).toBe("inconclusive");
  });
});

import { seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import { datasetOf, numbers, right } from "../run/evaluate.fixture.ts";
import { measureNoise } from "./measure-noise.ts";

it("says deterministic where no score ever differs between repeats", async () => {
  const shares = { ...right, scale: "share" as const, score: () => ({ kind: "score" as const, value: 0.1 }) };
  const { noise } = await measureNoise({ dataset: datasetOf(numbers(20)), run: (n: number) => n, scorers: [shares] });
  expect(noise).toHaveLength(1);
  expect(noise[0]).toMatchObject({ metric: "right", deterministic: true, withinVariance: 0, n: 20, repeats: 3 });
  expect(noise[0]?.statement).toContain("Deterministic");
});

it("tells the variance within examples from that between them", async () => {
  // Examples are right with probability .9 or .1, so the true σ² is .09 and ω² is .16.
  const run = (n: number, { seed = 0 }: { readonly seed?: number | undefined }): number =>
    seededRandom(seed).next() < (n % 2 === 0 ? 0.9 : 0.1) ? 2 * n : -1;
  const { noise, evaluation } = await measureNoise({ dataset: datasetOf(numbers(200)), run, scorers: [right], repeats: 10 });
  const [found] = noise;
  expect(found?.deterministic).toBe(false);
  expect(found?.withinVariance).toBeCloseTo(0.09, 1);
  expect(found?.betweenVariance).toBeCloseTo(0.16, 1);
  expect(found?.noiseShare).toBeCloseTo(0.36, 1);
  expect(evaluation.items).toHaveLength(2_000);
});

it("shuffles the demonstrations and gives each case a seed of its own", async () => {
  const seen: unknown[] = [];
  await measureNoise({
    dataset: datasetOf(numbers(2)),
    run: (n: number, { seed, shuffleDemonstrations }) => {
      seen.push(shuffleDemonstrations, seed);
      return n;
    },
    scorers: [right],
    repeats: 2,
  });
  expect(seen.filter((each) => each === true)).toHaveLength(4);
  expect(new Set(seen).size).toBe(5);
});

it("refuses a single repeat", async () => {
  await expect(measureNoise({ dataset: datasetOf(numbers(2)), run: (n: number) => n, scorers: [right], repeats: 1 })).rejects.toThrow(
    RangeError,
  );
});

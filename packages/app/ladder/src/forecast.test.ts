import { seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import { type CostPoint, forecast } from "./forecast.ts";

const options = { axis: "ms", per: "case", direction: "higher", scale: "share", level: 0.95, seed: 1 } as const;

/** Scores whose mean is exactly 1 − error: half above, half below. */
function point(cost: number, error: number, n = 40): CostPoint {
  return { name: `at ${cost}`, cost, scores: Array.from({ length: n }, (_, i) => 1 - error + (i % 2 === 0 ? 0.05 : -0.05)) };
}

it("finds the power law that the points lie on, and the price of one point less error", () => {
  // error = 8 · cost^(−½): .8 at 100, .4 at 400, .2 at 1600.
  const found = forecast([point(100, 0.8), point(400, 0.4), point(1600, 0.2)], options);
  expect(found.fit?.exponent).toBeCloseTo(0.5, 10);
  expect(found.fit?.scale).toBeCloseTo(8, 8);
  // .19 = 8 · cost^(−½): cost = (8 / .19)² = 1772.85.
  expect(found.nextPoint?.cost).toBeCloseTo(1772.853, 2);
  expect(found.nextPoint?.low).toBeLessThan(1772.853);
  expect(found.nextPoint?.high).toBeGreaterThan(1772.853);
});

it("draws a band around the curve", () => {
  const found = forecast([point(100, 0.8), point(400, 0.4), point(1600, 0.2)], options);
  expect(found.band.length).toBeGreaterThan(10);
  for (const { error, low, high } of found.band) {
    expect(low).toBeLessThanOrEqual(error + 1e-9);
    expect(high).toBeGreaterThanOrEqual(error - 1e-9);
  }
});

it.each([0, 1, 2])("says that %i points are too few", (count) => {
  const found = forecast([point(100, 0.8), point(400, 0.4)].slice(0, count), options);
  expect(found).toMatchObject({ fit: null, nextPoint: null });
  expect(found.why).toContain(`Cannot be forecast from ${count} `);
});

it("says that nothing is bought where what cost more was no better", () => {
  const found = forecast([point(100, 0.2), point(400, 0.4), point(1600, 0.5)], options);
  expect(found).toMatchObject({ fit: null, nextPoint: null });
});

it("leaves the price without an upper end where the examples do not exclude that nothing is bought", () => {
  const random = seededRandom(3);
  const noisy = (cost: number, share: number): CostPoint => ({
    name: "noisy",
    cost,
    scores: Array.from({ length: 12 }, () => (random.next() < share ? 1 : 0)),
  });
  const found = forecast([noisy(100, 0.4), noisy(200, 0.5), noisy(400, 0.55)], options);
  expect(found.fit?.exponent).toBeGreaterThan(0);
  expect(found.nextPoint?.high).toBeNull();
});

it("has no error to forecast for an unbounded score", () => {
  expect(forecast([point(1, 0.5), point(2, 0.4), point(3, 0.3)], { ...options, scale: "real" }).fit).toBeNull();
});

it("reads a score where lower is better as the error itself", () => {
  const errors = [point(100, 0.2), point(400, 0.6), point(1600, 0.8)];
  const found = forecast(errors, { ...options, direction: "lower" });
  expect(found.points.map(({ error }) => Number(error.toFixed(6)))).toEqual([0.8, 0.4, 0.2]);
});

it("is the same for the same seed", () => {
  const points = [point(100, 0.8), point(400, 0.4), point(1600, 0.2)];
  expect(forecast(points, options)).toEqual(forecast(points, options));
});

import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { cohenKappa } from "../agreement/cohen-kappa.ts";
import { pearson } from "../agreement/correlation.ts";
import { humanCeiling } from "../agreement/human-ceiling.ts";
import { krippendorffAlpha } from "../agreement/krippendorff-alpha.ts";
import { errorCorrelation } from "../juries/error-correlation.ts";

const bits = [0, 1, 0, 1, 1, 0, 1, 1];
const other = [0, 1, 1, 1, 0, 0, 1, 0];

describe("what is resampled", () => {
  it("says nothing of other clusters from a single one", () => {
    const clusters = bits.map(() => "one");
    expect(cohenKappa(bits, other, { clusters })?.interval).toEqual([-1, 1]);
    expect(pearson(bits, other, { clusters })?.interval).toEqual([-1, 1]);
    expect(
      krippendorffAlpha(
        bits.map((bit, i) => [bit, other[i] ?? 0]),
        { clusters },
      )?.interval,
    ).toEqual([-1, 1]);
    expect(humanCeiling([[1, 1, 1]]).pairwise).toMatchObject({ value: 1, interval: [0, 1] });
    const errors = errorCorrelation(
      bits.map((bit, i) => [bit, other[i] ?? 0]),
      bits.map(() => 1),
      { clusters },
    );
    expect([errors.mean?.interval, errors.effectiveJudges?.interval]).toEqual([
      [-1, 1],
      [1, 2],
    ]);
  });

  it("keeps a width where no resample differs, that of as many independent successes", () => {
    // Wilson's lower bound of 12 of 12 is .7575.
    const clusters = Array.from({ length: 24 }, (_, i) => `${i >> 1}`);
    const a = clusters.map((_, i) => i % 2);
    expect(cohenKappa(a, a, { clusters })?.interval).toEqual([expect.closeTo((0.7575 - 0.5) / 0.5, 3), 1]);
    expect(pearson(a, a, { clusters })?.interval).toEqual([expect.closeTo(1 - 2 * (1 - 0.7575), 3), 1]);
    const agreed = humanCeiling(
      Array.from({ length: 12 }, (_, i) => [i % 2, i % 2, i % 2]),
      { judge: Array.from({ length: 12 }, (_, i) => i % 2) },
    );
    expect(agreed.pairwise).toMatchObject({ value: 1, interval: [expect.closeTo(0.7575, 3), 1] });
    expect(agreed.leaveOneOut?.interval[0]).toBeCloseTo(0.7575, 3);
    expect(agreed.difference?.interval).toEqual([expect.closeTo(0.7575 - 1, 3), expect.closeTo(1 - 0.7575, 3)]);
  });

  it("has a width at the end of a coefficient's range, where BCa's correction leaves none", () => {
    const ratings = Array.from({ length: 100 }, (_, i) => [i % 2, 1 - (i % 2)]);
    const [low, high] = humanCeiling(ratings, { measure: "kappa" }).pairwise?.interval ?? [0, 0];
    expect(low).toBeCloseTo(-1, 12);
    expect(high - low).toBeGreaterThan(0.02);
  });

  it("covers κ of seven clusters, where plain percentiles do in .88 of runs", () => {
    const random = seededRandom("seven clusters");
    const clusters = Array.from({ length: 70 }, (_, i) => `${i % 7}`);
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      const a = clusters.map(() => (random.next() < 0.5 ? 1 : 0));
      const b = a.map((bit) => (random.next() < 0.85 ? bit : 1 - bit));
      const [low, high] = cohenKappa(a, b, { clusters, resamples: 300, seed: run })?.interval ?? [0, 0];
      if (low <= 0.7 && high >= 0.7) covered += 1 / 200;
    }
    // Standard error .015.
    expect(covered).toBeGreaterThan(0.915);
  });
});

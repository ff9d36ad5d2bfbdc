import { seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import { mixtureEValue } from "./mixture-e-value.ts";
import { shareAtAnyLook } from "./share-at-any-look.ts";

it("ends where the mixture's evidence is 1/α", () => {
  // At one trial B(½, 3/2)/B(½, ½) = ½, so ½/(1 − p) = 20 at p = .975.
  expect(shareAtAnyLook({ successes: 0, n: 1 }).interval).toEqual([0, expect.closeTo(0.975, 12)]);
  expect(shareAtAnyLook({ successes: 1, n: 1 }).interval).toEqual([expect.closeTo(0.025, 12), 1]);
  // Against a half it is the e-value of votes: at the level where that is 1/α the end is ½.
  for (const [wins, losses] of [
    [30, 11],
    [3, 30],
    [600, 400],
  ] as const) {
    const { interval } = shareAtAnyLook({ successes: wins, n: wins + losses }, { level: 1 - 1 / mixtureEValue({ wins, losses }) });
    expect(interval[wins > losses ? 0 : 1]).toBeCloseTo(0.5, 9);
  }
});

it("mirrors, holds its value, narrows with n and stays exact for huge and rare counts", () => {
  const random = seededRandom("share");
  for (let i = 0; i < 200; i++) {
    const n = 1 + Math.floor(10 ** (8 * random.next()));
    const successes = Math.floor(random.next() * (n + 1));
    const { interval, value } = shareAtAnyLook({ successes, n });
    const mirror = shareAtAnyLook({ successes: n - successes, n }).interval;
    expect(interval[0] <= value && value <= interval[1]).toBe(true);
    expect(mirror[0]).toBeCloseTo(1 - interval[1], 9);
    expect(interval[1] - interval[0]).toBeGreaterThan(0);
  }
  expect(shareAtAnyLook({ successes: 0, n: 1e12 }).interval[1]).toBeCloseTo(17.4e-12, 12);
  expect(() => shareAtAnyLook({ successes: 0, n: 0 })).toThrow(RangeError);
  expect(() => shareAtAnyLook({ successes: 3, n: 2 })).toThrow(RangeError);
});

it.each([0.05, 0.5, 0.9])("leaves out a true share of %f at any of 300 looks in at most one of twenty runs", (share) => {
  const random = seededRandom(`looks ${share}`);
  const runs = 400;
  let missed = 0;
  for (let run = 0; run < runs; run++) {
    let successes = 0;
    for (let n = 1; n <= 300; n++) {
      if (random.next() < share) successes += 1;
      // Asked where it could have moved beyond: each tenth look, and the first twenty.
      if (n > 20 && n % 10 > 0) continue;
      const { interval } = shareAtAnyLook({ successes, n });
      if (interval[0] <= share && share <= interval[1]) continue;
      missed += 1;
      break;
    }
  }
  expect(missed / runs).toBeLessThan(0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / runs));
});

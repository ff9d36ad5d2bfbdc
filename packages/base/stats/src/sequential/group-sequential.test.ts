import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { pairedT } from "../paired/paired-t.ts";
import { groupSequential } from "./group-sequential.ts";

// Jennison and Turnbull (2000): C_P of table 2.1 and C_B of table 2.3 to three digits. Inflation at power .8: their tables 2.2 and 2.4 to .001;
// SciPy's multivariate normal gives a power of .80001 at the 1.2284 found here for five Pocock looks, where 1.229 is printed.
const TABLES = [
  { k: 1, level: 0.95, pocock: 1.96, obrienFleming: 1.96 },
  { k: 2, level: 0.95, pocock: 2.178, obrienFleming: 1.977, inflation: [1.11, 1.008] },
  { k: 3, level: 0.95, pocock: 2.289, obrienFleming: 2.004, inflation: [1.166, 1.017] },
  { k: 4, level: 0.95, pocock: 2.361, obrienFleming: 2.024, inflation: [1.202, 1.024] },
  { k: 5, level: 0.95, pocock: 2.413, obrienFleming: 2.04, inflation: [1.229, 1.028] },
  { k: 10, level: 0.95, pocock: 2.555, obrienFleming: 2.087, inflation: [1.301, 1.04] },
  { k: 2, level: 0.99, pocock: 2.772, obrienFleming: 2.58 },
  { k: 5, level: 0.99, pocock: 2.986, obrienFleming: 2.621 },
  { k: 2, level: 0.9, pocock: 1.875, obrienFleming: 1.678 },
  { k: 5, level: 0.9, pocock: 2.122, obrienFleming: 1.751 },
];

describe("groupSequential", () => {
  it.each(TABLES)("gives the published bounds of $k looks at $level", ({ k, level, pocock, obrienFleming, inflation }) => {
    const p = groupSequential({ looks: k, shape: "pocock", level });
    const o = groupSequential({ looks: k, level });
    expect(Math.abs((p.looks[0]?.z ?? 0) - pocock)).toBeLessThan(0.00051);
    expect(Math.abs((o.looks[k - 1]?.z ?? 0) - obrienFleming)).toBeLessThan(0.00051);
    o.looks.forEach(({ z, share }) => {
      expect(z * Math.sqrt(share)).toBeCloseTo(o.looks[k - 1]?.z ?? 0, 10);
    });
    for (const { looks } of [p, o]) expect(looks[k - 1]?.spent).toBeCloseTo(1 - level, 9);
    if (inflation !== undefined) {
      expect(Math.abs(p.inflation - (inflation[0] ?? 0))).toBeLessThan(0.001);
      expect(Math.abs(o.inflation - (inflation[1] ?? 0))).toBeLessThan(0.001);
    }
  });

  it("takes as many items as a single look where it is one, also at a level and power where both tails count", () => {
    for (const [level, power] of [
      [0.5, 0.6],
      [0.8, 0.5],
      [0.95, 0.8],
      [0.999, 0.99],
    ] as const) {
      expect(groupSequential({ looks: 1, level, power })).toMatchObject({ inflation: 1, expected: { none: 1, planned: 1 } });
      for (const shape of ["obrien-fleming", "pocock", "spending"] as const)
        expect(groupSequential({ looks: 3, level, power, shape }).inflation).toBeGreaterThan(1);
    }
    // A power that chance alone has: no items are needed.
    expect(() => groupSequential({ looks: 2, level: 0.2, power: 0.5 })).toThrow(RangeError);
  });

  it("spends α as Lan and DeMets publish it for five looks", () => {
    // Their O'Brien–Fleming-like bounds: 4.877, 3.357, 2.680, 2.290, 2.031.
    const { looks } = groupSequential({ looks: 5, shape: "spending" });
    expect(looks.map(({ z }) => z)).toEqual([4.877, 3.357, 2.68, 2.29, 2.031].map((z) => expect.closeTo(z, 3)));
    expect(looks[4]?.spent).toBeCloseTo(0.05, 9);
    const uneven = groupSequential({ looks: [0.1, 0.5, 0.6, 1], shape: "spending" });
    expect(uneven.looks[3]?.spent).toBeCloseTo(0.05, 9);
    expect(uneven.looks[1]?.z).toBeGreaterThan(uneven.looks[2]?.z ?? 9);
  });

  it("is a single test for one look", () => {
    for (const shape of ["obrien-fleming", "pocock", "spending"] as const) {
      const { looks, inflation, expected } = groupSequential({ looks: 1, shape });
      expect(looks).toEqual([
        { share: 1, z: expect.closeTo(1.959964, 6), level: expect.closeTo(0.95, 12), spent: expect.closeTo(0.05, 12) },
      ]);
      // Both tails count here, only one in the usual formula.
      expect(inflation).toBeCloseTo(1, 4);
      expect(expected).toEqual({ none: inflation, planned: inflation });
    }
  });

  it("raises at most one false alarm in twenty when looked at as planned, and saves items where the effect is there", () => {
    const random = seededRandom(21);
    const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const plan = groupSequential({ looks: 4 });
    const runs = 1500;
    const simulate = (effect: number): { readonly stopped: number; readonly used: number } => {
      let [stopped, used] = [0, 0];
      for (let run = 0; run < runs; run++) {
        const values = Array.from({ length: 200 }, () => effect + gauss());
        let items = 200;
        for (const { share, level } of plan.looks) {
          const seen = values.slice(0, Math.round(200 * share));
          const [low, high] = pairedT({ champion: seen.map(() => 0), candidate: seen }, { level }).interval;
          if (low <= 0 && high >= 0) continue;
          stopped += 1;
          items = seen.length;
          break;
        }
        used += items;
      }
      return { stopped: stopped / runs, used: used / runs / 200 };
    };
    // .05 and three standard errors.
    expect(simulate(0).stopped).toBeLessThan(0.067);
    const there = simulate(0.2);
    // (1.96 + z_β) = .2·√200 / √1.02.
    expect(there.stopped).toBeGreaterThan(0.75);
    expect(there.used).toBeLessThan(0.85);
  });

  it("refuses shares that do not rise to 1 and too many looks", () => {
    for (const looks of [0, 1.5, 51, [], [0.5], [0.5, 0.4, 1], [0, 1], [0.5, 1.1]])
      expect(() => groupSequential({ looks }), JSON.stringify(looks)).toThrow(RangeError);
    expect(() => groupSequential({ looks: [Number.NaN, 1] })).toThrow(TypeError);
    expect(() => groupSequential({ looks: 2, level: 1 })).toThrow(RangeError);
    expect(groupSequential({ looks: 50 }).looks[49]?.spent).toBeCloseTo(0.05, 7);
  });
});

import { type RandomSource, seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { tQuantile } from "../distributions/student-t.ts";
import { bestSet } from "./best-set.ts";
import { maxT } from "./max-t.ts";

const gauss = (random: RandomSource): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const column = (rows: readonly (readonly number[])[], j: number): number[] => rows.map((row) => row[j] ?? 0);
const columns = (rows: readonly (readonly number[])[]): number[][] => (rows[0] ?? []).map((_, j) => column(rows, j));
/** Highest share that `runs` simulations at a true rate of 5 % show but for one time in a thousand. */
const allowed = (runs: number): number => 0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / runs);

it("excludes 0 exactly where its p-value is at most 1 − level, also with few values and many ties", () => {
  const random = seededRandom("ties");
  let shown = 0;
  for (let run = 0; run < 150; run++) {
    const vote = (): number => (random.next() < 0.5 ? 0 : random.next() < 0.85 ? 1 : -1);
    const n = 7 + Math.floor(6 * random.next());
    const differences = Array.from({ length: 1 + (run % 3) }, () => Array.from({ length: n }, vote));
    for (const alternative of ["two-sided", "greater"] as const)
      for (const { interval, pValue } of maxT(differences, { level: 0.9, alternative, resamples: 500, seed: run }).comparisons) {
        if (interval[0] === null && interval[1] === null) continue;
        const excluded = (interval[0] ?? -1) > 0 || (interval[1] ?? 1) < 0;
        expect(excluded, `${JSON.stringify(differences)} ${alternative}`).toBe(pValue <= 0.1);
        if (excluded) shown++;
      }
  }
  expect(shown).toBeGreaterThan(20);
});

describe("maxT", () => {
  const random = seededRandom(1);
  const rows = Array.from({ length: 60 }, () => {
    const champion = gauss(random);
    return [0.6 + gauss(random) - champion, 0.1 + gauss(random) - champion, gauss(random) - champion];
  });

  it("of one candidate is near the t interval and of copies of it the same", () => {
    const first = column(rows, 0);
    const alone = maxT([first]);
    const copies = maxT([first, first, first]);
    expect(Math.abs(alone.critical - tQuantile(0.975, 59))).toBeLessThan(0.1);
    expect(copies.critical).toBe(alone.critical);
    expect(copies.comparisons[2]).toEqual(alone.comparisons[0]);
  });

  it("lies between no correction and Bonferroni's where candidates share a champion", () => {
    const { critical, comparisons } = maxT(columns(rows));
    expect(critical).toBeGreaterThan(tQuantile(0.975, 59) + 0.1);
    expect(critical).toBeLessThan(tQuantile(1 - 0.025 / 3, 59) + 0.02);
    for (const { difference, interval, pValue } of comparisons) {
      expect(pValue <= 0.05).toBe((interval[0] ?? -1) > 0 || (interval[1] ?? 1) < 0);
      expect(((interval[0] ?? 0) + (interval[1] ?? 0)) / 2).toBeCloseTo(difference, 12);
    }
  });

  it("has step-down p-values that are never larger and one-sided ones that find a worse candidate not better", () => {
    const single = maxT(columns(rows), { resamples: 2000 });
    const down = maxT(columns(rows), { resamples: 2000, stepDown: true });
    single.comparisons.forEach(({ pValue }, j) => {
      expect(down.comparisons[j]?.pValue).toBeLessThanOrEqual(pValue);
    });
    const worse = maxT([column(rows, 0).map((d) => -d)], { alternative: "greater" }).comparisons[0];
    expect(worse).toMatchObject({ interval: [expect.any(Number), null], pValue: expect.closeTo(1, 1) });
  });

  it("is the same from the same seed and in any order of the candidates", () => {
    const options = { resamples: 500, seed: 3 };
    const there = maxT(columns(rows), options);
    expect(maxT(columns(rows), options)).toEqual(there);
    expect(maxT(columns(rows).reverse(), options).comparisons).toEqual([...there.comparisons].reverse());
  });

  it("answers for differences that do not vary, huge ones and too few", () => {
    const still = maxT([new Array<number>(8).fill(1), new Array<number>(8).fill(0), [0, 1, 0, 1, 1, 0, 1, 0]], { resamples: 300 });
    expect(still.comparisons[0]).toEqual({ difference: 1, interval: [null, null], pValue: (2 * 3) / 2 ** 8 });
    expect(still.comparisons[1]).toEqual({ difference: 0, interval: [null, null], pValue: 1 });
    expect(maxT([new Array<number>(8).fill(1)], { resamples: 300 }).critical).toBe(Number.POSITIVE_INFINITY);
    const huge = maxT([Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1e308 : -9e307))], { resamples: 300 });
    expect(huge.comparisons[0]?.pValue).toBeGreaterThan(0.1);
    expect(() => maxT([])).toThrow(RangeError);
    expect(() => maxT([[1]])).toThrow(RangeError);
    expect(() => maxT([[1, 2], [1]])).toThrow(RangeError);
    expect(() => maxT([[1, Number.NaN]])).toThrow(TypeError);
    expect(() => maxT([[1, 2]], { clusters: ["a", "a"] })).toThrow(RangeError);
  });

  it.each([
    { name: "normal, n = 20", n: 20, draw: (r: RandomSource) => gauss(r) },
    { name: "skewed, n = 50", n: 50, draw: (r: RandomSource) => (r.next() < 0.1 ? 0.9 : -0.1) },
    { name: "rare, n = 100", n: 100, draw: (r: RandomSource) => (r.next() < 0.92 ? 0 : r.next() < 0.5 ? 1 : -1) },
  ])("calls any of six equal candidates different in at most one run of twenty: $name", ({ name, n, draw }) => {
    const source = seededRandom(name);
    const runs = 300;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const equal = columns(Array.from({ length: n }, () => Array.from({ length: 6 }, () => draw(source))));
      const { comparisons } = maxT(equal, { resamples: 300, seed: run });
      if (comparisons.some(({ pValue }) => pValue <= 0.05)) alarms += 1;
    }
    expect(alarms / runs).toBeLessThanOrEqual(allowed(runs));
  });

  it("holds its level with clusters, where items alone would not", () => {
    const source = seededRandom("clusters");
    const runs = 300;
    const alarms = { clustered: 0, items: 0 };
    const clusters = Array.from({ length: 90 }, (_, i) => `${Math.floor(i / 3)}`);
    for (let run = 0; run < runs; run++) {
      const leans = Array.from({ length: 30 }, () => [gauss(source), gauss(source), gauss(source)]);
      const equal = columns(clusters.map((name) => (leans[Number(name)] ?? []).map((lean) => lean + 0.5 * gauss(source))));
      const alarm = (options: { clusters?: string[] }): number =>
        maxT(equal, { resamples: 300, seed: run, ...options }).comparisons.some(({ pValue }) => pValue <= 0.05) ? 1 : 0;
      alarms.clustered += alarm({ clusters });
      alarms.items += alarm({});
    }
    expect(alarms.clustered / runs).toBeLessThanOrEqual(allowed(runs));
    expect(alarms.items / runs).toBeGreaterThan(0.2);
  });
});

describe("bestSet", () => {
  it("leaves out what is plainly worse and keeps what cannot be told apart", () => {
    const random = seededRandom(2);
    const items = Array.from({ length: 80 }, () => gauss(random));
    const scores = [0.5, 0.48, 0, -1].map((mean) => items.map((item) => mean + item + 0.4 * gauss(random)));
    const { members, best } = bestSet(scores);
    expect(members.map(({ inSet }) => inSet)).toEqual([true, true, false, false]);
    expect([0, 1]).toContain(best);
    expect(members[best]).toMatchObject({ behind: 0, inSet: true });
    const lower = bestSet(
      scores.map((list) => list.map((x) => -x)),
      { direction: "lower" },
    );
    expect(lower.members.map(({ inSet }) => inSet)).toEqual([true, true, false, false]);
  });

  it.each([
    { name: "equal", means: [0, 0, 0, 0], n: 30 },
    { name: "one ahead", means: [0.15, 0, 0, -0.5], n: 50 },
  ])("holds the truly best one in at least 95 % of runs: $name", ({ name, means, n }) => {
    const source = seededRandom(name);
    const runs = 300;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const items = Array.from({ length: n }, () => gauss(source));
      const scores = means.map((mean) => items.map((item) => mean + item + (source.next() < 0.2 ? 2 : -0.5) * source.next()));
      if (bestSet(scores, { resamples: 300, seed: run }).members[0]?.inSet) held += 1;
    }
    expect(held / runs).toBeGreaterThanOrEqual(1 - allowed(runs));
  });

  it.each([
    { n: 10, variants: 3, share: 0.8 },
    { n: 30, variants: 2, share: 0.9 },
    { n: 50, variants: 5, share: 0.95 },
  ])("holds the best of $variants with yes or no on $n items, $share of them yes", ({ n, variants, share }) => {
    const source = seededRandom(`binary ${n}`);
    const runs = 400;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const scores = Array.from({ length: variants }, () => Array.from({ length: n }, () => (source.next() < share ? 1 : 0)));
      if (bestSet(scores, { resamples: 300, seed: run }).members[0]?.inSet) held += 1;
    }
    expect(held / runs).toBeGreaterThanOrEqual(1 - allowed(runs));
  });

  it("answers for one variant, equal ones and ones that differ by a constant", () => {
    expect(bestSet([[1, 2, 3]])).toMatchObject({ best: 0, members: [{ inSet: true, pValue: 1, behind: 0, mean: 2 }] });
    expect(
      bestSet([
        [1, 2],
        [1, 2],
      ]).members.map(({ inSet }) => inSet),
    ).toEqual([true, true]);
    const apart = bestSet([new Array<number>(10).fill(0), new Array<number>(10).fill(1)], { resamples: 100 });
    expect(apart.members.map(({ inSet }) => inSet)).toEqual([false, true]);
    expect(apart.members[0]?.pValue).toBe(1 / 1024);
    expect(() => bestSet([])).toThrow(RangeError);
    expect(() => bestSet([[1, 2], [1]])).toThrow(RangeError);
    expect(() => bestSet([[1, Number.POSITIVE_INFINITY]])).toThrow(TypeError);
  });
});

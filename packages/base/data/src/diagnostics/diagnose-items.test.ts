import { seededRandom } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cheapestSubset } from "./cheapest-subset.ts";
import { diagnoseItems } from "./diagnose-items.ts";
import { rankAgreement } from "./rank-agreement.ts";
import type { SystemScores } from "./score-table.ts";

/** Rows are items, columns are systems. */
function systemsOf(rows: readonly (readonly (number | null)[])[], costs: readonly number[] = []): readonly SystemScores[] {
  return (rows[0] ?? []).map((_, s) => ({
    system: `s${s}`,
    items: rows.map((row, i) => ({ id: `i${i}`, score: row[s] ?? null, ...(costs[i] === undefined ? {} : { cost: costs[i] }) })),
  }));
}

/** Answers by a logistic model of ability, difficulty and discrimination; the first `dull` items are always right. */
function answers(settings: {
  readonly systems: number;
  readonly items: number;
  readonly dull: number;
  readonly seed: number;
}): readonly SystemScores[] {
  const { systems, items, dull, seed } = settings;
  const random = seededRandom(seed);
  const shapes = Array.from({ length: items }, () => ({ slope: 0.5 + 2 * random.next(), at: random.next() * 4 - 2 }));
  return Array.from({ length: systems }, (_, s) => {
    const ability = -1.5 + (3 * s) / Math.max(1, systems - 1);
    const score = (i: number): number => {
      const { slope, at } = shapes[i] ?? { slope: 0, at: 0 };
      return i < dull || random.next() < 1 / (1 + Math.exp(-slope * (ability - at))) ? 1 : 0;
    };
    return { system: `s${s}`, items: Array.from({ length: items }, (_, i) => ({ id: `i${i}`, score: score(i) })) };
  });
}

describe("diagnoseItems", () => {
  it("names saturated, dead and incomplete items with their shares", () => {
    const found = diagnoseItems(
      systemsOf([
        [1, 1, 1],
        [0, 0, 0],
        [1, 0, 1],
        [1, null, 1],
        [null, null, null],
      ]),
    );
    expect(found).toMatchObject({
      items: 5,
      saturated: { ids: ["i0", "i3"], count: 2, share: { value: 0.4, n: 5, method: "wilson" } },
      dead: { ids: ["i1"] },
      incomplete: { ids: ["i3", "i4"] },
    });
    expect(found.saturated.sentence).toMatch(/^2 of 5 items \(40 %, 95 % interval .*\) got the best score from all 3 systems/);
  });

  it("takes either end of a scale for the best, and averages repeats", () => {
    const items = [
      { id: "a", score: 0 },
      { id: "a", score: 4 },
      { id: "b", score: 4 },
      { id: "c", score: 0 },
    ];
    const found = diagnoseItems([{ system: "one", items }], { worst: 4, best: 0 });
    expect(found).toMatchObject({ saturated: { ids: ["c"] }, dead: { ids: ["b"] } });
  });

  it("gives the item–rest correlations that scipy gives", () => {
    // scipy.stats.pearsonr(item, mean of the other two) and its confidence_interval(.95), four systems.
    const { discrimination } = diagnoseItems(
      systemsOf([
        [1, 1, 0, 0],
        [1, 0, 1, 0],
        [1, 1, 1, 0],
      ]),
    );
    const golden = [
      [0.3015113446, -0.9286903948, 0.9789264373],
      [0.3015113446, -0.9286903948, 0.9789264373],
      [0.8164965809, -0.6716527363, 0.995999016],
    ];
    for (const [i, [r = 0, low = 0, high = 0]] of golden.entries()) {
      expect(discrimination[i]?.estimate?.value).toBeCloseTo(r, 9);
      expect(discrimination[i]?.estimate?.interval[0]).toBeCloseTo(low, 8);
      expect(discrimination[i]?.estimate?.interval[1]).toBeCloseTo(high, 8);
      expect(discrimination[i]?.estimate?.n).toBe(4);
    }
  });

  it("finds planted items whose labels are the wrong way round", () => {
    const systems = answers({ systems: 20, items: 200, dull: 0, seed: 4 });
    const turned = new Set(["i7", "i50", "i111"]);
    const planted = systems.map(({ system, items }) => ({
      system,
      items: items.map((item) => (turned.has(item.id) ? { ...item, score: 1 - (item.score ?? 0) } : item)),
    }));
    expect(diagnoseItems(systems).backward.ids).toEqual([]);
    const { backward } = diagnoseItems(planted);
    expect(backward.count).toBeGreaterThanOrEqual(2);
    for (const id of backward.ids) expect(turned.has(id)).toBe(true);
  });

  it("says nothing of discrimination where scores do not vary or systems are too few", () => {
    expect(
      diagnoseItems(
        systemsOf([
          [1, 0],
          [0, 1],
        ]),
      ).discrimination.map(({ estimate }) => estimate),
    ).toEqual([null, null]);
    expect(
      diagnoseItems(
        systemsOf([
          [1, 1, 1, 1],
          [0, 1, 0, 1],
        ]),
      ).discrimination.map(({ estimate }) => estimate),
    ).toEqual([null, null]);
    expect(
      diagnoseItems(
        systemsOf([
          [1, 0, 1],
          [0, 0, 1],
        ]),
      ).discrimination[0]?.estimate?.interval,
    ).toEqual([-1, 1]);
  });

  it("keeps correlations and intervals within −1..1, whatever the order of systems", () => {
    const matrix = fc
      .tuple(fc.integer({ min: 3, max: 7 }), fc.integer({ min: 2, max: 12 }))
      .chain(([s, n]) =>
        fc.array(fc.array(fc.constantFrom(0, 0.5, 1, null), { minLength: s, maxLength: s }), { minLength: n, maxLength: n }),
      );
    fc.assert(
      fc.property(matrix, (rows) => {
        const { discrimination } = diagnoseItems(systemsOf(rows));
        const turned = diagnoseItems(systemsOf(rows.map((row) => row.toReversed()))).discrimination;
        for (const [i, { estimate }] of discrimination.entries()) {
          if (estimate === null) continue;
          const [low, high] = estimate.interval;
          expect(-1 <= low && low <= estimate.value && estimate.value <= high && high <= 1).toBe(true);
          expect(turned[i]?.estimate?.value).toBeCloseTo(estimate.value, 9);
        }
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  it("tells all mistakes at once", () => {
    const items = [
      { id: "a", score: 2 },
      { id: "", score: 1 },
      { id: "b", score: Number.NaN },
      { id: "c", score: 1, cost: -1 },
    ];
    const run = (): unknown =>
      diagnoseItems([
        { system: "x", items },
        { system: "x", items: [] },
      ]);
    expect(run).toThrow(expect.objectContaining({ code: "data.invalid-scores", facts: expect.objectContaining({ count: 6 }) }));
    expect(() => diagnoseItems([])).toThrow(expect.objectContaining({ code: "data.invalid-scores" }));
    expect(() => diagnoseItems([{ system: "x", items: [{ id: "a", score: 1 }] }], { worst: 1, best: 1 })).toThrow(RangeError);
  });
});

describe("cheapestSubset", () => {
  it("leaves out items that tell nothing, and ranks as well on items held out", () => {
    const systems = answers({ systems: 20, items: 300, dull: 220, seed: 3 });
    const subset = cheapestSubset(systems, { seed: 1 });
    expect(subset.found).toBe(true);
    expect(subset.method).not.toBe("random");
    expect(subset.shareOfItems).toBeLessThan(0.25);
    expect(subset.ids.filter((id) => Number(id.slice(1)) < 220).length).toBeLessThan(subset.count / 4);
    expect(subset.heldOut.subset).toBeGreaterThanOrEqual(0.95 * (subset.heldOut.all ?? 1));
    expect(subset.heldOut.random).toBeLessThan(subset.heldOut.subset ?? 0);
    expect(cheapestSubset(systems, { seed: 1 })).toEqual(subset);
  });

  it("ranks new answers of new systems nearly as well as all items do", () => {
    // The same items (seed of shapes) answered anew is what a subset is for: only the systems differ.
    const all = answers({ systems: 24, items: 300, dull: 200, seed: 9 });
    const [known, fresh] = [all.filter((_, s) => s % 2 === 0), all.filter((_, s) => s % 2 === 1)];
    const kept = new Set(cheapestSubset(known, { seed: 1 }).ids);
    const means = (only: (id: string) => boolean): readonly number[] =>
      fresh.map(({ items }) => items.filter(({ id }) => only(id)).reduce((sum, { score }) => sum + (score ?? 0), 0));
    const abilities = fresh.map((_, i) => i);
    const [small, full] = [
      rankAgreement(
        means((id) => kept.has(id)),
        abilities,
      ) ?? 0,
      rankAgreement(
        means(() => true),
        abilities,
      ) ?? 0,
    ];
    expect(kept.size).toBeLessThan(100);
    expect(small).toBeGreaterThan(0.85 * full);
  });

  it("takes cheap items where they rank as well", () => {
    const systems = answers({ systems: 8, items: 200, dull: 0, seed: 5 }).map(({ system, items }) => ({
      system,
      items: items.map((item, i) => ({ ...item, cost: i % 2 === 0 ? 1 : 50 })),
    }));
    const subset = cheapestSubset(systems, { seed: 1 });
    expect(subset.found).toBe(true);
    expect(subset.shareOfCost).toBeLessThan(subset.shareOfItems / 2);
  });

  it("finds none where items do not rank, are too few, or there is one system", () => {
    const random = seededRandom(2);
    const noise = systemsOf(Array.from({ length: 60 }, () => Array.from({ length: 4 }, () => (random.next() < 0.5 ? 1 : 0))));
    const none = cheapestSubset(noise, { seed: 1 });
    if (none.found) expect(none.sentence).toMatch(/weakly/);
    const alike = cheapestSubset(systemsOf(Array.from({ length: 20 }, () => [1, 1])), { seed: 1 });
    expect(alike).toMatchObject({ found: false, tau: null, count: 20, shareOfCost: 1 });
    expect(
      cheapestSubset(
        systemsOf([
          [1, 0],
          [1, 0],
        ]),
        { seed: 1 },
      ),
    ).toMatchObject({ found: false, ids: ["i0", "i1"] });
    expect(cheapestSubset(systemsOf(Array.from({ length: 20 }, () => [1])), { seed: 1 })).toMatchObject({ found: false });
    const holes = systemsOf(Array.from({ length: 30 }, (_, i) => [i % 2, i % 3 === 0 ? null : 0]));
    expect(cheapestSubset(holes, { seed: 1 }).incomplete).toBe(10);
  });

  it("refuses options that mean nothing", () => {
    const systems = systemsOf([[1, 0]]);
    expect(() => cheapestSubset(systems, { seed: 1, keep: 0 })).toThrow(RangeError);
    expect(() => cheapestSubset(systems, { seed: 1, resamples: 1 })).toThrow(RangeError);
  });
});

describe("rankAgreement", () => {
  it("is scipy's Somers' D, and Kendall's τ where nothing is tied", () => {
    // scipy.stats.somersd([1, 3, 2, 2, 6, 4], [1, 2, 2, 3, 5, 4]).statistic and kendalltau([1, 4, 2, 3], [1, 2, 3, 4]).statistic
    expect(rankAgreement([1, 2, 2, 3, 5, 4], [1, 3, 2, 2, 6, 4])).toBeCloseTo(0.7857142857, 9);
    expect(rankAgreement([1, 4, 2, 3], [1, 2, 3, 4])).toBeCloseTo(1 / 3, 12);
    expect(rankAgreement([1, 2], [3, 3])).toBe(null);
    expect(rankAgreement([3, 3], [1, 2])).toBe(0);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numericDifference } from "../numeric-difference.ts";
import { scored, scoreOf } from "../scorers.fixture.ts";
import { jsonDifference, jsonSimilarity } from "./json-difference.ts";
import { jsonLikeness } from "./json-likeness.ts";
import { listMatch, matchLists } from "./list-match.ts";

describe("jsonDifference", () => {
  it("lists what is missing, extra and different by path", () => {
    const given = { name: "Ann", age: 30, tags: ["a", "b"], "x/y": 1 };
    const expected = { name: "Ann", age: 31, tags: ["a"], address: { city: "Oslo", zip: "1" } };
    // Equal: name, tags/0. Lost: age, tags/1, x/y, two leaves of address.
    expect(jsonDifference(given, expected)).toEqual({
      missing: ["/address"],
      extra: ["/tags/1", "/x~1y"],
      different: [{ path: "/age", given: 30, expected: 31 }],
      same: 2,
      share: 2 / 7,
    });
  });

  it("takes another kind of value for one difference of its size, and empty containers for leaves", () => {
    expect(jsonDifference({ a: [1, 2, 3] }, { a: "x" })).toMatchObject({ different: [{ path: "/a" }], share: 0 });
    expect(jsonDifference({ a: {}, b: 1 }, { a: [], b: 1 })).toMatchObject({ different: [{ path: "/a" }], share: 0.5 });
    expect([jsonDifference({}, {}).share, jsonDifference([], []).share, jsonDifference(null, undefined).share]).toEqual([1, 1, 1]);
    expect(jsonDifference({ a: undefined, b: "e\u0301" }, { b: "\u00e9" }).share).toBe(1);
    expect(jsonDifference({ a: null }, {})).toMatchObject({ share: 0 });
  });

  it("is 1 for equals, symmetric and in 0..1", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
        const there = jsonDifference(a, b);
        const back = jsonDifference(b, a);
        expect(there.share).toBe(back.share);
        expect(there.missing).toEqual(expect.arrayContaining([...back.extra]));
        expect(there.share >= 0 && there.share <= 1).toBe(true);
        expect(jsonDifference(a, a)).toMatchObject({ share: 1, missing: [], extra: [], different: [] });
      }),
      { numRuns: 200, seed: 8 },
    );
  });

  it("is a scorer, the best over the answers", async () => {
    expect(await scoreOf(jsonSimilarity(), { a: 1 }, { a: 2 }, { a: 1, b: 2 })).toEqual({
      kind: "score",
      value: 0.5,
      detail: { missing: ["/b"], extra: [], different: [], same: 1 },
    });
  });
});

describe("matchLists", () => {
  const close = (a: number, b: number): number => Math.max(0, 1 - Math.abs(a - b));

  it("pairs so that the sum is largest, whatever the order", () => {
    // 1.0–1.1 and 2.0–1.6 sum to .9 + .6; taking 1.6 for 1.0 first would leave .4 + .1.
    const match = matchLists([1, 2], [1.6, 1.1], close);
    expect(match.pairs.map(({ given, expected }) => [given, expected])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(match.f1).toBeCloseTo(0.75, 12);
    expect(matchLists([1], [1, 5], close)).toMatchObject({ precision: 1, recall: 0.5, f1: 2 / 3 });
    expect(() => matchLists([1], [1], () => 2)).toThrow(RangeError);
  });

  it("is 1 for two empty lists and 0 where one is", async () => {
    expect([matchLists([], [], close).f1, matchLists([1], [], close).f1, matchLists([], [1], close).recall]).toEqual([1, 0, 0]);
    expect(await scored(listMatch(), [], [])).toBe(1);
  });

  it("is a scorer: equality by itself, any likeness where given", async () => {
    expect(await scoreOf(listMatch(), [{ a: 1 }, { a: 2 }], [{ a: 2 }, { a: 3 }])).toEqual({
      kind: "score",
      value: 0.5,
      detail: { precision: 0.5, recall: 0.5, extra: [0], missing: [1] },
    });
    const byJson = listMatch<unknown>({ similarity: { name: "json/1", of: (a, b) => jsonDifference(a, b).share } });
    expect(await scored(byJson, [{ a: 1, b: 1 }], [{ a: 1, b: 2 }])).toBe(0.5);
    expect(byJson.hash).not.toBe(listMatch().hash);
  });

  it("matches objects field by field, as jsonDifference does, 200 with 200 in less than 100 ms of a core", async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), fc.array(value, { maxLength: 4 }), (given, expected) => {
        const shares = given.map((a) => expected.map((b) => jsonDifference(a, b).share));
        expect(jsonLikeness(given, expected)).toEqual(shares);
      }),
      { numRuns: 300, seed: 6 },
    );
    const rows = (shift: number): object[] =>
      Array.from({ length: 200 }, (_, i) => ({
        id: (i + shift) % 200,
        name: `n${i % 7}`,
        tags: ["a", `t${i % 5}`],
        price: { value: i * 1.5, unit: "EUR" },
      }));
    const scorer = listMatch<object>({ similarity: "json" });
    const expected = rows(0);
    const times: number[] = [];
    for (let i = 0; i < 4; i++) {
      const start = process.threadCpuUsage();
      const found = await scoreOf(scorer, rows(3).reverse(), expected);
      times.push(process.threadCpuUsage(start).user / 1_000);
      expect(found).toMatchObject({ kind: "score", value: expect.closeTo(5 / 6, 12) });
    }
    expect(Math.min(...times)).toBeLessThan(100);
    expect(scorer.hash).not.toBe(listMatch().hash);
  });

  it("matches 200 objects with 200 others of another order, each written once", async () => {
    const objects = (shift: number): object[] =>
      Array.from({ length: 200 }, (_, i) => ({ id: (i + shift) % 200, tags: ["a", `t${i % 7}`] }));
    const reads = new Map<string, number>();
    const counted = objects(0).map((object, i) => ({
      ...object,
      get seen() {
        reads.set(String(i), (reads.get(String(i)) ?? 0) + 1);
        return true;
      },
    }));
    const expected = objects(0)
      .map((object) => ({ ...object, seen: true }))
      .reverse();
    reads.clear();
    expect(await scored(listMatch<object>(), counted, expected)).toBe(1);
    expect(Math.max(...reads.values())).toBeLessThan(5);
  });
});

describe("numericDifference", () => {
  it("is 1 less the relative difference, as autoevals", async () => {
    // 1 − 10/210
    expect(await scored(numericDifference(), 110, 100)).toBeCloseTo(1 - 10 / 210, 12);
    expect([
      await scored(numericDifference(), 0, 0),
      await scored(numericDifference(), -1, 1),
      await scored(numericDifference(), 1, 0),
    ]).toEqual([1, 0, 0]);
    expect(await scored(numericDifference(), "about 100", 100)).toBe(1);
    expect(await scored(numericDifference(), "none", 0)).toBe(0);
    expect(await scored(numericDifference(), 1e308, 5e307)).toBeCloseTo(2 / 3, 12);
    expect(await scored(numericDifference(), Number.NaN, 1)).toBe(0);
  });
});

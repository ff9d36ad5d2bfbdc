import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averagePrecision, ndcg, precisionAt, type Ranking, recallAt, reciprocalRank } from "./ranked-metrics.ts";

// Values of trec_eval 10.0-rc3, which prints four digits.
const q1 = { ranking: ["d1", "d2", "d3", "d4", "d5", "d6"], judged: grades({ d1: 3, d2: 2, d3: 3, d4: 0, d5: 1, d6: 2, d7: 3, d8: 2 }) };
const q2 = { ranking: ["z", "a", "y", "b", "w"], judged: grades({ a: 1, b: 1, c: 1 }) };
const q3 = { ranking: ["x", "p"], judged: grades({ x: 1 }) };

function grades(of: { readonly [id: string]: number }): ReadonlyMap<string, number> {
  return new Map(Object.entries(of));
}

describe("ranked metrics", () => {
  it("agree with trec_eval on graded judgements, some of them not found", () => {
    const { ranking, judged } = q1;
    expect(averagePrecision(ranking, judged)).toBeCloseTo(0.6619, 4);
    expect(ndcg(ranking, judged)).toBeCloseTo(0.7562, 4);
    expect(ndcg(ranking, judged, 3)).toBeCloseTo(0.9013, 4);
    expect(ndcg(ranking, judged, 5)).toBeCloseTo(0.7659, 4);
    expect(precisionAt(ranking, judged, 5)).toBe(0.8);
    expect(recallAt(ranking, judged, 5)).toBeCloseTo(0.5714, 4);
    // Linear gains and an ideal of all judged, neither 2^g − 1 nor an ideal of those found.
    expect(ndcg(ranking, judged, 6)).toBeCloseTo(6.8611267 / 8.7402624, 7);
    const powers = new Map([...judged].map(([id, grade]) => [id, 2 ** grade - 1]));
    const found = new Map([...judged].filter(([id]) => ranking.includes(id)));
    expect([ndcg(ranking, powers, 6), ndcg(ranking, found, 6)]).toEqual([expect.closeTo(0.7510834, 7), expect.closeTo(0.9608082, 7)]);
  });

  it("agree with trec_eval on yes-or-no judgements, one not found", () => {
    expect(averagePrecision(q2.ranking, q2.judged)).toBeCloseTo(0.3333, 4);
    expect(reciprocalRank(q2.ranking, q2.judged)).toBe(0.5);
    expect(ndcg(q2.ranking, q2.judged)).toBeCloseTo(0.4982, 4);
    expect(ndcg(q2.ranking, q2.judged, 3)).toBeCloseTo(0.2961, 4);
  });

  it("agree with trec_eval in the means over the queries", () => {
    const mean = (metric: (ranking: Ranking, judged: ReadonlyMap<string, number>) => number): number =>
      [q1, q2, q3].reduce((sum, { ranking, judged }) => sum + metric(ranking, judged), 0) / 3;
    expect(mean(averagePrecision)).toBeCloseTo(0.6651, 4);
    expect(mean(reciprocalRank)).toBeCloseTo(0.8333, 4);
    expect(mean((ranking, judged) => ndcg(ranking, judged))).toBeCloseTo(0.7515, 4);
    expect(mean((ranking, judged) => ndcg(ranking, judged, 5))).toBeCloseTo(0.7547, 4);
  });

  it("agrees with scikit-learn's nDCG on its documented case", () => {
    // Scores .1, .2, .3, 4, 70 for the gains 10, 0, 0, 1, 5: best first e, d, c, b, a.
    expect(ndcg(["e", "d", "c", "b", "a"], grades({ a: 10, b: 0, c: 0, d: 1, e: 5 }))).toBeCloseTo(0.695694, 6);
  });

  it("are 0 where nothing was found, judged or relevant", () => {
    for (const metric of [averagePrecision, reciprocalRank, ndcg]) {
      expect(metric([], q2.judged)).toBe(0);
      expect(metric(["a"], grades({}))).toBe(0);
      expect(metric(["a"], grades({ a: 0 }))).toBe(0);
    }
    expect(recallAt([], q2.judged, 5)).toBe(0);
    expect(recallAt(["a"], grades({}), 5)).toBe(0);
    expect(precisionAt([], q2.judged, 5)).toBe(0);
  });

  it("take hits as well as ids, and refuse a document named twice or no depth", () => {
    expect(reciprocalRank([{ id: "z" }, { id: "a" }], q2.judged)).toBe(0.5);
    expect(() => ndcg(["a", "a"], q2.judged)).toThrow(RangeError);
    for (const depth of [0, -1, 1.5, Number.NaN]) expect(() => precisionAt(["a"], q2.judged, depth)).toThrow(RangeError);
  });

  it("lie in 0..1, and nDCG is 1 for the ideal order", () => {
    const judged = fc.uniqueArray(fc.record({ id: fc.string(), grade: fc.integer({ min: 0, max: 4 }) }), { selector: ({ id }) => id });
    fc.assert(
      fc.property(judged, fc.integer({ min: 1, max: 12 }), (rows, depth) => {
        const of = new Map(rows.map(({ id, grade }) => [id, grade]));
        const ranking = rows.map(({ id }) => id);
        for (const value of [
          ndcg(ranking, of, depth),
          averagePrecision(ranking, of),
          recallAt(ranking, of, depth),
          precisionAt(ranking, of, depth),
        ]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
        const ideal = rows.toSorted((a, b) => b.grade - a.grade).map(({ id }) => id);
        expect(ndcg(ideal, of, depth)).toBeCloseTo(rows.some(({ grade }) => grade > 0) ? 1 : 0, 12);
      }),
    );
  });
});

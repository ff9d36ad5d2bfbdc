import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankingMetrics } from "./ranking-metrics.ts";
import { rankedIds, runMetrics } from "./run-metrics.ts";

// The run of the reference page, section 4.5, through trec_eval 10.0-rc3.
const qrels = {
  q1: { d1: 3, d2: 2, d3: 3, d4: 0, d5: 1, d6: 2, d7: 3, d8: 2 },
  q2: { a: 1, b: 1, c: 1 },
  q3: { x: 1 },
};
const falling = (...ids: readonly string[]) => ids.map((id, i) => ({ id, score: 10 - i }));
const run = {
  q1: falling("d1", "d2", "d3", "d4", "d5", "d6"),
  q2: falling("z", "a", "y", "b", "w"),
  q3: [
    { id: "p", score: 1 },
    { id: "x", score: 1 },
  ],
};
const rounded = (value: number | undefined): number => Math.round((value ?? Number.NaN) * 1e4) / 1e4;

describe("runMetrics", () => {
  it("equals trec_eval, query by query and in the mean", () => {
    const { mean, queries } = runMetrics(run, qrels, { cutoffs: [3, 5, 6] });
    const { q1, q2, q3 } = queries;
    expect([q1?.averagePrecision, q1?.ndcg, q1?.at[3]?.ndcg, q1?.at[5]?.ndcg, q1?.at[6]?.ndcg].map(rounded)).toEqual([
      0.6619, 0.7562, 0.9013, 0.7659, 0.785,
    ]);
    expect([q1?.rPrecision, q1?.bpref, q1?.at[5]?.precision, q1?.at[5]?.recall, q1?.setF1].map(rounded)).toEqual([
      0.7143, 0.4286, 0.8, 0.5714, 0.7692,
    ]);
    expect([q2?.averagePrecision, q2?.reciprocalRank, q2?.ndcg, q2?.at[3]?.ndcg].map(rounded)).toEqual([0.3333, 0.5, 0.4982, 0.2961]);
    expect(q3?.reciprocalRank).toBe(1);
    expect([mean.averagePrecision, mean.reciprocalRank, mean.ndcg, mean.at[5]?.ndcg].map(rounded)).toEqual([
      0.6651, 0.8333, 0.7515, 0.7547,
    ]);
  });

  it("has linear gains and an ideal over all judged documents", () => {
    expect(rankingMetrics(["d1", "d2", "d3", "d4", "d5", "d6"], qrels.q1, { cutoffs: [6] }).at[6]?.ndcg).toBeCloseTo(
      6.8611267 / 8.7402624,
      7,
    );
    // scikit-learn's example: gains 10, 0, 0, 1, 5 under scores .1, .2, .3, 4, 70.
    expect(rankingMetrics(["e", "d", "c", "b", "a"], { a: 10, b: 0, c: 0, d: 1, e: 5 }).ndcg).toBeCloseTo(0.695694, 7);
  });

  it("is neither the form 2^g − 1 nor the one whose ideal knows only what was retrieved", () => {
    const found = ["d1", "d2", "d3", "d4", "d5", "d6"];
    const at6 = (judged: { readonly [id: string]: number }) => rankingMetrics(found, judged, { cutoffs: [6] }).at[6]?.ndcg ?? 0;
    const entries = Object.entries(qrels.q1);
    const wrong = [
      at6(Object.fromEntries(entries.map(([id, grade]) => [id, 2 ** grade - 1]))),
      at6(Object.fromEntries(entries.filter(([id]) => found.includes(id)))),
    ];
    expect(wrong).toEqual([expect.closeTo(0.7510834, 7), expect.closeTo(0.9608082, 7)]);
    for (const value of wrong) expect(Math.abs(at6(qrels.q1) - value)).toBeGreaterThan(0.03);
  });

  it("counts a judged query the run lacks as nothing found, or leaves it out, and says so", () => {
    const { q1, q2 } = run;
    const zero = runMetrics({ q1, q2, other: q1 }, qrels);
    expect([zero.n, zero.missing, zero.unjudged]).toEqual([3, ["q3"], ["other"]]);
    expect(zero.mean.reciprocalRank).toBe(0.5);
    expect(runMetrics({ q1, q2 }, qrels, { missing: "ignore" }).mean.reciprocalRank).toBe(0.75);
    expect(() => runMetrics({ other: q1 }, qrels)).toThrow(RangeError);
    expect(() => runMetrics({}, {})).toThrow(RangeError);
  });

  it("orders ties by falling id", () => {
    expect(
      rankedIds([
        { id: "a", score: 1 },
        { id: "c", score: 1 },
        { id: "b", score: 2 },
      ]),
    ).toEqual(["b", "c", "a"]);
  });
});

describe("rankingMetrics", () => {
  it("is 0 for no ranking and where nothing is relevant", () => {
    for (const metrics of [rankingMetrics([], qrels.q1), rankingMetrics(["a"], { a: 0, b: -1 }), rankingMetrics([], {})]) {
      const { at, averagePrecision, bpref, ndcg, rPrecision, reciprocalRank, setF1 } = metrics;
      expect([averagePrecision, bpref, ndcg, rPrecision, reciprocalRank, setF1, at[5]?.recall]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    }
  });

  it("counts a document that comes again once", () => {
    expect(rankingMetrics(["a", "a", "b"], { a: 1, b: 1 }).averagePrecision).toBe(1);
    expect(() => rankingMetrics(["a"], {}, { cutoffs: [0] })).toThrow(RangeError);
  });

  it("is in 0..1 and best for the ideal order", () => {
    const grades = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e"), fc.integer({ min: 0, max: 3 }), { minKeys: 1 });
    fc.assert(
      fc.property(grades, fc.shuffledSubarray(["a", "b", "c", "d", "e"]), (judged, ranking) => {
        const ideal = Object.keys(judged).sort((a, b) => (judged[b] ?? 0) - (judged[a] ?? 0));
        const best = rankingMetrics(ideal, judged);
        const { averagePrecision, bpref, ndcg } = rankingMetrics(ranking, judged);
        expect(ndcg).toBeLessThanOrEqual(best.ndcg + 1e-12);
        expect(averagePrecision).toBeLessThanOrEqual(best.averagePrecision + 1e-12);
        for (const value of [averagePrecision, bpref, ndcg]) expect(value >= 0 && value <= 1 + 1e-12).toBe(true);
      }),
      { numRuns: 200, seed: 9 },
    );
  });
});

import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { meanEstimate } from "../intervals/mean-estimate.ts";
import { correctedEstimate, type LabelledScore } from "./corrected-estimate.ts";
import type { Corrected, Correction } from "./correction.ts";
import { designEffect } from "./design-effect.ts";
import { labelSplit } from "./label-split.ts";
import { type JudgedPair, ppiDifference } from "./ppi-difference.ts";
import { ppiMean } from "./ppi-mean.ts";
import { roganGladen } from "./rogan-gladen.ts";

function corrected(result: Correction): Corrected {
  if (result.kind !== "corrected") throw new Error(result.message);
  return result;
}
const bits = (text: string): number[] => [...text].map(Number);

describe("roganGladen", () => {
  // statistics.md 4.2, the package of Lee et al.
  it.each([
    { judged: [400, 500], specificity: [90, 100], sensitivity: [85, 100], value: 0.9333333, interval: [0.8450878, 1] },
    { judged: [620, 1000], specificity: [42.5, 50], sensitivity: [45, 50], value: 0.6266667, interval: [0.5337549, 0.7353277] },
  ] as const)("gives $value, $interval as the package of its authors", ({ judged, specificity, sensitivity, value, interval }) => {
    const count = ([successes, n]: readonly [number, number]) => ({ successes, n });
    // The second vector's specificity .85 of 50 is no whole count: doubled counts with a design effect of 2 are the same.
    const whole = Number.isInteger(specificity[0]);
    const twice = ([successes, n]: readonly [number, number]) => ({ successes: 2 * successes, n: 2 * n });
    const result = corrected(
      whole
        ? roganGladen({ judged: count(judged), specificity: count(specificity), sensitivity: count(sensitivity) })
        : roganGladen(
            { judged: count(judged), specificity: twice(specificity), sensitivity: twice(sensitivity) },
            { designEffects: { judged: 1, specificity: 2, sensitivity: 2 } },
          ),
    );
    expect(result.value).toBeCloseTo(value, 7);
    expect(result.interval).toEqual([expect.closeTo(interval[0], 7), expect.closeTo(interval[1], 7)]);
  });

  it("cannot correct by a judge at or under chance, nor with one class of labels", () => {
    const judged = { successes: 60, n: 100 };
    const half = { successes: 10, n: 20 };
    expect(roganGladen({ judged, sensitivity: half, specificity: half })).toMatchObject({
      kind: "cannot-correct",
      reason: "uninformative-judge",
      raw: { value: 0.6 },
    });
    expect(roganGladen({ judged, sensitivity: { successes: 1, n: 20 }, specificity: half })).toMatchObject({
      reason: "uninformative-judge",
    });
    // 1 of 1 and 1 of 400: the smoothed shares are under chance though the plain ones are not.
    expect(roganGladen({ judged, sensitivity: { successes: 1, n: 1 }, specificity: { successes: 1, n: 400 } })).toMatchObject({
      reason: "uninformative-judge",
    });
    expect(roganGladen({ judged, sensitivity: { successes: 0, n: 0 }, specificity: half })).toMatchObject({ reason: "one-class" });
    expect(roganGladen({ judged, sensitivity: half, specificity: { successes: 0, n: 0 } })).toMatchObject({ reason: "one-class" });
  });

  it("stays in 0..1 with the value inside, whatever the counts", () => {
    const random = seededRandom(4);
    const draw = (n: number) => ({ successes: Math.floor(random.next() * (n + 1)), n });
    let seen = 0;
    for (let run = 0; run < 500; run++) {
      const result = roganGladen({ judged: draw(1 + (run % 60)), sensitivity: draw(1 + (run % 7)), specificity: draw(1 + (run % 11)) });
      if (result.kind !== "corrected") continue;
      seen += 1;
      const [low, high] = result.interval;
      expect(0 <= low && low <= result.value && result.value <= high && high <= 1).toBe(true);
    }
    expect(seen).toBeGreaterThan(100);
  });

  it("refuses no judged item, more successes than items, and NaN", () => {
    const one = { successes: 1, n: 1 };
    expect(() => roganGladen({ judged: { successes: 0, n: 0 }, sensitivity: one, specificity: one })).toThrow(RangeError);
    expect(() => roganGladen({ judged: one, sensitivity: { successes: 2, n: 1 }, specificity: one })).toThrow(RangeError);
    expect(() => roganGladen({ judged: one, sensitivity: one, specificity: { successes: Number.NaN, n: 1 } })).toThrow(TypeError);
  });
});

describe("designEffect", () => {
  it("is the CR1 variance over the independent one, expanded for few clusters", () => {
    // statistics.md 4.2: five clusters, CR1 .1843609303, share 10/16; t(4) 2.776445105198 over z 1.959963984540.
    const hits = [...[1, 1, 0, 1], ...[0, 0, 1], ...[1, 1, 1, 1], ...[0, 1], ...[0, 0, 0]];
    const clusters = [4, 3, 4, 2, 3].flatMap((size, c) => new Array<string>(size).fill(`${c}`));
    const share = hits.filter((hit) => hit === 1).length / 16;
    const plain = 0.1843609303 ** 2 / ((share * (1 - share)) / 16);
    expect(designEffect(hits, clusters)).toBeCloseTo(plain * (2.776445105198 / 1.95996398454) ** 2, 6);
    expect(designEffect(hits, clusters, { level: 0.5 })).toBeLessThan(designEffect(hits, clusters));
  });

  it("is 1 where each stands alone or there is none, and the size of a cluster where it cannot be told", () => {
    expect(designEffect([], [])).toBe(1);
    expect(designEffect([1, 0, 1], ["a", "b", "c"])).toBe(1);
    expect(designEffect([1, 1, 1, 1], ["a", "a", "b", "b"])).toBe(2);
    expect(designEffect([1, 0, 1], ["a", "a", "a"])).toBe(3);
    // Cluster sums that cancel: never below 1.
    expect(designEffect([1, 0, 1, 0, 1, 0], ["a", "a", "b", "b", "c", "c"])).toBe(1);
    expect(() => designEffect([0.5], ["a"])).toThrow(RangeError);
    expect(() => designEffect([1, 0], ["a"])).toThrow(RangeError);
    expect(() => designEffect([Number.NaN], ["a"])).toThrow(TypeError);
  });
});

describe("labelSplit", () => {
  it("follows its formula and leaves one of each", () => {
    // p = .5 and κ = .2/.05 = 4: 300/(1 + 2) = 100.
    expect(labelSplit(300, { judgedShare: 0.5, sensitivity: 0.95, specificity: 0.8 })).toEqual({ positive: 100, negative: 200 });
    expect(labelSplit(2, { judgedShare: 0.999, sensitivity: 0.5, specificity: 0.999 })).toEqual({ positive: 1, negative: 1 });
    expect(() => labelSplit(1, { judgedShare: 0.5, sensitivity: 0.9, specificity: 0.9 })).toThrow(RangeError);
    expect(() => labelSplit(9, { judgedShare: 1, sensitivity: 0.9, specificity: 0.9 })).toThrow(RangeError);
  });
});

describe("ppiMean", () => {
  const labelled = { human: bits("1011010110"), judge: bits("1011110100") };
  const unlabelled = bits("1".repeat(37) + "0".repeat(23));

  it("gives the values of ppi_py", () => {
    // statistics.md 4.2: θ at λ = 0, 1 and tuned.
    expect(ppiMean({ labelled, unlabelled }, { lambda: 0 }).value).toBeCloseTo(0.6, 12);
    expect(ppiMean({ labelled, unlabelled }, { lambda: 1 }).value).toBeCloseTo(0.6166667, 7);
    const tuned = ppiMean({ labelled, unlabelled });
    expect(tuned.lambda).toBeCloseTo(0.5064599, 7);
    expect(tuned.value).toBeCloseTo(0.608441, 7);
    // Its interval takes λ with the sample variance of the judge, 69/70 of the point estimate's.
    const normal = ppiMean({ labelled, unlabelled }, { lambda: (0.5064599483204134 * 69) / 70, interval: "normal" });
    expect(normal.interval).toEqual([expect.closeTo(0.352885, 6), expect.closeTo(0.863756, 6)]);
  });

  it("is the mean of the labels when the judge says nothing, and gains nothing", () => {
    const result = ppiMean({ labelled: { human: [1, 2, 3, 4], judge: [5, 5, 5, 5] }, unlabelled: [5, 5, 5] });
    expect(result).toMatchObject({ value: 2.5, lambda: 0, labels: 4, n: 7 });
    expect(result.gained).toBeLessThanOrEqual(0);
  });

  it("keeps a width where no error was seen, given the range", () => {
    const perfect = { human: bits("1011010110"), judge: bits("1011010110") };
    const bare = ppiMean({ labelled: perfect, unlabelled }, { lambda: 1 });
    const ranged = ppiMean({ labelled: perfect, unlabelled }, { lambda: 1, range: [0, 1] });
    expect(bare.method).toContain("no error of the judge seen");
    expect(ranged.interval[1] - ranged.interval[0]).toBeGreaterThan(1.5 * (bare.interval[1] - bare.interval[0]));
  });

  it("bets on clusters where no error of the judge was seen", () => {
    const human = Array.from({ length: 60 }, (_, i) => (i >> 1) % 2);
    const [range, many] = [[0, 1] as const, Array.from({ length: 600 }, (_, i) => i % 2)];
    const width = (clusters?: { labelled: string[]; unlabelled: string[] }): number => {
      const { interval } = ppiMean({ labelled: { human, judge: human }, unlabelled: many }, { range, clusters, lambda: 1 });
      return interval[1] - interval[0];
    };
    const six = { labelled: human.map((_, i) => `l${i % 6}`), unlabelled: many.map((_, i) => `u${i}`) };
    expect(width(six) / width()).toBeGreaterThan(3);
  });

  it("takes typed arrays and sums errors by cluster", () => {
    const human = Float64Array.from({ length: 40 }, (_, i) => (i >> 2) % 3);
    const judge = Float64Array.from(human, (value, i) => value + (i % 4) / 10 + ((i >> 2) % 2));
    const many = Float64Array.from({ length: 80 }, (_, i) => ((i >> 2) % 3) + ((i >> 2) % 2));
    const clusters = { labelled: Array.from(human, (_, i) => `l${i >> 2}`), unlabelled: Array.from(many, (_, i) => `u${i >> 2}`) };
    const plain = ppiMean({ labelled: { human, judge }, unlabelled: many });
    const whole = ppiMean({ labelled: { human, judge }, unlabelled: many }, { clusters });
    expect(whole.standardError / plain.standardError).toBeGreaterThan(1.7);
    const own = { labelled: clusters.labelled.map((_, i) => `l${i}`), unlabelled: clusters.unlabelled.map((_, i) => `u${i}`) };
    const single = ppiMean({ labelled: { human, judge }, unlabelled: many }, { clusters: own });
    expect(single.standardError / plain.standardError).toBeCloseTo(1, 1);
  });

  it.each([1, 2, 5])("covers also where all unlabelled items come from %i clusters", (few) => {
    const random = seededRandom(`few ${few}`);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const drawn = (count: number, size: number): { human: number; judge: number; cluster: string }[] =>
      Array.from({ length: count }, normal).flatMap((own, c) =>
        Array.from({ length: size }, () => {
          const human = own + normal();
          return { human, judge: 0.8 * human + 0.6 * normal(), cluster: `${size}/${c}` };
        }),
      );
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      const [some, many] = [drawn(20, 5), drawn(few, 60)];
      const { interval } = ppiMean(
        {
          labelled: { human: some.map(({ human }) => human), judge: some.map(({ judge }) => judge) },
          unlabelled: many.map(({ judge }) => judge),
        },
        { clusters: { labelled: some.map(({ cluster }) => cluster), unlabelled: many.map(({ cluster }) => cluster) } },
      );
      if (interval[0] <= 0 && interval[1] >= 0) covered += 1 / 200;
    }
    // Three errors of 200 runs below .95.
    expect(covered).toBeGreaterThan(0.95 - 3 * 0.0154);
  });

  it.each([1, 2, 5])("covers with %i unlabelled items at a given weight of 1", (few) => {
    const random = seededRandom(`unlabelled ${few}`);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    let covered = 0;
    for (let run = 0; run < 400; run++) {
      const human = Array.from({ length: 60 }, normal);
      const judge = human.map((y) => 0.8 * y + 0.6 * normal());
      const { interval } = ppiMean({ labelled: { human, judge }, unlabelled: Array.from({ length: few }, normal) }, { lambda: 1 });
      if (interval[0] <= 0 && interval[1] >= 0) covered += 1 / 400;
    }
    // Three errors of 400 runs below .95.
    expect(covered).toBeGreaterThan(0.95 - 3 * 0.0109);
  });

  it("takes the labels alone where the unlabelled items come from under three clusters, and refuses a given weight", () => {
    const clusters = { labelled: labelled.human.map((_, i) => `${i}`), unlabelled: unlabelled.map((_, i) => `u${i % 2}`) };
    const alone = ppiMean({ labelled, unlabelled }, { clusters });
    expect(alone).toMatchObject({ lambda: 0, gained: 0, value: expect.closeTo(0.6, 12) });
    expect(alone.method).toContain("labels alone");
    expect(() => ppiMean({ labelled, unlabelled }, { clusters, lambda: 1 })).toThrow(RangeError);
    expect(ppiMean({ labelled, unlabelled }, { clusters, lambda: 0 }).lambda).toBe(0);
  });

  it("refuses too few labels, none unlabelled, unequal lengths, NaN, values off the range and too few clusters", () => {
    expect(() => ppiMean({ labelled: { human: [1, 0], judge: [1, 0] }, unlabelled })).toThrow(RangeError);
    expect(() => ppiMean({ labelled, unlabelled: [] })).toThrow(RangeError);
    expect(() => ppiMean({ labelled: { human: [1, 0, 1], judge: [1, 0, 1, 1] }, unlabelled })).toThrow(RangeError);
    expect(() => ppiMean({ labelled: { human: [1, 0, Number.NaN], judge: [1, 0, 1] }, unlabelled })).toThrow(TypeError);
    expect(() => ppiMean({ labelled, unlabelled }, { range: [0, 0.5] })).toThrow(RangeError);
    expect(() => ppiMean({ labelled, unlabelled }, { lambda: 2 })).toThrow(RangeError);
    const clusters = { labelled: labelled.human.map(() => "a"), unlabelled: unlabelled.map(() => "a") };
    expect(() => ppiMean({ labelled, unlabelled }, { clusters })).toThrow(RangeError);
  });
});

describe("ppiDifference", () => {
  it("is ppiMean of the differences, clustered when clusters are named", () => {
    const pairs: JudgedPair[] = Array.from({ length: 60 }, (_, i) => ({
      judge: { champion: (i % 5) / 5, candidate: ((i + 2) % 7) / 7 },
      human: i < 20 ? { champion: (i % 3) / 3, candidate: ((i + 1) % 4) / 4 } : null,
    }));
    const d = pairs.map(({ judge }) => judge.candidate - judge.champion);
    const human = pairs.flatMap((pair) => (pair.human === null ? [] : [pair.human.candidate - pair.human.champion]));
    const same = ppiMean({ labelled: { human, judge: d.slice(0, 20) }, unlabelled: d.slice(20) }, { range: [-1, 1] });
    expect(ppiDifference(pairs, { range: [0, 1] })).toEqual(same);
    expect(ppiDifference(pairs.map((pair, i) => ({ ...pair, cluster: `${i >> 1}` }))).method).toContain("clusters");
  });
});

describe("correctedEstimate", () => {
  const labelled: LabelledScore[] = bits("1011010110").map((human, i) => ({ human, judge: bits("1011110100")[i] ?? 0 }));
  const judged = bits("1".repeat(37) + "0".repeat(23));

  it("takes Rogan–Gladen for binary scores and PPI++ for others or on demand", () => {
    const binary = corrected(correctedEstimate({ judged, labelled }, { scale: "binary" }));
    // Six human passes, five of them judged so; four fails, three of them.
    const counts = { judged: { successes: 37, n: 60 }, sensitivity: { successes: 5, n: 6 }, specificity: { successes: 3, n: 4 } };
    expect(binary).toEqual(roganGladen(counts));
    const byPpi = corrected(correctedEstimate({ judged, labelled }, { scale: "binary", method: "ppi" }));
    expect(byPpi.value).toBeCloseTo(0.608441, 6);
    expect(byPpi.method).toContain("PPI++");
    expect(corrected(correctedEstimate({ judged, labelled }, { scale: "score" })).value).toBe(byPpi.value);
  });

  it("says why it cannot: no or few labels, one class, a judge that errs at random", () => {
    const reason = (pairs: readonly LabelledScore[], scale: "binary" | "score"): string => {
      const result = correctedEstimate({ judged, labelled: pairs }, { scale });
      return result.kind === "corrected" ? "none" : result.reason;
    };
    expect(reason([], "binary")).toBe("too-few-labels");
    expect(reason(labelled.slice(0, 2), "score")).toBe("too-few-labels");
    expect(
      reason(
        labelled.filter(({ human }) => human === 1),
        "binary",
      ),
    ).toBe("one-class");
    expect(
      reason(
        labelled.map(({ human, judge }) => ({ human: 1 - human, judge })),
        "binary",
      ),
    ).toBe("uninformative-judge");
    const one = { judge: 1, human: 1, cluster: "a" };
    const inOne = correctedEstimate({ judged: [1, 0], labelled: [one, one, one], clusters: ["a", "a"] }, { scale: "score", range: [0, 1] });
    expect(inOne).toMatchObject({ reason: "too-few-labels", raw: null });
  });

  it("widens with clusters, by either method", () => {
    const clusters = judged.map((_, i) => `${Math.floor(i / 6)}`);
    const named = labelled.map((pair, i) => ({ ...pair, cluster: `l${i}` }));
    for (const method of ["rogan-gladen", "ppi"] as const) {
      const wide = corrected(correctedEstimate({ judged, labelled: named, clusters }, { scale: "binary", method }));
      const plain = corrected(correctedEstimate({ judged, labelled }, { scale: "binary", method }));
      expect(wide.standardError).toBeGreaterThan(plain.standardError);
      expect(wide.method).toContain("clusters");
    }
  });

  it("covers also with three clusters of judged items", () => {
    const random = seededRandom("three clusters");
    const drawn = (clusters: number, size: number): { human: number; judge: number; cluster: string }[] =>
      Array.from({ length: clusters }, (_, c) => {
        const share = 0.4 + 0.4 * random.next();
        return Array.from({ length: size }, () => {
          const human = random.next() < share ? 1 : 0;
          return { human, judge: random.next() < 0.9 ? human : 1 - human, cluster: `${c}` };
        });
      }).flat();
    let covered = 0;
    for (let run = 0; run < 300; run++) {
      const [few, some] = [drawn(3, 60), drawn(20, 5)];
      const input = { judged: few.map(({ judge }) => judge), clusters: few.map(({ cluster }) => cluster), labelled: some };
      const { interval } = corrected(correctedEstimate(input, { scale: "binary" }));
      if (interval[0] <= 0.6 && interval[1] >= 0.6) covered += 1 / 300;
    }
    // Three errors of 300 runs below .95.
    expect(covered).toBeGreaterThan(0.95 - 3 * 0.0126);
  });

  it("clusters the raw mean too, also of judged items in one cluster", () => {
    const pairs = labelled.map((pair, i) => ({ ...pair, cluster: `l${i}` }));
    const raw = (clusters: readonly string[]): readonly number[] =>
      corrected(correctedEstimate({ judged, labelled: pairs, clusters }, { scale: "binary" })).raw.interval;
    const blocks = judged.map((_, i) => `${Math.floor(i / 6)}`);
    expect(raw(blocks)).toEqual(meanEstimate(judged, { range: [0, 1], clusters: blocks }).interval);
    expect(raw(judged.map(() => "one"))).toEqual([0, 1]);
  });

  it("refuses scores off the scale, NaN, no judged item and clusters of some items only", () => {
    expect(() => correctedEstimate({ judged: [0.5], labelled }, { scale: "binary" })).toThrow(RangeError);
    expect(() => correctedEstimate({ judged: [Number.NaN], labelled }, { scale: "score" })).toThrow(TypeError);
    expect(() => correctedEstimate({ judged: [], labelled }, { scale: "score" })).toThrow(RangeError);
    expect(() => correctedEstimate({ judged, labelled }, { scale: "score", method: "rogan-gladen" })).toThrow(RangeError);
    expect(() => correctedEstimate({ judged: [1], labelled, clusters: ["a"] }, { scale: "score" })).toThrow(RangeError);
  });
});

describe("on simulated judges of known error", () => {
  // 600 runs: standard error of a coverage of .95 is .009; `pnpm bench judge-correction` is the full version.
  const RUNS = 600;
  const random = seededRandom(9);
  const covers = (interval: readonly [number, number], truth: number): number => (interval[0] <= truth && truth <= interval[1] ? 1 : 0);

  it.each([
    { share: 0.2, labels: 100 },
    { share: 0.7, labels: 200 },
  ])("Rogan–Gladen covers at the nominal rate and the raw share does not ($share pass, $labels labels)", ({ share, labels }) => {
    const verdict = (human: number): number => (human === 1 ? (random.next() < 0.85 ? 1 : 0) : random.next() < 0.9 ? 0 : 1);
    const human = (): number => (random.next() < share ? 1 : 0);
    let [raw, held] = [0, 0];
    for (let run = 0; run < RUNS; run++) {
      const pairs = Array.from({ length: labels }, human).map((truth) => ({ human: truth, judge: verdict(truth) }));
      const result = corrected(
        correctedEstimate({ judged: Array.from({ length: 500 }, () => verdict(human())), labelled: pairs }, { scale: "binary" }),
      );
      raw += covers(result.raw.interval, share) / RUNS;
      held += covers(result.interval, share) / RUNS;
    }
    expect(held).toBeGreaterThan(0.92);
    expect(held).toBeLessThan(0.98);
    expect(raw).toBeLessThan(0.5);
  });

  it.each([40, 150])("PPI++ covers at the nominal rate and the raw mean does not (%i labels of skewed scores)", (labels) => {
    const draw = (): { human: number; judge: number } => {
      const human = random.next() < 0.8 ? 1 : random.next();
      return { human, judge: 0.7 * human + 0.1 + 0.2 * random.next() };
    };
    let [raw, held] = [0, 0];
    for (let run = 0; run < RUNS; run++) {
      const judged = Array.from({ length: 500 }, () => draw().judge);
      const result = corrected(
        correctedEstimate({ judged, labelled: Array.from({ length: labels }, draw) }, { scale: "score", range: [0, 1] }),
      );
      raw += covers(result.raw.interval, 0.9) / RUNS;
      held += covers(result.interval, 0.9) / RUNS;
    }
    expect(held).toBeGreaterThan(0.92);
    expect(held).toBeLessThan(0.985);
    expect(raw).toBeLessThan(0.5);
  });
});

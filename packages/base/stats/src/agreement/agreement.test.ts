import { seededRandom } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binaryAgreement } from "./binary-agreement.ts";
import { fleissKappa, gwetAc1, randolphKappa } from "./chance-corrected.ts";
import { cohenKappa } from "./cohen-kappa.ts";
import { confusionMatrix } from "./confusion-matrix.ts";
import { kendallTauB, pearson, spearman } from "./correlation.ts";
import { intraclassCorrelation } from "./intraclass-correlation.ts";
import { kendallTau } from "./kendall.ts";

// Values without another source: statistics.md 4.3; intervals of κ and Pearson from statsmodels 0.13.5 and SciPy 1.10.
/** Two lists of ratings with this table. */
function lists(table: readonly (readonly number[])[]): [number[], number[]] {
  const cells = table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const)));
  return [cells.map(([i]) => i), cells.map(([, j]) => j)];
}
const sideBySide = ([a, b]: [number[], number[]]): number[][] => a.map((rating, i) => [rating, b[i] ?? 0]);
const SMALL = [
  [20, 5],
  [10, 15],
];
const THREE = [
  [44, 5, 1],
  [7, 20, 3],
  [9, 5, 6],
];
const PARADOX = [
  [90, 4],
  [5, 1],
];
const FLEISS = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7],
].map((counts) => counts.flatMap((count, category) => Array.from({ length: count }, () => category)));

describe("confusionMatrix", () => {
  it("counts pairs, leaves nulls out and tells 1 from text", () => {
    expect(confusionMatrix(["b", "a", null, "b"], ["a", "a", "a", null])).toEqual({
      categories: ["a", "b"],
      counts: [
        [1, 0],
        [1, 0],
      ],
      n: 2,
      missing: 2,
    });
    expect(confusionMatrix([1], ["1"]).categories).toEqual([1, "1"]);
    expect(confusionMatrix([], [])).toEqual({ categories: [], counts: [], n: 0, missing: 0 });
    expect(confusionMatrix([10, 9], [2, 9]).categories).toEqual([2, 9, 10]);
  });

  it("refuses unequal lengths, NaN and ratings outside the categories", () => {
    expect(() => confusionMatrix([1], [])).toThrow(RangeError);
    expect(() => confusionMatrix([Number.NaN], [1])).toThrow(TypeError);
    expect(() => confusionMatrix([3], [1], { categories: [1, 2] })).toThrow(RangeError);
  });
});

describe("binaryAgreement", () => {
  it("gives sensitivity and specificity with Wilson intervals", () => {
    const judge = [...Array(8).fill(1), ...Array(2).fill(0), ...Array(10).fill(0), null];
    const human = [...Array(10).fill(true), ...Array(10).fill(false), true];
    const result = binaryAgreement({ judge, human });
    expect(result).toMatchObject({ truePositives: 8, falsePositives: 0, trueNegatives: 10, falseNegatives: 2, n: 20, missing: 1 });
    // statistics.md 4.1: Wilson 8/10 and 10/10.
    expect(result.sensitivity).toMatchObject({ value: 0.8, interval: [expect.closeTo(0.490162, 6), expect.closeTo(0.943318, 6)] });
    expect(result.specificity).toMatchObject({ value: 1, interval: [expect.closeTo(0.722467, 6), 1] });
    expect(result.prevalence?.value).toBe(0.5);
    expect(result.agreement?.value).toBe(0.9);
  });

  it("has no sensitivity without a pass, nothing without items, and wider intervals with clusters", () => {
    const one = binaryAgreement({ judge: [1, 0], human: [0, 0] });
    expect([one.sensitivity, one.specificity?.value]).toEqual([null, 0.5]);
    expect(binaryAgreement({ judge: [], human: [] }).agreement).toBeNull();
    const judge = Array.from({ length: 40 }, (_, i) => (Math.floor(i / 4) % 2 === 0 ? 1 : 0) as 0 | 1);
    const human = judge.map(() => 1 as const);
    const width = (clusters?: string[]): number => {
      const [low, high] = binaryAgreement({ judge, human }, { clusters }).sensitivity?.interval ?? [0, 0];
      return high - low;
    };
    expect(width(judge.map((_, i) => `${i >> 2}`))).toBeGreaterThan(1.5 * width());
    expect(binaryAgreement({ judge, human }, { clusters: judge.map(() => "a") }).sensitivity).toBeNull();
  });

  it("refuses other values and unequal lengths", () => {
    expect(() => binaryAgreement({ judge: [Number.NaN as 0], human: [1] })).toThrow(TypeError);
    expect(() => binaryAgreement({ judge: [1, 0], human: [1] })).toThrow(RangeError);
  });
});

describe("cohenKappa", () => {
  it.each([
    { table: SMALL, weights: "none", kappa: 0.4, se: 0.1269961, interval: [0.1510923, 0.6489077] },
    { table: THREE, weights: "none", kappa: 0.4915254, se: 0.0721275, interval: [0.3501582, 0.6328926] },
    { table: THREE, weights: "linear", kappa: 0.4736842, se: 0.0769789, interval: [0.3228083, 0.6245601] },
    { table: THREE, weights: "quadratic", kappa: 0.4545455, se: 0.0939797, interval: [0.2703486, 0.6387423] },
  ] as const)("is $kappa with $weights weights", ({ table, weights, kappa, se, interval }) => {
    const result = cohenKappa(...lists(table), { weights });
    expect(result?.value).toBeCloseTo(kappa, 7);
    expect(result?.standardError).toBeCloseTo(se, 7);
    expect(result?.interval).toEqual([expect.closeTo(interval[0], 6), expect.closeTo(interval[1], 6)]);
  });

  it("does not call ten agreements a certainty", () => {
    const ratings = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1];
    const result = cohenKappa(ratings, ratings);
    expect(result).toMatchObject({ value: 1, standardError: 0 });
    // Wilson's bound .722467 of ten in ten, at Pe = .5.
    expect(result?.interval).toEqual([expect.closeTo((0.722467 - 0.5) / 0.5, 5), 1]);
  });

  it("resamples whole clusters", () => {
    const [a, b] = lists(THREE);
    const plain = cohenKappa(a, b, { clusters: a.map((_, i) => `${i}`) });
    const wide = cohenKappa([...a, ...a], [...b, ...b], { clusters: [...a, ...a].map((_, i) => `${i % a.length}`) });
    // Each item twice is no more than once.
    expect(wide?.value).toBeCloseTo(plain?.value ?? 0, 12);
    expect(wide?.interval[0]).toBeCloseTo(plain?.interval[0] ?? 0, 1);
    expect(plain?.interval[0]).toBeCloseTo(0.35, 1);
  });

  it("is null without items or where both give one category only", () => {
    expect(cohenKappa([], [])).toBeNull();
    expect(cohenKappa([null], [1])).toBeNull();
    expect(cohenKappa([1, 1, 1], [1, 1, 1])).toBeNull();
    expect(cohenKappa([1, 1, 1], [1, 1, 0])?.value).toBe(0);
  });
});

describe("raters with chance corrected", () => {
  it("gives Fleiss and Randolph of the textbook table", () => {
    expect(fleissKappa(FLEISS)?.value).toBeCloseTo(0.2099307, 7);
    expect(randolphKappa(FLEISS, { categories: [0, 1, 2, 3, 4] })?.value).toBeCloseTo(0.2225275, 7);
  });

  it("shows the paradox: agreement .91, κ .13, AC1 .90", () => {
    const pair = lists(PARADOX);
    expect(cohenKappa(...pair)?.value).toBeCloseTo(0.1346154, 7);
    expect(gwetAc1(sideBySide(pair))?.value).toBeCloseTo(0.8995592, 7);
  });

  it("has Gwet's closed-form error for two raters", () => {
    // Gwet 2008, eq. of AC1's variance for two raters, without finite population; the linearised one divides by n(n − 1) instead of n².
    const n = 100;
    const [po, pi] = [0.91, [0.945, 0.055]];
    const pe = 2 * 0.945 * 0.055;
    const ac1 = (po - pe) / (1 - pe);
    const diagonal = 0.9 * (1 - 0.945) + 0.01 * (1 - 0.055);
    const cells = [
      [0.9, 0.04],
      [0.05, 0.01],
    ].flatMap((row, k) => row.map((p, l) => p * (1 - ((pi[k] ?? 0) + (pi[l] ?? 0)) / 2) ** 2));
    const variance =
      (po * (1 - po) - 4 * (1 - ac1) * (diagonal - po * pe) + 4 * (1 - ac1) ** 2 * (cells.reduce((sum, x) => sum + x, 0) - pe * pe)) /
      (n * (1 - pe) ** 2);
    const result = gwetAc1(sideBySide(lists(PARADOX)));
    const t = 1.9842169515864165;
    expect(result?.interval[0]).toBeCloseTo(ac1 - t * Math.sqrt((variance * n) / (n - 1)), 9);
  });

  it("is order-free, takes gaps, and a single rating changes shares only", () => {
    const rows = [
      ["a", "a", null],
      ["a", "b", "b"],
      [null, "b", "b"],
      ["c", null, null],
      ["a", "a", "a"],
    ];
    const value = gwetAc1(rows)?.value;
    expect(gwetAc1(rows.map((row) => [...row].reverse()))?.value).toBeCloseTo(value ?? 0, 12);
    // Pairs agree 1, 1/3, 1, 1 over the four items with two or more.
    expect(gwetAc1(rows)?.n).toBe(4);
  });

  it("covers the true AC1 at its rate", () => {
    const random = seededRandom(2);
    let held = 0;
    const [share, error] = [0.8, 0.1];
    // Both err independently: Po = .82 and shares of .74.
    const truth = (0.82 - 2 * 0.74 * 0.26) / (1 - 2 * 0.74 * 0.26);
    for (let run = 0; run < 400; run++) {
      const rows = Array.from({ length: 60 }, () => {
        const right = random.next() < share ? 1 : 0;
        return [0, 1].map(() => (random.next() < error ? 1 - right : right));
      });
      const [low, high] = gwetAc1(rows)?.interval ?? [2, 2];
      if (low <= truth && truth <= high) held += 1 / 400;
    }
    expect(held).toBeGreaterThan(0.92);
    expect(held).toBeLessThan(0.98);
  });

  it("is null without an item rated twice or with one category, and not certain of perfect agreement", () => {
    expect(gwetAc1([])).toBeNull();
    expect(gwetAc1([["a", null]])).toBeNull();
    expect(
      gwetAc1([
        [1, 1],
        [1, 1],
      ]),
    ).toBeNull();
    expect(
      fleissKappa(
        [
          [1, 1],
          [1, 1],
        ],
        { categories: [0, 1] },
      ),
    ).toBeNull();
    const sure = gwetAc1(
      Array.from({ length: 10 }, () => [1, 1]),
      { categories: [0, 1] },
    );
    expect(sure).toMatchObject({ value: 1, interval: [expect.closeTo(0.722467, 6), 1] });
    expect(() => gwetAc1([[1, 1], [1]])).toThrow(RangeError);
    expect(() => gwetAc1([[1, Number.NaN]])).toThrow(TypeError);
  });

  it("is not certain of raters who always differ, nor is Cohen's κ of one who always says the same", () => {
    const bits = Array.from({ length: 20 }, (_, i) => i % 2);
    const opposite = bits.map((bit) => [bit, 1 - bit]);
    // Wilson's upper bound of 0 of 20 is z²/(20 + z²) = .161125; chance agreement is ½.
    const high = (0.161125 - 0.5) / 0.5;
    const [a, b] = [bits, bits.map((bit) => 1 - bit)];
    for (const found of [cohenKappa(a, b), gwetAc1(opposite), fleissKappa(opposite)])
      expect(found?.interval).toEqual([expect.closeTo(-1, 9), expect.closeTo(high, 5)]);
    const [low, top] = cohenKappa(
      a,
      a.map(() => 1),
    )?.interval ?? [0, 0];
    expect(top - low).toBeGreaterThan(0.5);
  });

  it("stays in −1..1 where one rating is rare and no disagreement was seen", () => {
    const rows = Array.from({ length: 1000 }, (_, i) => (i === 0 ? [1, 1] : [0, 0]));
    expect(fleissKappa(rows, { level: 0.99 })?.interval).toEqual([-1, 1]);
  });

  it("is wider where items cluster", () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i % 2, Math.floor(i / 4) % 3 === 0 ? 1 - (i % 2) : i % 2]);
    const width = (clusters?: string[]): number => {
      const [low, high] = gwetAc1(rows, { clusters })?.interval ?? [0, 0];
      return high - low;
    };
    expect(width(rows.map((_, i) => `${i >> 2}`))).toBeGreaterThan(1.5 * width());
  });
});

describe("intraclassCorrelation", () => {
  const scores = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
  ];
  it.each([
    { form: "ICC(1)", value: 0.1657418, interval: [-0.133, 0.723] },
    { form: "ICC(2,1)", value: 0.2897638, interval: [0.019, 0.761] },
    { form: "ICC(3,1)", value: 0.7148407, interval: [0.342, 0.946] },
  ] as const)("gives $form of Shrout and Fleiss, with the interval of psych", ({ form, value, interval }) => {
    const result = intraclassCorrelation([...scores, [1, null, 2, 3]], { form });
    expect(result?.value).toBeCloseTo(value, 7);
    expect(result?.interval).toEqual([expect.closeTo(interval[0], 2), expect.closeTo(interval[1], 2)]);
    expect(result?.n).toBe(6);
  });

  it("is null without two items, two raters or variation, and 1 for equal raters", () => {
    expect(intraclassCorrelation([])).toBeNull();
    expect(intraclassCorrelation([[1, 2]])).toBeNull();
    expect(intraclassCorrelation([[1], [2]])).toBeNull();
    expect(
      intraclassCorrelation([
        [3, 3],
        [3, 3],
      ]),
    ).toBeNull();
    for (const form of ["ICC(1)", "ICC(2,1)", "ICC(3,1)"] as const) {
      expect(
        intraclassCorrelation(
          [
            [1, 1],
            [2, 2],
            [4, 4],
          ],
          { form },
        )?.value,
      ).toBe(1);
    }
    expect(
      intraclassCorrelation(
        [
          [1, 2],
          [2, 3],
          [4, 5],
        ],
        { form: "ICC(3,1)" },
      )?.value,
    ).toBeCloseTo(1, 12);
    expect(() => intraclassCorrelation([[1, Number.NaN]])).toThrow(TypeError);
  });

  it("is undefined, not infinite, where raters disagree about everything, and at least −1", () => {
    const opposite = [
      [0, 1],
      [1, 0],
    ];
    expect(intraclassCorrelation(opposite)).toBeNull();
    expect(intraclassCorrelation(opposite, { form: "ICC(3,1)" })?.value).toBe(-1);
    const nearly = intraclassCorrelation([
      [0, 1],
      [1.1, 0],
    ]);
    expect(nearly).toMatchObject({ value: -1, interval: [-1, expect.any(Number)] });
  });

  it("is not certain of raters who never differed", () => {
    const equal = Array.from({ length: 10 }, (_, i) => [i % 3, i % 3]);
    for (const form of ["ICC(1)", "ICC(2,1)", "ICC(3,1)"] as const) {
      const result = intraclassCorrelation(equal, { form });
      // Wilson's lower bound of 10 of 10 is .722467.
      expect(result?.interval).toEqual([expect.closeTo(2 * 0.722467 - 1, 5), 1]);
      expect(result?.method).toContain("no disagreement seen");
    }
  });
});

describe("correlations", () => {
  const a = [1, 2, 2, 3, 4, 4, 5, 5];
  const b = [1, 1, 2, 3, 3, 4, 4, 5];
  it("agree with SciPy", () => {
    expect(kendallTauB(a, b)?.value).toBeCloseTo(0.88, 12);
    expect(spearman(a, b)?.value).toBeCloseTo(0.9382716, 7);
    expect(pearson(a, b)).toMatchObject({
      value: expect.closeTo(0.9384702894, 9),
      interval: [expect.closeTo(0.6903083684, 9), expect.closeTo(0.9890620421, 9)],
    });
  });

  it("leave nulls out and mirror under a change of sign", () => {
    expect(pearson([...a, null, 3], [...b, 1, null])?.value).toBeCloseTo(0.9384702894, 9);
    for (const of of [pearson, spearman, kendallTauB]) {
      const [up, down] = [
        of(a, b),
        of(
          a,
          b.map((value) => -value),
        ),
      ];
      expect(down?.value).toBeCloseTo(-(up?.value ?? 0), 12);
      expect(down?.interval[0]).toBeCloseTo(-(up?.interval[1] ?? 0), 9);
    }
  });

  it("are null for a constant or one item, −1..1 under five, and take huge scores", () => {
    for (const of of [pearson, spearman, kendallTauB]) {
      expect(of([], [])).toBeNull();
      expect(of([1], [2])).toBeNull();
      expect(of([1, 1, 1], [1, 2, 3])).toBeNull();
      expect(of([1, 2, 3], [1, 3, 2])?.interval).toEqual([-1, 1]);
      expect(of([1e300, 2e300, 3e300, 4e300, 5e300], [1, 2, 3, 4, 5])?.value).toBeCloseTo(1, 12);
      expect(() => of([Number.NaN, 1], [1, 2])).toThrow(TypeError);
      expect(() => of([1], [1, 2])).toThrow(RangeError);
    }
  });

  it("are not certain of lists in perfect order", () => {
    const up = Array.from({ length: 10 }, (_, i) => i / 10);
    for (const of of [pearson, spearman, kendallTauB]) {
      // Wilson's lower bound of 10 of 10 is .722467.
      expect(of(up, up)).toMatchObject({
        interval: [expect.closeTo(2 * 0.722467 - 1, 5), 1],
        method: expect.stringContaining("no scatter"),
      });
      const down = up.map((x) => -3 * x);
      expect(of(up, down)?.interval).toEqual([-1, expect.closeTo(1 - 2 * 0.722467, 5)]);
    }
  });

  it("count Kendall's pairs as the slow way does", () => {
    const scores = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(scores, (pairs) => {
        const x = pairs.map(([first]) => first);
        const y = pairs.map(([, second]) => second);
        let [sum, dx, dy] = [0, 0, 0];
        for (let i = 0; i < x.length; i++) {
          for (let j = 0; j < i; j++) {
            const [p, q] = [Math.sign((x[i] ?? 0) - (x[j] ?? 0)), Math.sign((y[i] ?? 0) - (y[j] ?? 0))];
            sum += p * q;
            dx += p * p;
            dy += q * q;
          }
        }
        const tau = kendallTau(x, y);
        if (dx === 0 || dy === 0) expect(tau).toBeNull();
        else expect(tau).toBeCloseTo(sum / Math.sqrt(dx * dy), 12);
      }),
      { seed: 6 },
    );
  });

  it("are wider where items cluster", () => {
    const random = seededRandom(3);
    const base = Array.from({ length: 30 }, () => [random.next(), random.next()] as const);
    const rows = Array.from({ length: 120 }, (_, i) => base[i >> 2] ?? ([0, 0] as const));
    const [x, y] = [rows.map(([p, q]) => p + q), rows.map(([p, q]) => p - q / 2)];
    for (const of of [pearson, spearman, kendallTauB]) {
      const plain = of(x, y)?.interval ?? [0, 0];
      const wide = of(x, y, { clusters: x.map((_, i) => `${i >> 2}`), resamples: 500 })?.interval ?? [0, 0];
      expect((wide[1] - wide[0]) / (plain[1] - plain[0])).toBeGreaterThan(1.5);
    }
  });
});

it("doubts a rater who never varied by what 0 of n leaves possible", () => {
  const human = Array.from({ length: 120 }, (_, i) => (i < 80 ? 1 : 0));
  const constant = new Array<number>(120).fill(1);
  const estimate = cohenKappa(constant, human);
  // At most 1 − .025^(1/120) = 3.03 % of its verdicts would be others: all of them right gives .1175, all wrong −.0588.
  expect(estimate?.value).toBe(0);
  expect(estimate?.interval[0]).toBeCloseTo(-0.0587669, 6);
  expect(estimate?.interval[1]).toBeCloseTo(0.1175338, 6);
  expect(cohenKappa(human, constant)?.interval).toEqual(estimate?.interval);
});

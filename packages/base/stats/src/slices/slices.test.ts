import { seededRandom, shuffled } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { welchT } from "../paired/two-samples.ts";
import { type SlicedPair, sliceEffects } from "./slice-effects.ts";
import { sliceEstimates } from "./slice-estimates.ts";

const random = seededRandom(11);
const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const pair = (slice: string, champion: number | null, candidate: number | null): SlicedPair => ({ slice, champion, candidate });

describe("sliceEstimates", () => {
  it("gives each slice its interval and says nothing of small ones", () => {
    const items = [
      ...Array.from({ length: 10 }, (_, i) => ({ slice: "a", score: i < 8 ? 1 : 0 })),
      ...Array.from({ length: 9 }, () => ({ slice: "b", score: 1 })),
    ];
    const { slices, betweenVariance } = sliceEstimates(items, { range: [0, 1] });
    // Wilson 8/10, statistics.md 4.1.
    expect(slices[0]).toMatchObject({
      slice: "a",
      n: 10,
      estimate: { value: 0.8, interval: [expect.closeTo(0.490162, 6), expect.closeTo(0.943318, 6)] },
    });
    expect(slices[1]).toEqual({ slice: "b", n: 9, estimate: null, shrunk: null });
    expect(betweenVariance).toBeNull();
  });

  it("pulls slices that differ by chance together and leaves those that differ alone", () => {
    const slices = ["a", "b", "c", "d", "e", "f"];
    const make = (spread: number) =>
      slices.flatMap((slice, k) => Array.from({ length: 40 }, (_, i) => ({ slice, score: spread * k + ((i * 7 + k) % 10) / 10 })));
    const alike = sliceEstimates(make(0.001)).slices;
    const apart = sliceEstimates(make(5)).slices;
    const reach = (list: typeof alike, of: "estimate" | "shrunk"): number => (list[5]?.[of]?.value ?? 0) - (list[0]?.[of]?.value ?? 0);
    expect(reach(alike, "shrunk")).toBeLessThan(0.5 * reach(alike, "estimate"));
    expect(reach(apart, "shrunk") / reach(apart, "estimate")).toBeGreaterThan(0.99);
  });

  it("covers true means by shrunk intervals at their rate, narrower than plain ones", () => {
    let [held, plain, shrunkWidth, plainWidth] = [0, 0, 0, 0];
    const RUNS = 150;
    for (let run = 0; run < RUNS; run++) {
      const truths = Array.from({ length: 10 }, () => 0.3 * gauss());
      const items = truths.flatMap((truth, k) => Array.from({ length: 15 }, () => ({ slice: `${k}`, score: truth + gauss() })));
      sliceEstimates(items).slices.forEach(({ estimate, shrunk }, k) => {
        const truth = truths[k] ?? 0;
        const covers = (interval: readonly [number, number] | undefined): number =>
          interval && interval[0] <= truth && truth <= interval[1] ? 1 : 0;
        held += covers(shrunk?.interval) / RUNS / 10;
        plain += covers(estimate?.interval) / RUNS / 10;
        shrunkWidth += (shrunk?.interval[1] ?? 0) - (shrunk?.interval[0] ?? 0);
        plainWidth += (estimate?.interval[1] ?? 0) - (estimate?.interval[0] ?? 0);
      });
    }
    expect(held).toBeGreaterThan(0.92);
    expect(plain).toBeGreaterThan(0.92);
    expect(shrunkWidth).toBeLessThan(0.9 * plainWidth);
  });

  it("takes constants, clusters and nothing, and refuses the rest", () => {
    expect(sliceEstimates([])).toEqual({ slices: [], betweenVariance: null });
    const still = ["a", "b", "c", "d"].flatMap((slice) => Array.from({ length: 12 }, () => ({ slice, score: 1 })));
    expect(sliceEstimates(still, { range: [0, 1] }).slices[0]).toMatchObject({ estimate: { value: 1 }, shrunk: null });
    const clustered = still.map((item, i) => ({ ...item, cluster: `${i % 3}` }));
    expect(sliceEstimates(clustered, { range: [0, 1] }).slices[0]?.estimate).toBeNull();
    expect(sliceEstimates(clustered, { range: [0, 1], least: 3 }).slices[0]?.estimate?.value).toBe(1);
    expect(() => sliceEstimates([{ slice: "a", score: Number.NaN }])).toThrow(TypeError);
    expect(() => sliceEstimates([{ slice: "a", score: 2 }], { range: [0, 1] })).toThrow(RangeError);
    expect(() => sliceEstimates([...still, { slice: "a", score: 1, cluster: "x" }])).toThrow(RangeError);
  });
});

it("shrinks nothing where no slice varies: there is no error to weigh", () => {
  const still = ["a", "b", "c", "d"].flatMap((slice, k) => Array.from({ length: 12 }, () => ({ slice, score: k < 3 ? 1 : 0 })));
  const { slices } = sliceEstimates(still, { range: [0, 1] });
  expect(slices.map(({ shrunk }) => shrunk)).toEqual([null, null, null, null]);
  expect(slices[0]?.estimate?.interval[0]).toBeLessThan(0.8);
});

describe("sliceEffects", () => {
  /** Rows in which `both` examples have both scores, of which so many were right, and the rest of an arm its own. */
  const rowsOf = (
    slice: string,
    { candidate, champion, both }: { readonly [arm in "candidate" | "champion" | "both"]: readonly [number, number] },
    common: number,
    order: readonly number[] = Array.from({ length: common }, (_, i) => i),
  ): SlicedPair[] => {
    const [after, before] = both;
    const rest = ([hits, n]: readonly [number, number], taken: number): (0 | 1)[] =>
      Array.from({ length: n - common }, (_, i) => (i < hits - taken ? 1 : 0));
    return [
      ...Array.from({ length: common }, (_, i) => pair(slice, i < before ? 1 : 0, (order[i] ?? 0) < after ? 1 : 0)),
      ...rest(candidate, after).map((score) => pair(slice, null, score)),
      ...rest(champion, before).map((score) => pair(slice, score, null)),
    ];
  };

  it("warns of Simpson's paradox: better in each slice, worse in the table of completed scores", () => {
    // Kidney stones (Charig 1986), the paradox's usual table: 81/87 and 192/263 = 273/350 against 234/270 and 55/80 = 289/350.
    const stones = (common: number, [small, large]: readonly [readonly [number, number], readonly [number, number]]): SlicedPair[] => [
      ...rowsOf("small", { candidate: [81, 87], champion: [234, 270], both: small }, common),
      ...rowsOf("large", { candidate: [192, 263], champion: [55, 80], both: large }, common),
    ];
    const { pooled, warning, against, slices } = sliceEffects(
      stones(78, [
        [73, 67],
        [57, 53],
      ]),
    );
    expect(pooled).toBeCloseTo((273 - 289) / 350, 12);
    expect(slices.map(({ effect }) => effect?.value)).toEqual([expect.closeTo(6 / 78, 12), expect.closeTo(4 / 78, 12)]);
    expect([warning, against]).toEqual(["simpson", ["small", "large"]]);
    // The same table with ten examples of each that both answered, one of them won: nothing shows that the slices point anywhere.
    expect(
      sliceEffects(
        stones(10, [
          [10, 9],
          [8, 7],
        ]),
      ),
    ).toMatchObject({ warning: "none", against: [] });
  });

  it("warns of the one department that points against the whole", () => {
    // Berkeley 1973 (Bickel 1975): men and women admitted of those who applied; women .30, men .45 in all, women .82 and men .62 in A.
    const table = {
      A: [
        [512, 825],
        [89, 108],
      ],
      B: [
        [353, 560],
        [17, 25],
      ],
      C: [
        [120, 325],
        [202, 593],
      ],
      D: [
        [138, 417],
        [131, 375],
      ],
      E: [
        [53, 191],
        [94, 393],
      ],
      F: [
        [22, 373],
        [24, 341],
      ],
    } as const;
    const rows = Object.entries(table).flatMap(([slice, [men, women]]) => {
      const common = Math.min(men[1], women[1]);
      const of = ([hits, n]: readonly [number, number]): number => Math.round((hits / n) * common);
      const order = shuffled(
        Array.from({ length: common }, (_, i) => i),
        seededRandom(slice),
      );
      return rowsOf(slice, { candidate: women, champion: men, both: [of(women), of(men)] }, common, order);
    });
    const { against, pooled, warning } = sliceEffects(rows);
    expect(pooled).toBeCloseTo(557 / 1835 - 1198 / 2691, 12);
    expect([warning, against]).toEqual(["reversal", ["A"]]);
  });

  it("warns of one slice that is clearly hurt, and not of slices that merely point the other way", () => {
    const shifted = (slice: string, n: number, by: number): SlicedPair[] =>
      Array.from({ length: n }, (_, i) => pair(slice, (i % 5) / 5, (i % 5) / 5 + by + ((i % 3) - 1) / 100));
    const hurt = sliceEffects([...shifted("a", 90, 0.2), ...shifted("b", 30, -0.1)]);
    expect([hurt.warning, hurt.against]).toEqual(["reversal", ["b"]]);
    const most = sliceEffects([...shifted("a", 90, 0.3), ...shifted("b", 15, -0.001), ...shifted("c", 15, -0.001)]);
    expect([most.warning, most.against]).toEqual(["interaction", []]);
    expect(sliceEffects([...shifted("a", 30, 0.2), ...shifted("b", 30, 0.1)]).warning).toBe("interaction");
    expect(sliceEffects([...shifted("a", 30, 0.2), ...shifted("b", 30, 0.2)]).warning).toBe("none");
  });

  it.each([
    { kind: "real scores", slices: 5, n: 60, gaps: 0 },
    { kind: "yes/no scores", slices: 5, n: 20, gaps: 0 },
    { kind: "yes/no scores", slices: 2, n: 12, gaps: 0 },
    { kind: "yes/no scores", slices: 20, n: 12, gaps: 0 },
    { kind: "real scores", slices: 2, n: 30, gaps: 0.6 },
    { kind: "yes/no scores", slices: 2, n: 60, gaps: 0.6 },
    { kind: "yes/no scores", slices: 5, n: 40, gaps: 0.6 },
    { kind: "real scores", slices: 3, n: 15, gaps: 0.1 },
  ])(
    "warns in at most one of twenty runs of $slices slices of $n $kind without effect, a share of $gaps missing",
    ({ kind, slices, n, gaps }) => {
      const runs = 600;
      let warned = 0;
      for (let run = 0; run < runs; run++) {
        const rows = Array.from({ length: slices }, (_, k) =>
          Array.from({ length: n }, () => {
            // Slices differ in how hard they are, and each arm lacks answers of other slices: the pooled difference then says nothing of any effect.
            const ease = 0.2 + (0.6 * k) / Math.max(1, slices - 1);
            const score = kind === "real scores" ? () => 3 * ease + gauss() : () => (random.next() < ease ? 1 : 0);
            const lost = (even: boolean): boolean => (k % 2 === 0) === even && random.next() < gaps;
            const [before, after] = [score(), score()];
            return pair(`${k}`, lost(true) ? null : before, lost(false) ? null : after);
          }),
        ).flat();
        if (sliceEffects(rows).warning !== "none") warned += 1;
      }
      // Standard error .009.
      expect(warned / runs).toBeLessThan(0.05 + 3 * 0.009);
    },
  );

  it("seldom warns of one clearly hurt slice among twenty that have one effect", () => {
    let alarms = 0;
    for (let run = 0; run < 200; run++) {
      // Far enough from 0 that most slices never point against the whole.
      const pairs = Array.from({ length: 400 }, (_, i) => pair(`${i % 20}`, 0, gauss() + 0.12));
      const { warning } = sliceEffects(pairs);
      if (warning === "reversal") alarms += 1 / 200;
    }
    // Not adjusted for the twenty looked at it was .15; standard error .015.
    expect(alarms).toBeLessThan(0.05 + 3 * 0.015);
  });

  it("does not count what a cluster says twice", () => {
    const grouped = (clustered: boolean): SlicedPair[] =>
      Array.from({ length: 12 }, (_, c) => c).flatMap((c) => {
        const own = gauss();
        return Array.from({ length: 10 }, () => ({
          ...pair(c < 6 ? "a" : "b", 0, own + 0.1 * gauss()),
          ...(clustered ? { cluster: `${c}` } : {}),
        }));
      });
    const alarms = (clustered: boolean): number => {
      let found = 0;
      for (let run = 0; run < 150; run++)
        if ((sliceEffects(grouped(clustered), { least: 5 }).heterogeneity?.pValue ?? 1) <= 0.05) found += 1 / 150;
      return found;
    };
    expect(alarms(false)).toBeGreaterThan(0.3);
    // Standard error .018.
    expect(alarms(true)).toBeLessThan(0.05 + 3 * 0.018);
    const whole = sliceEffects(grouped(true), { least: 5 });
    expect(whole.slices[0]?.effect?.method).toContain("clustered");
    expect(whole.paired?.method).toContain("clustered");
    expect(sliceEffects(grouped(true), { least: 7 }).slices[0]?.effect).toBeNull();
    expect(() => sliceEffects([{ ...pair("a", 0, 1), cluster: "c" }, pair("a", 0, 1)])).toThrow(RangeError);
  });

  it("has Welch's p-value for two slices", () => {
    const x = Array.from({ length: 14 }, gauss);
    const y = Array.from({ length: 11 }, () => 2 * gauss() + 1);
    const { heterogeneity } = sliceEffects([...x.map((d) => pair("x", 0, d)), ...y.map((d) => pair("y", 0, d))]);
    expect(heterogeneity?.pValue).toBeCloseTo(welchT(x, y).pValue, 9);
    expect(heterogeneity?.q).toBeCloseTo(welchT(x, y).statistic ** 2, 9);
  });

  it("calls slices of one effect different no more often than it should", () => {
    let alarms = 0;
    for (let run = 0; run < 1000; run++) {
      const pairs = Array.from({ length: 60 }, (_, i) => pair(`${i % 6}`, 0, gauss() * (1 + (i % 6)) + 0.5));
      if ((sliceEffects(pairs).heterogeneity?.pValue ?? 1) <= 0.05) alarms += 1 / 1000;
    }
    // Standard error .007.
    expect(alarms).toBeLessThan(0.075);
  });

  it("takes nothing, small slices, missing arms and constants", () => {
    expect(sliceEffects([])).toMatchObject({ slices: [], pooled: null, paired: null, heterogeneity: null, warning: "none" });
    expect(sliceEffects([pair("a", 1, 0)])).toMatchObject({ pooled: -1, slices: [{ effect: null, n: 1 }], warning: "none" });
    expect(sliceEffects([pair("a", 1, null)]).pooled).toBeNull();
    const still = Array.from({ length: 20 }, (_, i) => pair(i < 10 ? "a" : "b", 1, 1));
    expect(sliceEffects(still)).toMatchObject({ heterogeneity: { q: 0, pValue: 1 }, warning: "none" });
    const apart = Array.from({ length: 20 }, (_, i) => pair(i < 10 ? "a" : "b", 0, i < 10 ? 1 : 2));
    expect(sliceEffects(apart)).toMatchObject({ heterogeneity: { pValue: 0 }, warning: "interaction" });
    expect(() => sliceEffects([pair("a", Number.NaN, 1)])).toThrow(TypeError);
  });
});

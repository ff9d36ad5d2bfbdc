import { seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { bradleyTerry, type Comparison, eloGap } from "./bradley-terry.ts";
import { lengthControlledRate } from "./length-controlled.ts";
import { positionConsistency } from "./position-consistency.ts";
import { winRate } from "./win-rate.ts";

const games = (a: string, b: string, [wins, losses, ties]: readonly [number, number, number]): Comparison[] =>
  Array.from({ length: wins + losses + ties }, (_, i) => ({ a, b, score: i < wins ? 1 : i < wins + losses ? 0 : 0.5 }));

describe("winRate", () => {
  it("takes the values of a pairwise judge's scores, as does bradleyTerry", () => {
    const values: (number | null)[] = [1, 0.5, null, 0];
    expect(winRate(values).rate?.value).toBe(0.5);
    const verdicts = values.flatMap((score) => (score === null ? [] : [{ a: "A", b: "B", score }]));
    expect(bradleyTerry(verdicts, { resamples: 5 }).players.map(({ strength }) => strength)).toEqual([1, 1]);
  });

  it("counts ties half", () => {
    const { rate, wins, ties, losses, missing } = winRate([1, 0.5, 0, 1, null, 0.5]);
    expect([rate?.value, wins, ties, losses, missing]).toEqual([0.6, 2, 2, 1, 1]);
  });

  it("covers with a few ties as without them, summed exactly over all tables", () => {
    const n = 20;
    for (const [win, tie] of [
      [0.9, 0.05],
      [0.85, 0.1],
      [0.5, 0.4],
      [0.75, 0.2],
    ] as const) {
      let covered = 0;
      for (let wins = 0; wins <= n; wins++) {
        for (let ties = 0; wins + ties <= n; ties++) {
          const scores = Array.from({ length: n }, (_, i) => (i < wins ? 1 : i < wins + ties ? 0.5 : 0));
          const [low, high] = winRate(scores).rate?.interval ?? [0, 0];
          if (low > win + tie / 2 || high < win + tie / 2) continue;
          let ways = win ** wins * tie ** ties * (1 - win - tie) ** (n - wins - ties);
          for (let i = 1; i <= wins; i++) ways *= (n - wins + i) / i;
          for (let i = 1; i <= ties; i++) ways *= (n - wins - ties + i) / i;
          covered += ways;
        }
      }
      expect([win, tie, covered > 0.93]).toEqual([win, tie, true]);
    }
  });

  it("is Wilson's without ties, has a width with ties only, and is wider with clusters", () => {
    // statistics.md 4.1
    expect(winRate([1, 1, 1, 1, 1, 1, 1, 1, 0, 0]).rate?.interval).toEqual([expect.closeTo(0.490162, 6), expect.closeTo(0.943318, 6)]);
    const even = winRate(Array.from({ length: 20 }, () => 0.5 as const)).rate;
    expect(even?.value).toBe(0.5);
    expect((even?.interval[1] ?? 0) - (even?.interval[0] ?? 0)).toBeGreaterThan(0.1);
    const scores = Array.from(
      { length: 40 },
      (_, i) => (Math.floor(i / 4) % 3 === 0 ? 0 : Math.floor(i / 4) % 3 === 1 ? 1 : 0.5) as 0 | 1 | 0.5,
    );
    const width = (clusters?: string[]): number => {
      const [low, high] = winRate(scores, { clusters }).rate?.interval ?? [0, 0];
      return high - low;
    };
    expect(width(scores.map((_, i) => `${i >> 2}`))).toBeGreaterThan(1.5 * width());
  });

  it("is null without a verdict or with one cluster, and refuses other scores", () => {
    expect(winRate([]).rate).toBeNull();
    expect(winRate([null]).rate).toBeNull();
    expect(winRate([1, 0.5], { clusters: ["a", "a"] }).rate).toBeNull();
    expect(() => winRate([Number.NaN as 1])).toThrow(TypeError);
    expect(() => winRate([1], { clusters: [] })).toThrow(RangeError);
  });
});

describe("positionConsistency", () => {
  it("lets a win count only if it survives the swap", () => {
    const result = positionConsistency([
      { ab: "first", ba: "second" },
      { ab: "second", ba: "first" },
      { ab: "first", ba: "first" },
      { ab: "second", ba: "second" },
      { ab: "tie", ba: "tie" },
      { ab: "tie", ba: "first" },
      { ab: "first", ba: null },
    ]);
    expect(result.scores).toEqual([1, 0, 0.5, 0.5, 0.5, 0.5, null]);
    expect(result).toMatchObject({ consistency: { value: 0.5, n: 6 }, firstFavoured: 1, secondFavoured: 1, pValue: 1, missing: 1 });
  });

  it("tests for a favoured position, and is null of nothing", () => {
    const biased = positionConsistency(Array.from({ length: 6 }, () => ({ ab: "first", ba: "first" }) as const));
    expect(biased.pValue).toBeCloseTo(0.03125, 9);
    expect(positionConsistency([])).toMatchObject({ consistency: null, pValue: 1 });
    // Six comparisons of three clusters are three: all of one sign has a chance of 2/2³.
    const three = Array.from({ length: 6 }, () => ({ ab: "first", ba: "first" }) as const);
    expect(positionConsistency(three, { clusters: three.map((_, i) => `${i % 3}`) }).pValue).toBeCloseTo(0.25, 12);
    expect(() => positionConsistency([], { clusters: ["a"] })).toThrow(RangeError);
  });
});

describe("bradleyTerry", () => {
  const matrix = [...games("A", "B", [7, 3, 0]), ...games("A", "C", [9, 1, 0]), ...games("B", "C", [6, 4, 0])];

  it("gives the reference strengths and Elo gaps", () => {
    // statistics.md 4.2
    const { players } = bradleyTerry(matrix, { resamples: 200 });
    expect(players.map(({ name }) => name)).toEqual(["A", "B", "C"]);
    const strengths = players.map(({ strength }) => strength);
    expect(strengths).toEqual([2.569229, 0.8520069, 0.4568295].map((value) => expect.closeTo(value, 6)));
    expect(eloGap(strengths[0] ?? 0, strengths[1] ?? 0)).toBeCloseTo(191.744, 3);
    expect(eloGap(strengths[0] ?? 0, strengths[2] ?? 0)).toBeCloseTo(300.019, 3);
    for (const { strength, interval } of players) expect(interval[0] < strength && strength < interval[1]).toBe(true);
  });

  it("fits Davidson's ties: two players have a closed form", () => {
    // Wins 6 and 2, ties 4: π1/π2 = 3 and P(tie) = 4/12 = ν√3/(4 + ν√3).
    const { players, tie } = bradleyTerry(games("A", "B", [6, 2, 4]), { ties: "davidson", resamples: 50 });
    expect((players[0]?.strength ?? 0) / (players[1]?.strength ?? 1)).toBeCloseTo(3, 8);
    expect(tie).toBeCloseTo(2 / Math.sqrt(3), 8);
    // As half wins: 8 to 4.
    const half = bradleyTerry(games("A", "B", [6, 2, 4]), { resamples: 50 }).players;
    expect((half[0]?.strength ?? 0) / (half[1]?.strength ?? 1)).toBeCloseTo(2, 8);
  });

  it("satisfies Davidson's likelihood equations with three players", () => {
    const counts = { AB: [7, 3, 5], AC: [9, 1, 2], BC: [6, 4, 6] } as const;
    const { players, tie } = bradleyTerry([...games("A", "B", counts.AB), ...games("A", "C", counts.AC), ...games("B", "C", counts.BC)], {
      ties: "davidson",
      resamples: 5,
    });
    const strength = (name: string): number => players.find((player) => player.name === name)?.strength ?? 0;
    let expected = 0;
    let points = 0;
    for (const [pair, [wins, losses, ties]] of Object.entries(counts)) {
      const [p, q] = [strength(pair[0] ?? ""), strength(pair[1] ?? "")];
      const all = p + q + tie * Math.sqrt(p * q);
      expected += ((wins + losses + ties) * tie * Math.sqrt(p * q)) / all;
      if (pair.startsWith("A")) points += wins + ties / 2 - ((wins + losses + ties) * (p + (tie * Math.sqrt(p * q)) / 2)) / all;
    }
    expect(expected).toBeCloseTo(13, 6);
    expect(points).toBeCloseTo(0, 6);
  });

  it("keeps an unbeaten system finite and says so", () => {
    const { players, method } = bradleyTerry([...games("A", "B", [5, 0, 0]), ...games("B", "C", [3, 2, 0])], { resamples: 50 });
    expect(players[0]?.name).toBe("A");
    expect(Number.isFinite(players[0]?.interval[1])).toBe(true);
    expect(method).toContain("half a win each way added");
  });

  it("is not certain of a system that always won, nor of ties only", () => {
    const [first] = bradleyTerry(games("A", "B", [20, 0, 0]), { resamples: 1000 }).players;
    // 20 of 20: Clopper and Pearson's lower bound is .8316, odds of two players are the squared strength.
    const low = (first?.interval[0] ?? 9) ** 2;
    expect(low / (1 + low)).toBeGreaterThan(0.78);
    expect(low / (1 + low)).toBeLessThan(0.88);
    const [even] = bradleyTerry(games("A", "B", [0, 0, 8]), { resamples: 400 }).players;
    expect((even?.interval[1] ?? 1) / (even?.interval[0] ?? 1)).toBeGreaterThan(1.1);
  });

  it.each([
    { n: 20, p: 0.9 },
    { n: 10, p: 0.8 },
  ])("covers two players' strength at n = $n, p = $p", ({ n, p }) => {
    const random = seededRandom(`players ${n}`);
    let held = 0;
    for (let run = 0; run < 300; run++) {
      const { players } = bradleyTerry(
        Array.from({ length: n }, () => ({ a: "A", b: "B", score: random.next() < p ? 1 : 0 }) as const),
        { resamples: 200 },
      );
      const [low, high] = players.find(({ name }) => name === "A")?.interval ?? [0, 0];
      if (low ** 2 <= p / (1 - p) && p / (1 - p) <= high ** 2) held += 1 / 300;
    }
    // Percentiles of so few; the standard error is .013.
    expect(held).toBeGreaterThan(0.92);
  });

  it("draws an item's comparisons together", () => {
    const twice = matrix.flatMap((game, i) => [
      { ...game, item: `${i}` },
      { ...game, item: `${i}` },
    ]);
    const own = bradleyTerry(
      twice.map(({ item: _, ...game }) => game),
      { resamples: 400 },
    );
    const together = bradleyTerry(twice, { resamples: 400 });
    const width = ({ players: [first] }: ReturnType<typeof bradleyTerry>): number =>
      Math.log((first?.interval[1] ?? 1) / (first?.interval[0] ?? 1));
    expect(together.n).toBe(30);
    expect(width(together) / width(own)).toBeGreaterThan(1.2);
  });

  it("refuses nothing, a system against itself, groups that never met and other scores", () => {
    expect(() => bradleyTerry([])).toThrow(RangeError);
    expect(() => bradleyTerry(games("A", "A", [1, 0, 0]))).toThrow(RangeError);
    expect(() => bradleyTerry([...games("A", "B", [1, 1, 0]), ...games("C", "D", [1, 1, 0])])).toThrow(RangeError);
    expect(() => bradleyTerry([{ a: "A", b: "B", score: Number.NaN as 1 }])).toThrow(TypeError);
    expect(() => eloGap(0, 1)).toThrow(RangeError);
  });
});

describe("lengthControlledRate", () => {
  const random = seededRandom(6);
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const play = (n: number, intercept: number, slope: number): { scores: number[]; lengthDifferences: number[] } => {
    const lengthDifferences = Array.from({ length: n }, () => 60 + 80 * gauss());
    const scores = lengthDifferences.map((d) => (random.next() < 1 / (1 + Math.exp(-intercept - slope * Math.tanh(d / 80))) ? 1 : 0));
    return { scores, lengthDifferences };
  };

  it("takes back what length alone won, and covers the rate at equal length at its rate", () => {
    let [held, raw] = [0, 0];
    for (let run = 0; run < 300; run++) {
      const result = lengthControlledRate(play(200, 0, 1.5));
      held += result.rate.interval[0] <= 0.5 && 0.5 <= result.rate.interval[1] ? 1 / 300 : 0;
      raw += result.raw / 300;
    }
    expect(raw).toBeGreaterThan(0.6);
    // Standard error .013.
    expect(held).toBeGreaterThan(0.91);
  });

  it.each([
    { n: 20, rate: 0.9 },
    { n: 50, rate: 0.95 },
  ])("covers a rate of $rate at n = $n, where the residuals of a perfect record hardly vary", ({ n, rate }) => {
    let held = 0;
    for (let run = 0; run < 300; run++) {
      const { interval } = lengthControlledRate(play(n, Math.log(rate / (1 - rate)), 0)).rate;
      held += interval[0] <= rate && rate <= interval[1] ? 1 / 300 : 0;
    }
    // Standard error .013.
    expect(held).toBeGreaterThan(0.91);
  });

  it("leaves a rate alone that has nothing to do with length, and stays finite when length decides all", () => {
    const fair = lengthControlledRate(play(2000, 0.8, 0));
    expect(Math.abs(fair.rate.value - fair.raw)).toBeLessThan(0.04);
    expect(fair.lengthEffect.interval[0]).toBeLessThan(0);
    const lengthDifferences = Array.from({ length: 40 }, (_, i) => i - 19.5);
    const decided = lengthControlledRate({ scores: lengthDifferences.map((d) => (d > 0 ? 1 : 0)), lengthDifferences });
    expect(decided.rate.value).toBeCloseTo(0.5, 6);
    expect(Number.isFinite(decided.lengthEffect.value)).toBe(true);
    const equal = lengthControlledRate({ scores: [1, 1, 0, 1], lengthDifferences: [0, 0, 0, 0] });
    expect(equal.lengthEffect.value).toBe(0);
    expect(Math.abs(equal.rate.value - 0.75)).toBeLessThan(0.06);
  });

  it("is wider with clusters and refuses bad input", () => {
    const { scores, lengthDifferences } = play(40, 0.3, 1);
    const many = { scores: [...scores, ...scores], lengthDifferences: [...lengthDifferences, ...lengthDifferences] };
    const width = ({ rate }: ReturnType<typeof lengthControlledRate>): number => rate.interval[1] - rate.interval[0];
    const clusters = many.scores.map((_, i) => `${i % 40}`);
    expect(width(lengthControlledRate(many, { clusters })) / width(lengthControlledRate(many))).toBeGreaterThan(1.3);
    expect(() => lengthControlledRate({ scores: [1], lengthDifferences: [1] })).toThrow(RangeError);
    expect(() => lengthControlledRate({ scores: [1, 2], lengthDifferences: [1, 2] })).toThrow(RangeError);
    expect(() => lengthControlledRate({ scores: [1, Number.NaN], lengthDifferences: [1, 2] })).toThrow(TypeError);
    expect(() => lengthControlledRate({ scores: [1, 0], lengthDifferences: [1] })).toThrow(RangeError);
  });
});

import { type RandomSource, seededRandom } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { bettingInterval } from "../sequential/betting-interval.ts";
import { type PairedVerdictOptions, pairedVerdict } from "./paired-verdict.ts";
import { createRace } from "./race.ts";

/** Highest share of false alarms that `runs` simulations at a true rate of 5 % show but for one time in a thousand. */
const allowed = (runs: number): number => 0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / runs);
const gauss = (random: RandomSource): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
const clip = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));
const isBetterOrWorse = (kind: string): boolean => kind === "better" || kind === "worse";

type Scores = (random: RandomSource) => readonly [number, number];
const f1 = (random: RandomSource): number => (random.next() < 0.4 ? 0 : random.next() < 0.5 ? 1 : Math.round(random.next() * 6) / 6);
// Equal means, differences skewed: the candidate rarely gains .9 and mostly loses a little.
const skewed: Scores = (random) =>
  random.next() < 0.1 ? [0.05, 0.95 + 0.02 * (random.next() - 0.5)] : [0.5, 0.4 + 0.02 * (random.next() - 0.5)];
const zeroInflated: Scores = (random) => (random.next() < 0.7 ? [0.5, 0.5] : random.next() < 0.25 ? [0.1, 0.85] : [0.5, 0.25]);
const symmetricZeroInflated: Scores = (random) => (random.next() < 0.85 ? [1, 1] : random.next() < 0.5 ? [1, 1 / 3] : [1 / 3, 1]);
const independentF1: Scores = (random) => [f1(random), f1(random)];

function falseAlarms(scores: Scores, options: { n: number; runs: number; scale: PairedVerdictOptions["scale"] }): number {
  const random = seededRandom(`${scores.name}${options.n}${options.scale}`);
  let alarms = 0;
  for (let run = 0; run < options.runs; run++) {
    const pairs = Array.from({ length: options.n }, (_, i) => {
      const [champion, candidate] = scores(random);
      return { id: `${i}`, champion, candidate };
    });
    if (isBetterOrWorse(pairedVerdict({ pairs, metric: "m", scale: options.scale, direction: "higher", minimumUsefulEffect: 0.001 }).kind))
      alarms += 1;
  }
  return alarms / options.runs;
}

describe("pairedVerdict on equal systems", () => {
  it.each([
    { name: "skewed", scores: skewed },
    { name: "zero-inflated", scores: zeroInflated },
    { name: "symmetric zero-inflated", scores: symmetricZeroInflated },
    { name: "F1", scores: independentF1 },
  ])("says better or worse of $name shares in at most one case of twenty", ({ scores }) => {
    for (const [n, runs] of [
      [3, 300],
      [8, 300],
      [20, 250],
      [49, 150],
      [50, 1500],
      [100, 1500],
      [300, 600],
    ] as const) {
      const share = falseAlarms(scores, { n, runs, scale: "share" });
      expect(share, `n = ${n}`).toBeLessThanOrEqual(allowed(runs));
    }
  });

  it.each([{ differing: 0.02 }, { differing: 0.1 }, { differing: 0.3 }, { differing: 0.6 }])(
    "says better or worse of binary scores in at most one case of twenty when a share of $differing differs",
    ({ differing }) => {
      const scores: Scores = (random) => (random.next() < differing ? (random.next() < 0.5 ? [1, 0] : [0, 1]) : [1, 1]);
      for (const n of [6, 12, 25, 60, 200]) {
        const share = falseAlarms(scores, { n, runs: 1500, scale: "binary" });
        expect(share, `n = ${n}`).toBeLessThanOrEqual(allowed(1500));
      }
    },
  );

  it.each([
    { count: 4, scale: "binary" },
    { count: 8, scale: "share" },
    { count: 12, scale: "binary" },
    { count: 30, scale: "share" },
  ] as const)("says better or worse of $count clusters of $scale scores in at most one case of twenty", ({ count, scale }) => {
    const random = seededRandom(`clustered ${count}`);
    const runs = 1200;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const pairs = Array.from({ length: count }, (_, c) => {
        const lean = 0.5 + 0.4 * (random.next() < 0.5 ? -1 : 1);
        return Array.from({ length: 1 + Math.floor(random.next() * 6) }, (_unused, i) => {
          const wins = random.next() < lean;
          const other = scale === "share" ? random.next() * 0.5 : 0;
          return { id: `${c}/${i}`, cluster: `${c}`, champion: wins ? other : 1, candidate: wins ? 1 : other };
        });
      }).flat();
      if (isBetterOrWorse(pairedVerdict({ pairs, metric: "m", scale, direction: "higher", minimumUsefulEffect: 0.001, seed: run }).kind))
        alarms += 1;
    }
    expect(alarms / runs).toBeLessThanOrEqual(allowed(runs));
  });

  it("says better or worse of unbounded normal scores in at most 5 %", () => {
    const scores: Scores = (random) => [10 * gauss(random), 10 * gauss(random)];
    for (const n of [2, 5, 30]) expect(falseAlarms(scores, { n, runs: 3000, scale: "real" })).toBeLessThanOrEqual(allowed(3000));
  });
});

describe("intervals cover", () => {
  it.each([{ p: 0.05 }, { p: 0.3 }, { p: 0.5 }, { p: 0.9 }])("at the level for small n and a share of ones of $p", ({ p }) => {
    const random = seededRandom(`coverage ${p}`);
    const runs = 800;
    for (const n of [1, 2, 4, 9]) {
      let covered = 0;
      for (let run = 0; run < runs; run++) {
        const values = Array.from({ length: n }, () => (random.next() < p ? 1 : 0.02 * random.next()));
        const truth = p + (1 - p) * 0.01;
        const { interval } = bettingInterval(values, { range: [0, 1], seed: run });
        if (interval[0] <= truth && truth <= interval[1]) covered += 1;
      }
      expect(covered / runs, `n = ${n}`).toBeGreaterThanOrEqual(1 - allowed(runs));
    }
  });

  it("at the level for a share-scale verdict whose systems differ", () => {
    const random = seededRandom("share coverage");
    for (const [n, runs] of [
      [9, 600],
      [60, 1500],
    ] as const) {
      let covered = 0;
      for (let run = 0; run < runs; run++) {
        const pairs = Array.from({ length: n }, (_, i) => {
          const champion = 0.6 * random.next();
          return { id: `${i}`, champion, candidate: random.next() < 0.25 ? champion + 0.4 : champion };
        });
        const { interval } = pairedVerdict({ pairs, metric: "m", scale: "share", direction: "higher", minimumUsefulEffect: 0.01 });
        if ((interval[0] ?? -1) <= 0.1 && (interval[1] ?? 1) >= 0.1) covered += 1;
      }
      expect(covered / runs).toBeGreaterThanOrEqual(1 - allowed(runs));
    }
  });

  it("in at least 93 % for Tango's interval, summed exactly over all tables", async () => {
    const { tangoInterval } = await import("../paired/tango.ts");
    const n = 30;
    for (const [p, q] of [
      [0.3, 0.1],
      [0.15, 0.15],
      [0.4, 0.05],
    ] as const) {
      let covered = 0;
      for (let b = 0; b <= n; b++) {
        for (let c = 0; b + c <= n; c++) {
          const { interval } = tangoInterval({ wins: b, losses: c, n });
          if (interval[0] > p - q || interval[1] < p - q) continue;
          let ways = p ** b * q ** c * (1 - p - q) ** (n - b - c);
          for (let i = 1; i <= b; i++) ways *= (n - b + i) / i;
          for (let i = 1; i <= c; i++) ways *= (n - b - c + i) / i;
          covered += ways;
        }
      }
      expect(covered).toBeGreaterThan(0.93);
    }
  });
});

function race(
  difference: (random: RandomSource) => number,
  options: { runs: number; looks: number; seed: string },
): { kinds: string[]; stops: number[] } {
  const random = seededRandom(options.seed);
  const kinds: string[] = [];
  const stops: number[] = [];
  for (let run = 0; run < options.runs; run++) {
    const racing = createRace({ metric: "f1", direction: "higher", minimumUsefulEffect: 0.001, steps: 200 });
    let kind = "inconclusive";
    let n = 0;
    while (n < options.looks && !isBetterOrWorse(kind)) {
      kind = racing.add(difference(random)).kind;
      n += 1;
    }
    kinds.push(kind);
    stops.push(isBetterOrWorse(kind) ? n : Number.POSITIVE_INFINITY);
  }
  return { kinds, stops: stops.sort((a, b) => a - b) };
}

describe("createRace looked at after every example", () => {
  it.each([
    { name: "equal", difference: (random: RandomSource) => clip(0.31 * gauss(random), -1, 1) },
    { name: "skewed", difference: (random: RandomSource) => (random.next() < 0.1 ? 0.9 : -0.1) },
    { name: "zero-inflated", difference: (random: RandomSource) => (random.next() < 0.85 ? 0 : random.next() < 0.5 ? 1 : -1) },
  ])("says better or worse of $name systems in at most one race of twenty", ({ name, difference }) => {
    const { kinds } = race(difference, { runs: 800, looks: 150, seed: name });
    const share = kinds.filter(isBetterOrWorse).length / kinds.length;
    expect(share).toBeLessThanOrEqual(allowed(800));
  });

  // statistics.md 5.9: medians 20, 31 and 71, nine tenths by 27 and 50, four of five effects of .1 decided within 150.
  it.each([
    { effect: 0.31, median: 20, most: 27 },
    { effect: 0.2, median: 31, most: 50 },
  ])("decides an effect of $effect at sd .31 by a median of $median and mostly by $most", ({ effect, median, most }) => {
    const { kinds, stops } = race((random) => clip(effect + 0.31 * gauss(random), -1, 1), {
      runs: 600,
      looks: 150,
      seed: `effect ${effect}`,
    });
    expect(stops[300]).toBeLessThanOrEqual(median);
    expect(stops[540]).toBeLessThanOrEqual(most);
    expect(kinds.filter((kind) => kind === "worse").length).toBeLessThanOrEqual(6);
  });

  it("decides an effect of .1 at sd .31 within 150 in four of five races, half of those by 71", () => {
    const { stops } = race((random) => clip(0.1 + 0.31 * gauss(random), -1, 1), { runs: 500, looks: 150, seed: "effect .1" });
    const decided = stops.filter(Number.isFinite);
    expect(decided.length / 500).toBeGreaterThan(0.78);
    expect(decided[Math.floor(decided.length / 2)]).toBeLessThanOrEqual(71);
  });
});

import { type RandomSource, seededRandom } from "@pawl/core";
import { expect, it } from "vitest";
import { createRace } from "../verdict/race.ts";
import { bettingSequence } from "./betting-sequence.ts";
import { discordantSequence } from "./discordant-sequence.ts";
import { mixtureEValue } from "./mixture-e-value.ts";

/** Highest share of false claims that `runs` simulations at a true rate of 5 % show but for one time in a thousand. */
const allowed = (runs: number): number => 0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / runs);
type Vote = (random: RandomSource) => -1 | 0 | 1;
const votes =
  (won: number, lost: number): Vote =>
  (random) => {
    const u = random.next();
    return u < won ? 1 : u < won + lost ? -1 : 0;
  };

it("shows seven straight wins and not six, whatever the ties between them", () => {
  // One side's capital is twice the e-value less the other side's share: 2·14.4375 = 28.9 < 40 ≤ 53.6 = 2·26.8 (C(14, 7)/4⁷·2⁷).
  for (const ties of [0, 3]) {
    const sequence = discordantSequence();
    const lows = Array.from({ length: 7 }, () => {
      for (let i = 0; i < ties; i++) sequence.add(0);
      sequence.add(1);
      return sequence.interval()?.[0] ?? Number.NaN;
    });
    expect(lows[5]).toBeLessThanOrEqual(0);
    expect(lows[6]).toBeGreaterThan(0);
  }
});

it("excludes 0 when the mixture e-value of the discordant pairs reaches 1/α, and never before", () => {
  const random = seededRandom("e-value");
  let late = 0;
  for (let run = 0; run < 120; run++) {
    const draw = votes(0.35, 0.15);
    const sequence = discordantSequence({ steps: 200 });
    const count = { wins: 0, losses: 0 };
    for (let excluded = false, reached = false, n = 0; !(excluded && reached) && n < 600; n++) {
      const vote = draw(random);
      if (vote === 1) count.wins++;
      if (vote === -1) count.losses++;
      sequence.add(vote);
      reached ||= mixtureEValue(count) >= 20;
      excluded = (sequence.interval()?.[0] ?? 1) > 0 || (sequence.interval()?.[1] ?? -1) < 0;
      expect(reached || !excluded).toBe(true);
      if (reached && !excluded) late++;
    }
  }
  // The hedge leaves out what the losing side still holds: next to nothing.
  expect(late / 120).toBeLessThan(1);
});

it("agrees with the integral over all bets at means other than 0", () => {
  const random = seededRandom("integral");
  const nodes = Array.from({ length: 2000 }, (_, k) => Math.cos(((k + 0.5) / 2000) * (Math.PI / 2)));
  const lowest = (wins: number, ties: number, losses: number, goal: number): number => {
    let [low, high] = [-1, 1];
    for (let i = 0; i < 40; i++) {
      const m = (low + high) / 2;
      const logs = nodes.map(
        (c) => wins * Math.log1p((c * (1 - m)) / (1 + m)) + ties * Math.log1p((-c * m) / (1 + m)) + losses * Math.log1p(-c),
      );
      const most = Math.max(...logs);
      const capital = most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / nodes.length);
      if (capital >= goal) low = m;
      else high = m;
    }
    return low;
  };
  for (let run = 0; run < 4; run++) {
    const draw = votes(random.next() / 2, random.next() / 2);
    const sequence = discordantSequence({ steps: 4000 });
    const count = { "1": 0, "0": 0, "-1": 0 };
    let bound = -1;
    for (let n = 0; n < 40 + 100 * run; n++) {
      const vote = draw(random);
      count[`${vote}`]++;
      sequence.add(vote);
      if (n % 20 === 19) bound = Math.max(bound, lowest(count[1], count[0], count[-1], Math.log(40)));
    }
    expect(sequence.interval()?.[0] ?? 2).toBeGreaterThanOrEqual(bound - 0.002);
    expect(lowest(count[1], count[0], count[-1], Math.log(40))).toBeLessThanOrEqual((sequence.interval()?.[0] ?? -2) + 0.002);
  }
});

it("never widens, holds one-sided bounds inside the two-sided ones and mirrors", () => {
  const random = seededRandom("mirror");
  const [sequence, mirror] = [discordantSequence(), discordantSequence()];
  let last: readonly [number, number] = [-1, 1];
  expect([sequence.interval(), sequence.mean(), sequence.lowerBound(), sequence.upperBound()]).toEqual([[-1, 1], null, -1, 1]);
  for (let i = 0; i < 300; i++) {
    const vote = votes(0.3, 0.2)(random);
    sequence.add(vote);
    mirror.add(-vote);
    const now = sequence.interval() ?? [9, -9];
    expect(now[0]).toBeGreaterThanOrEqual(last[0]);
    expect(now[1]).toBeLessThanOrEqual(last[1]);
    expect(sequence.lowerBound()).toBeGreaterThanOrEqual(now[0]);
    expect(sequence.upperBound()).toBeLessThanOrEqual(now[1]);
    expect(mirror.interval()?.[0]).toBeCloseTo(-now[1], 9);
    last = now;
  }
  expect(sequence.n()).toBe(300);
});

it("refuses what no paired yes or no can differ by", () => {
  const sequence = discordantSequence();
  for (const value of [0.5, 2, -1.5]) expect(() => sequence.add(value)).toThrow(RangeError);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => sequence.add(value)).toThrow(TypeError);
  expect(sequence.n()).toBe(0);
  expect(() => discordantSequence({ steps: 1 })).toThrow(RangeError);
  expect(() => discordantSequence({ level: 1 })).toThrow(RangeError);
});

it.each([{ differing: 0.04 }, { differing: 0.2 }, { differing: 0.48 }, { differing: 1 }])(
  "says better or worse of equal systems in at most one race of twenty though looked at after each pair, where a share of $differing differs",
  ({ differing }) => {
    const random = seededRandom(`null ${differing}`);
    const runs = 400;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const race = createRace({ metric: "m", direction: "higher", minimumUsefulEffect: 0.0001, scale: "binary", steps: 40 });
      let kind = "inconclusive";
      for (let n = 0; n < 200 && kind !== "better" && kind !== "worse"; n++)
        kind = race.add(votes(differing / 2, differing / 2)(random)).kind;
      if (kind === "better" || kind === "worse") alarms += 1;
    }
    expect(alarms / runs).toBeLessThanOrEqual(allowed(runs));
  },
);

it.each([
  { won: 0, lost: 0.1 },
  { won: 0.1, lost: 0.2 },
  { won: 0.35, lost: 0.45 },
])("passes what is worse by the whole margin in at most one race of twenty: $won won, $lost lost", ({ won, lost }) => {
  const random = seededRandom(`margin ${won}`);
  const runs = 400;
  let [passed, equal] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const sequence = discordantSequence({ steps: 200 });
    let [lower, two] = [-1, -1];
    for (let n = 0; n < 200; n++) {
      sequence.add(votes(won, lost)(random));
      lower = sequence.lowerBound();
      two = sequence.interval()?.[0] ?? 1;
      if (lower > -0.1 + 1e-9) break;
    }
    if (lower > -0.1 + 1e-9) passed += 1;
    if (two > -0.1 + 1e-9) equal += 1;
  }
  expect(passed / runs).toBeLessThanOrEqual(allowed(runs));
  expect(equal).toBeLessThanOrEqual(passed);
});

it("needs fewer pairs than one bet at a time, for a difference and for a margin", () => {
  const random = seededRandom("pairs");
  const used = { difference: { mixture: 0, single: 0 }, margin: { mixture: 0, single: 0 } };
  for (let run = 0; run < 60; run++) {
    const sequences = { mixture: discordantSequence({ steps: 200 }), single: bettingSequence({ range: [-1, 1], steps: 200 }) };
    const stops = { difference: { mixture: 500, single: 500 }, margin: { mixture: 500, single: 500 } };
    for (let n = 1; n <= 500; n++) {
      // .75 against .6, each answering on its own.
      const vote = votes(0.3, 0.15)(random);
      for (const name of ["mixture", "single"] as const) {
        sequences[name].add(vote);
        if ((sequences[name].interval()?.[0] ?? -1) > 0) stops.difference[name] = Math.min(stops.difference[name], n);
        if (sequences[name].lowerBound() > -0.1) stops.margin[name] = Math.min(stops.margin[name], n);
      }
    }
    for (const of of ["difference", "margin"] as const)
      for (const name of ["mixture", "single"] as const) used[of][name] += stops[of][name];
  }
  expect(used.difference.mixture / used.difference.single).toBeLessThan(0.7);
  expect(used.margin.mixture / used.margin.single).toBeLessThan(0.75);
});

import type { Verdict } from "@pawl/core";
import { asymptoticHalfWidth, type Bounded, createRace, decide } from "@pawl/stats";
import { gain, type Metric, withJudgeNotes } from "./metric.ts";

/** Below this the asymptotic sequence gives too many false alarms on skewed scores. */
const LEAST_FOR_ASYMPTOTIC = 100;

/** Bounds to .002, rounded outwards: half the default, and half the time. */
const STEPS = 1000;
/** For a guess at what more pairs would show. */
const ROUGH_STEPS = 200;

type Scored = { readonly score: number | null };

/** A candidate paired with the champion example by example; what it says may be read after every pair. In the good direction. */
export interface Pairs {
  readonly add: (champion: Scored, candidate: Scored) => void;
  readonly verdict: () => Verdict;
  /** One-sided, at the whole level; infinite while nothing bounds it. */
  readonly lower: () => number;
  readonly upper: () => number;
  /** What so many pairs in all would say if the rest were like those seen: shown better, settled otherwise (a useful gain excluded), or still open. */
  readonly outlook: (pairs: number) => "better" | "settled" | "open";
}

export interface PairsOptions {
  readonly metric: Metric;
  readonly level: number;
  readonly minimumUsefulEffect: number;
}

/** Returns an empty pairing: bounded scores take the betting sequence, unbounded ones the asymptotic one from 100 pairs on. */
export function createPairs(options: PairsOptions): Pairs {
  const pairs = options.metric.scale === "real" ? unboundedPairs(options) : boundedPairs(options);
  return { ...pairs, verdict: () => withJudgeNotes(pairs.verdict(), options.metric) };
}

function boundedPairs({ metric, level, minimumUsefulEffect }: PairsOptions): Pairs {
  const options = { metric: metric.name, direction: metric.direction, minimumUsefulEffect, level };
  const race = createRace({ ...options, steps: STEPS });
  const seen: (number | Bounded)[] = [];
  let latest: Verdict | null = null;
  return {
    add: ({ score: champion }, { score: candidate }) => {
      const known = champion !== null && candidate !== null;
      const difference = known
        ? candidate - champion
        : { least: (candidate ?? 0) - (champion ?? 1), most: (candidate ?? 1) - (champion ?? 0) };
      seen.push(difference);
      latest = race.add(difference);
    },
    verdict: () => latest ?? race.verdict(),
    lower: race.lowerBound,
    upper: race.upperBound,
    outlook: (pairs) => {
      const rest = createRace({ ...options, steps: ROUGH_STEPS });
      for (let i = 0; i < pairs && seen.length > 0; i++) rest.add(seen[i % seen.length] ?? 0);
      const { kind } = rest.verdict();
      if (kind === "better") return "better";
      return kind !== "inconclusive" || rest.upperBound() < minimumUsefulEffect ? "settled" : "open";
    },
  };
}

function unboundedPairs({ metric, level, minimumUsefulEffect }: PairsOptions): Pairs {
  let [n, mean, squares, missing] = [0, 0, 0, 0];
  const halfWidth = (pairs: number = n): number | null => {
    if (pairs < LEAST_FOR_ASYMPTOTIC || n < 2) return null;
    return asymptoticHalfWidth(pairs, { variance: squares / (n - 1), level });
  };
  const bound = (sign: number): number => mean + sign * (halfWidth() ?? Number.POSITIVE_INFINITY);
  return {
    add: ({ score: champion }, { score: candidate }) => {
      if (champion === null || candidate === null) {
        missing += 1;
        return;
      }
      const difference = gain(metric, champion, candidate);
      n += 1;
      const off = difference - mean;
      mean += off / n;
      squares += off * (difference - mean);
    },
    verdict: () => {
      const half = halfWidth();
      const notes: string[] = [];
      if (half === null) notes.push(`An unbounded score is raced from ${LEAST_FOR_ASYMPTOTIC} examples on.`);
      if (missing > 0) notes.push(`${missing} pairs are missing and the score has no range to bound them by, so the data cannot tell.`);
      const said =
        half === null || missing > 0
          ? { kind: "inconclusive" as const, useful: false }
          : decide({ lower: mean - half, upper: mean + half, minimumUsefulEffect });
      return {
        ...said,
        metric: metric.name,
        effect: n === 0 ? null : mean,
        interval: half === null ? [null, null] : [mean - half, mean + half],
        level,
        minimumUsefulEffect,
        n,
        needed: half === null ? LEAST_FOR_ASYMPTOTIC : null,
        method: "asymptotic confidence sequence, valid at every look",
        notes,
      };
    },
    lower: () => bound(-1),
    upper: () => bound(1),
    outlook: (pairs) => {
      const half = halfWidth(pairs);
      if (half === null) return "open";
      if (mean > half) return "better";
      return -mean > half || mean + half < minimumUsefulEffect ? "settled" : "open";
    },
  };
}

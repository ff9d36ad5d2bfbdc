import type { Verdict } from "@pawl/core";
import { asymptoticHalfWidth, type Bounded, createRace, decide } from "@pawl/stats";
import { gain, type Metric, withJudgeNotes } from "./metric.ts";

/** Below this the asymptotic sequence gives too many false alarms on skewed scores. */
const LEAST_FOR_ASYMPTOTIC = 100;

/** Bounds to .002, rounded outwards: half the default, and half the time. */
const STEPS = 1000;
/** For a guess at what more pairs would show. */
const ROUGH_STEPS = 200;

/** Standard errors above its mean that a gain may well lie: one-sided 95 %. */
const HOPE = 1.645;

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
  /** Whether so many pairs in all might show it better, were the rest as good as what was seen does not speak against. A guess: no bound goes by it. */
  readonly hopeful: (pairs: number) => boolean;
}

export interface PairsOptions {
  readonly metric: Metric;
  readonly level: number;
  readonly minimumUsefulEffect: number;
}

/** Returns an empty pairing: yes/no scores go by their discordant pairs, shares by the betting sequence, unbounded scores by the asymptotic one from 100 pairs on. */
export function createPairs(options: PairsOptions): Pairs {
  const pairs = options.metric.scale === "real" ? unboundedPairs(options) : boundedPairs(options);
  return { ...pairs, verdict: () => withJudgeNotes(pairs.verdict(), options.metric) };
}

function boundedPairs({ metric, level, minimumUsefulEffect }: PairsOptions): Pairs {
  const scale = metric.scale === "binary" ? "binary" : "bounded";
  const options = { metric: metric.name, direction: metric.direction, minimumUsefulEffect, level, scale } as const;
  const race = createRace({ ...options, steps: STEPS });
  const seen: (number | Bounded)[] = [];
  const moments = createMoments();
  let latest: Verdict | null = null;
  return {
    add: ({ score: champion }, { score: candidate }) => {
      const known = champion !== null && candidate !== null;
      const difference = known
        ? candidate - champion
        : { least: (candidate ?? 0) - (champion ?? 1), most: (candidate ?? 1) - (champion ?? 0) };
      seen.push(difference);
      if (known) moments.add(gain(metric, champion, candidate));
      latest = race.add(difference);
    },
    verdict: () => latest ?? race.verdict(),
    lower: race.lowerBound,
    upper: race.upperBound,
    outlook: (pairs) => {
      const rest = createRace({ ...options, steps: ROUGH_STEPS });
      for (let i = 0; i < pairs && seen.length > 0; i++) {
        const { kind } = rest.add(seen[i % seen.length] ?? 0);
        if (kind !== "inconclusive") return kind === "better" ? "better" : "settled";
      }
      return rest.upperBound() < minimumUsefulEffect ? "settled" : "open";
    },
    hopeful: (pairs) => {
      const mean = moments.hoped(pairs);
      // What bets on the mean earn: ½·(mean/sd)² a pair, of ln(2/α).
      return mean !== null && mean > 0 && (pairs * mean ** 2) / (2 * moments.variance()) >= Math.log(2 / (1 - level));
    },
  };
}

function unboundedPairs({ metric, level, minimumUsefulEffect }: PairsOptions): Pairs {
  const moments = createMoments();
  let missing = 0;
  const halfWidth = (pairs: number = moments.n()): number | null => {
    if (pairs < LEAST_FOR_ASYMPTOTIC || moments.n() < 2) return null;
    return asymptoticHalfWidth(pairs, { variance: moments.variance(), level });
  };
  const bound = (sign: number): number => moments.mean() + sign * (halfWidth() ?? Number.POSITIVE_INFINITY);
  return {
    add: ({ score: champion }, { score: candidate }) => {
      if (champion === null || candidate === null) {
        missing += 1;
        return;
      }
      moments.add(gain(metric, champion, candidate));
    },
    verdict: () => {
      const half = halfWidth();
      const [n, mean] = [moments.n(), moments.mean()];
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
      const mean = moments.mean();
      if (half === null) return "open";
      if (mean > half) return "better";
      return -mean > half || mean + half < minimumUsefulEffect ? "settled" : "open";
    },
    hopeful: (pairs) => {
      const [mean, half] = [moments.hoped(pairs), halfWidth(pairs)];
      return mean !== null && half !== null && mean > half;
    },
  };
}

interface Moments {
  readonly add: (value: number) => void;
  readonly n: () => number;
  readonly mean: () => number;
  /** 0 before two values. */
  readonly variance: () => number;
  /** The mean over so many in all, were the rest as high as may well be; null before two values. */
  readonly hoped: (all: number) => number | null;
}

/** By Welford's running sum of squares. */
function createMoments(): Moments {
  let [n, mean, squares] = [0, 0, 0];
  const variance = (): number => (n < 2 ? 0 : squares / (n - 1));
  return {
    add: (value) => {
      n += 1;
      const off = value - mean;
      mean += off / n;
      squares += off * (value - mean);
    },
    n: () => n,
    mean: () => mean,
    variance,
    hoped: (all) => (n < 2 ? null : mean + (Math.max(0, all - n) / Math.max(all, n)) * HOPE * Math.sqrt(variance() / n)),
  };
}

import type { Verdict } from "@pawl/core";
import { requireLevel, requirePositive, requireRange } from "../internal/require.ts";
import { type BettingSequence, bettingSequence } from "../sequential/betting-sequence.ts";
import { discordantSequence } from "../sequential/discordant-sequence.ts";
import { decide } from "./decide.ts";

export interface RaceOptions {
  readonly metric: string;
  readonly direction: "higher" | "lower";
  /** In the score's own unit, above 0. */
  readonly minimumUsefulEffect: number;
  /** Confidence over all looks; several candidates share alpha by raising it. @default 0.95 */
  readonly level?: number | undefined;
  /** "binary" where both scores are yes or no, so that a difference is −1, 0 or 1: then `discordantSequence`, which needs far fewer pairs. @default "bounded" */
  readonly scale?: "bounded" | "binary" | undefined;
  /** Of candidate minus champion. @default [-1, 1] */
  readonly range?: readonly [number, number] | undefined;
  /** Grid steps over the range. @default 2000 */
  readonly steps?: number | undefined;
}

/** A missing difference by the least and most it can be, candidate minus champion. */
export interface Bounded {
  readonly least: number;
  readonly most: number;
}

export interface Race {
  /** Adds candidate minus champion of the next example, or null or its bounds when it is missing, and returns the verdict so far. */
  readonly add: (difference: number | Bounded | null) => Verdict;
  readonly verdict: () => Verdict;
  /** In the good direction, one-sided at the whole level: below the minimum useful effect the candidate is not worth going on with. */
  readonly upperBound: () => number;
  readonly lowerBound: () => number;
}

const METHODS = {
  bounded: "betting confidence sequence, valid at every look",
  binary: "mixture of bets on discordant pairs, valid at every look",
} as const;

/**
 * Returns a race between a candidate and the champion, to be fed in an order drawn beforehand and left at any look: over all looks together a false
 * better or worse comes with probability at most 1 − level. Bounds, source, tool and assumptions as `bettingSequence`, or of yes/no scores as `discordantSequence`. Items of one cluster must be averaged into one difference first.
 * @throws RangeError for a difference outside the range, or of yes/no scores other than −1, 0 and 1
 */
export function createRace(options: RaceOptions): Race {
  const { metric, direction, minimumUsefulEffect, level = 0.95, scale = "bounded", range = [-1, 1], steps = 2000 } = options;
  requirePositive("minimumUsefulEffect", minimumUsefulEffect);
  requireLevel("level", level);
  requireRange("range", range);
  const [low, high] = direction === "higher" ? range : [-range[1], -range[0]];
  const binary = scale === "binary";
  if (binary && (low !== -1 || high !== 1)) throw new RangeError(`Differences of yes/no scores range over -1..1, got ${low}..${high}.`);
  const start = (): BettingSequence =>
    binary ? discordantSequence({ level, steps }) : bettingSequence({ range: [low, high], level, steps });
  const completed = start();
  // Welford's running sum of squares, for `needed`.
  let squares = 0;
  const added: Bounded[] = [];
  // Only once something is missing do the worst and the best case differ.
  let cases: { readonly worst: BettingSequence; readonly best: BettingSequence } | undefined;
  let missing = 0;
  const oriented = (value: number | Bounded | null): Bounded => {
    if (value === null) return { least: low, most: high };
    const { least, most } = typeof value === "number" ? { least: value, most: value } : value;
    for (const end of [least, most]) {
      if (!Number.isFinite(end)) throw new TypeError(`A difference must be a finite number, got ${String(end)}.`);
      if (binary && !Number.isInteger(end)) throw new RangeError(`A difference of yes/no scores must be -1, 0 or 1, got ${end}.`);
      if (end < range[0] || end > range[1]) throw new RangeError(`A difference must lie in ${range[0]}..${range[1]}, got ${end}.`);
    }
    if (least > most) throw new RangeError(`least must not exceed most, got ${least} and ${most}.`);
    return direction === "higher" ? { least, most } : { least: -most || 0, most: -least || 0 };
  };
  const kindOf = (sequence: BettingSequence): Pick<Verdict, "kind" | "useful"> => {
    const interval = sequence.interval();
    return interval === undefined
      ? { kind: "inconclusive", useful: false }
      : decide({ lower: interval[0], upper: interval[1], minimumUsefulEffect });
  };
  const verdict = (): Verdict => {
    const n = completed.n();
    const interval = completed.interval();
    const notes: string[] = [];
    let found = n === 0 ? { kind: "inconclusive" as const, useful: false } : kindOf(completed);
    if (interval === undefined)
      notes.push(
        "Early and late differences contradict each other: the order was not random, or the rare case happened. Start a new race.",
      );
    const mean = completed.mean();
    if (interval !== undefined && mean !== null && (mean < interval[0] || mean > interval[1]))
      notes.push("Early and late differences are unlike each other: the interval, which looks at all moments, leaves out the mean so far.");
    if (cases !== undefined) {
      const [worst, best] = [kindOf(cases.worst), kindOf(cases.best)];
      if (worst.kind !== found.kind || best.kind !== found.kind) {
        notes.push(
          `${missing} of ${added.length} pairs are missing: without them ${found.kind}, at their worst ${worst.kind}, at their best ${best.kind}.`,
        );
        found = { kind: "inconclusive", useful: false };
      } else found = { kind: found.kind, useful: found.useful && worst.useful };
    }
    return {
      ...found,
      metric,
      effect: completed.mean(),
      interval: interval === undefined || n === 0 ? [null, null] : interval,
      level,
      minimumUsefulEffect,
      n,
      needed:
        found.kind === "inconclusive"
          ? neededLooks({ n, mean: completed.mean() ?? 0, squares }, { level, minimumUsefulEffect, binary })
          : null,
      method: METHODS[scale],
      notes,
    };
  };
  return {
    add: (value) => {
      const difference = oriented(value);
      added.push(difference);
      if (difference.least === difference.most) {
        const before = completed.mean() ?? difference.least;
        completed.add(difference.least);
        squares += (difference.least - before) * (difference.least - (completed.mean() ?? 0));
      } else missing += 1;
      if (missing > 0 && cases === undefined) {
        cases = { worst: start(), best: start() };
        for (const earlier of added) feed(cases, earlier);
      } else if (cases !== undefined) feed(cases, difference);
      return verdict();
    },
    verdict,
    upperBound: () => (cases?.best ?? completed).upperBound(),
    lowerBound: () => (cases?.worst ?? completed).lowerBound(),
  };
}

function feed(cases: { readonly worst: BettingSequence; readonly best: BettingSequence }, { least, most }: Bounded): void {
  cases.worst.add(least);
  cases.best.add(most);
}

/**
 * Pairs in all at which betting would decide, effect and variance as observed: ln(2/α) is earned at ½·(distance/sd)² a pair; of a mixture of bets ½·ln(π/2·discordant) more, what
 * not knowing the best bet costs (Krichevsky and Trofimov 1981).
 */
function neededLooks(
  seen: { readonly n: number; readonly mean: number; readonly squares: number },
  options: { readonly level: number; readonly minimumUsefulEffect: number; readonly binary: boolean },
): number | null {
  const { n, mean, squares } = seen;
  if (n < 2 || squares <= 0) return null;
  const variance = squares / (n - 1);
  const distance = Math.max(Math.abs(mean), options.minimumUsefulEffect - Math.abs(mean));
  const each = distance ** 2 / (2 * variance);
  const goal = Math.log(2 / (1 - options.level));
  const discordant = (variance + mean * mean) * (goal / each);
  const needed = (goal + (options.binary ? Math.max(0, 0.5 * Math.log((Math.PI / 2) * discordant)) : 0)) / each;
  return needed < 1e9 ? Math.max(n + 1, Math.ceil(needed)) : null;
}

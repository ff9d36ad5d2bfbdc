import { requireFinite, requireLevel, requireRange } from "../internal/require.ts";
import { unitOf } from "../internal/unit.ts";
import { createPlugin, LARGEST_BET } from "./capital.ts";

export interface BettingSequenceOptions {
  /** Lowest and highest possible value. */
  readonly range: readonly [number, number];
  /** Confidence that holds for all looks together. @default 0.95 */
  readonly level?: number | undefined;
  /** Steps of the grid over the range; a bound lies just beyond the last grid point that is excluded. @default 1000 */
  readonly steps?: number | undefined;
}

/** A confidence sequence: its bounds may be read after every value, and acted upon, and still hold with the stated confidence. */
export interface BettingSequence {
  /** Adds one value. Cost: one pass over what is left of the grid. @throws RangeError when it lies outside the range */
  readonly add: (value: number) => void;
  readonly n: () => number;
  /** The mean of what was added; null before the first. */
  readonly mean: () => number | null;
  /** Two-sided. Never widens. The whole range before the first value; undefined once the values contradict each other, which a fixed mean allows with probability 1 − level. */
  readonly interval: () => readonly [number, number] | undefined;
  /** One-sided at the whole level: with that confidence the mean is above it at every look. */
  readonly lowerBound: () => number;
  /** One-sided at the whole level: with that confidence the mean is below it at every look. */
  readonly upperBound: () => number;
}

/**
 * Returns an empty confidence sequence for the mean of bounded values: the hedged-capital process of Waudby-Smith and Ramdas (2024, theorem 3)
 * with predictable plug-in bets, running intersection, bets of at most nine tenths of the capital. Capital against a mean falls as the mean
 * rises, so that each bound is one index into the grid and what is excluded is never visited again. Assumes nothing but values within the range whose mean, given the past,
 * is the same each time. Out is each m with Π(1 + λ_i(m)(x_i − m)) ≥ 2/α.
 * No tool but the authors' code has it and there is no published vector: the tests compare with the formula in plain logarithms and simulate the error rate.
 */
export function bettingSequence(options: BettingSequenceOptions): BettingSequence {
  const { range, level = 0.95, steps = 1000 } = options;
  requireRange("range", range);
  requireLevel("level", level);
  if (!Number.isInteger(steps) || steps < 2) throw new RangeError(`steps must be a whole number of at least 2, got ${steps}.`);
  const [low, high] = range;
  const alpha = 1 - level;
  // Against a mean from below (rising) and, mirrored, from above (falling): capital at grid point i.
  const rising = side(steps, alpha);
  const falling = side(steps, alpha);
  const plugin = createPlugin();
  let n = 0;
  const unit = unitOf(range);
  let total = 0;
  return {
    add: (value) => {
      requireFinite("value", value);
      if (value < low || value > high) throw new RangeError(`value must lie in ${low}..${high}, got ${value}.`);
      const y = (value - low) / (high - low);
      n += 1;
      total += value / unit;
      const bet = plugin.bet((2 * Math.log(2 / alpha)) / (n * Math.log(1 + n)));
      rising.add(y, bet);
      falling.add(1 - y, bet);
      plugin.see(y);
    },
    n: () => n,
    mean: () => (n === 0 ? null : (total / n) * unit),
    interval: () => {
      const a = low + (high - low) * rising.twoSided();
      const b = high - (high - low) * falling.twoSided();
      return a <= b ? [a, b] : undefined;
    },
    lowerBound: () => low + (high - low) * rising.oneSided(),
    upperBound: () => high - (high - low) * falling.oneSided(),
  };
}

interface Side {
  readonly add: (y: number, bet: number) => void;
  readonly twoSided: () => number;
  readonly oneSided: () => number;
}

/** Capital of a bettor who bets that the mean is above m, for each m on the grid. */
function side(steps: number, alpha: number): Side {
  const capital = new Float64Array(steps + 1).fill(1);
  let both = 0;
  let one = 0;
  return {
    add: (y, bet) => {
      for (let i = both; i <= steps; i++) {
        const m = i / steps;
        capital[i] = (capital[i] ?? 0) * (1 + Math.min(bet, LARGEST_BET / m) * (y - m));
      }
      while (one <= steps && (capital[one] ?? 0) >= 1 / alpha) one += 1;
      while (both <= steps && (capital[both] ?? 0) >= 2 / alpha) both += 1;
      one = Math.max(one, both);
    },
    twoSided: () => beyond(both - 1, steps),
    oneSided: () => beyond(one - 1, steps),
  };
}

/** An excluded point is outside the sequence itself, so that excluding 0 shows a mean above 0. */
function beyond(index: number, steps: number): number {
  return index <= 0 ? 0 : Math.min(1, index / steps + 1e-12);
}

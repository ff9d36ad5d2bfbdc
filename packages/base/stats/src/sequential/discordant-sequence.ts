import { requireLevel } from "../internal/require.ts";
import type { BettingSequence, BettingSequenceOptions } from "./betting-sequence.ts";

export type DiscordantSequenceOptions = Pick<BettingSequenceOptions, "level" | "steps">;

/** Bets as shares of all that can be lost, spread evenly over the arcsine law folded at 0: Beta(½, ½) of the share won. Finitely many are a mixture as valid as the whole law. */
const BETS: readonly number[] = Array.from({ length: 64 }, (_, k) => Math.cos(((k + 0.5) / 64) * (Math.PI / 2)));
const LOST: readonly number[] = BETS.map((bet) => Math.log1p(-bet));

/**
 * Returns an empty confidence sequence for the mean of differences of paired yes/no scores, each −1, 0 or 1: p(won) − p(lost). At each mean m it holds the capital of a bettor who spreads it
 * once over all shares to bet, ∫ Π(1 + c(d − m)/(1 + m)) dπ(c), a martingale if the mean is m (Ville 1939; universal portfolios: Cover 1991, Orabona and Jun 2021); against 0 the two sides' mean
 * is `mixtureEValue` of the discordant pairs, so that ties cost nothing. Bounds and error as `bettingSequence`, whose single bet at a time is slower on such differences.
 * No tool has it; the tests check its error rate and that it is the mixture. Assumes that the mean, given the past, is the same each time.
 */
export function discordantSequence(options: DiscordantSequenceOptions = {}): BettingSequence {
  const { level = 0.95, steps = 2000 } = options;
  requireLevel("level", level);
  if (!Number.isInteger(steps) || steps < 2) throw new RangeError(`steps must be a whole number of at least 2, got ${steps}.`);
  const alpha = 1 - level;
  const counts = { wins: 0, ties: 0, losses: 0 };
  const rising = side(steps, alpha);
  const falling = side(steps, alpha);
  const n = (): number => counts.wins + counts.ties + counts.losses;
  return {
    add: (value) => {
      if (value === 1) counts.wins += 1;
      else if (value === -1) counts.losses += 1;
      else if (value === 0) counts.ties += 1;
      else if (Number.isFinite(value)) throw new RangeError(`value must be −1, 0 or 1, got ${value}.`);
      else throw new TypeError(`value must be a finite number, got ${value}.`);
      const { losses, ties, wins } = counts;
      rising.see((1 + value) / 2, [wins, ties, losses]);
      falling.see((1 - value) / 2, [losses, ties, wins]);
    },
    n,
    mean: () => (n() === 0 ? null : (counts.wins - counts.losses) / n()),
    interval: () => {
      const low = 2 * rising.twoSided() - 1;
      const high = 1 - 2 * falling.twoSided();
      return low <= high ? [low, high] : undefined;
    },
    lowerBound: () => 2 * rising.oneSided() - 1,
    upperBound: () => 1 - 2 * falling.oneSided(),
  };
}

type Counts = readonly [best: number, middle: number, worst: number];

/** Against means from below, in 0..1: capital falls as the mean rises, so that each bound is an index that only moves up. */
function side(
  steps: number,
  alpha: number,
): { readonly see: (last: number, counts: Counts) => void; readonly twoSided: () => number; readonly oneSided: () => number } {
  let both = 0;
  let one = 0;
  let idle = 0;
  const beyond = (index: number): number => (index <= 1 ? 0 : Math.min(1, (index - 1) / steps + 1e-12));
  const goals = [Math.log(2 / alpha), Math.log(1 / alpha)] as const;
  /** Where a bound has moved to, and for how many values more it cannot move again: one multiplies the capital by at most 1/m. */
  const moved = (from: number, counts: Counts, goal: number): { readonly index: number; readonly rest: number } => {
    for (let index = from; index <= steps; index++) {
      const short = goal - logCapital(counts, index / steps);
      if (short > 0) return { index, rest: Math.floor(short / -Math.log(index / steps) - 1e-9) };
    }
    return { index: steps + 1, rest: Number.POSITIVE_INFINITY };
  };
  return {
    see: (last, counts) => {
      // Against a mean that the last value does not exceed the capital fell.
      if (last <= both / steps) return;
      if (idle > 0) {
        idle -= 1;
        return;
      }
      const [two, single] = [moved(both, counts, goals[0]), moved(Math.max(one, both), counts, goals[1])];
      both = two.index;
      one = Math.max(single.index, both);
      idle = Math.max(0, Math.min(two.rest, single.rest));
    },
    twoSided: () => beyond(both),
    oneSided: () => beyond(one),
  };
}

/** Natural log of the mixture's capital against the mean m in 0..1 after values of 1, ½ and 0. */
function logCapital([best, middle, worst]: Counts, m: number): number {
  if (m === 0) return best + middle > 0 ? Number.POSITIVE_INFINITY : 0;
  const won = (1 - m) / m;
  const tied = (0.5 - m) / m;
  const logs = new Float64Array(BETS.length);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < logs.length; k++) {
    const bet = BETS[k] ?? 0;
    const log = best * Math.log1p(bet * won) + middle * Math.log1p(bet * tied) + worst * (LOST[k] ?? 0);
    logs[k] = log;
    most = Math.max(most, log);
  }
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - most);
  return most + Math.log(sum / logs.length);
}

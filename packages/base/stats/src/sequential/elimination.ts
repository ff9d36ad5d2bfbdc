import { requireCount, requireFinite, requireLevel, requirePositive, requireRange } from "../internal/require.ts";
import { unitOf } from "../internal/unit.ts";
import { type BettingSequence, bettingSequence } from "./betting-sequence.ts";

export interface Arm {
  readonly name: string;
  /** What one item costs with it, in any one unit. @default 1 */
  readonly cost?: number | undefined;
}

export interface EliminationOptions {
  readonly arms: readonly Arm[];
  /** Lowest and highest possible score. */
  readonly range: readonly [number, number];
  /** @default "higher" */
  readonly direction?: "higher" | "lower" | undefined;
  /** Chance, over all looks, that the truly best arm is never stopped. @default 0.95 */
  readonly level?: number | undefined;
  /** Grid steps of each pair's sequence over the range of a difference. @default 1000 */
  readonly steps?: number | undefined;
}

export interface ArmState {
  readonly name: string;
  readonly running: boolean;
  readonly n: number;
  readonly mean: number | null;
  /** The arm that was shown to be better; null while running. */
  readonly beatenBy: string | null;
  /** n × its cost. */
  readonly spent: number;
}

/** Arms that run on the same items until each is shown to be beaten. */
export interface Elimination {
  /** Adds the scores of the next item, one for each running arm by name, and returns the names that run on. @throws RangeError for a running arm without a score */
  readonly add: (scores: { readonly [name: string]: number }) => readonly string[];
  readonly running: () => readonly string[];
  /** In the order given. */
  readonly arms: () => readonly ArmState[];
  /** What running all arms to the same item would have cost, less what was spent. */
  readonly saved: () => number;
}

/**
 * Returns a comparison of several arms in which each is stopped as soon as the sequence of some running arm's gain over it excludes 0 from below, at any look. Each pair has
 * a betting sequence (Waudby-Smith and Ramdas 2024), one-sided at (1 − level)/(arms − 1): only the arms − 1 sequences against the truly best one can stop it wrongly.
 * Bounds, tool and assumptions as `bettingSequence`. Costs only account; they do not change what is stopped. Assumes items in random order, drawn beforehand. Cost: pairs of running arms × what is left of their grids, per item.
 */
export function createElimination(options: EliminationOptions): Elimination {
  const { arms, range, direction = "higher", level = 0.95, steps = 1000 } = options;
  requireCount("the number of arms", arms.length, 2);
  if (new Set(arms.map(({ name }) => name)).size < arms.length) throw new RangeError("Arms must have names of their own.");
  requireRange("range", range);
  requireLevel("level", level);
  arms.forEach(({ name, cost = 1 }) => {
    requirePositive(`cost of "${name}"`, cost);
  });
  const reach = range[1] - range[0];
  if (!Number.isFinite(2 * reach)) throw new RangeError(`range must be so narrow that differences are finite, got [${range.join(", ")}].`);
  const unit = unitOf(range);
  const sign = direction === "higher" ? 1 : -1;
  const states = arms.map(({ name, cost = 1 }) => ({ name, cost, n: 0, total: 0, beatenBy: null as string | null }));
  const pairs = states.flatMap((a, i) =>
    states.slice(i + 1).map((b): { a: typeof a; b: typeof b; gain: BettingSequence } => ({
      a,
      b,
      gain: bettingSequence({ range: [-reach, reach], level: 1 - (1 - level) / (arms.length - 1), steps }),
    })),
  );
  let items = 0;
  const running = (): readonly string[] => states.filter(({ beatenBy }) => beatenBy === null).map(({ name }) => name);
  return {
    add: (scores) => {
      const on = states.filter(({ beatenBy }) => beatenBy === null);
      for (const { name } of on) {
        const score = scores[name];
        if (score === undefined) throw new RangeError(`The running arm "${name}" has no score for this item.`);
        requireFinite(`score of "${name}"`, score);
        if (score < range[0] || score > range[1])
          throw new RangeError(`score of "${name}" must lie in ${range[0]}..${range[1]}, got ${score}.`);
      }
      items += 1;
      for (const state of on) {
        state.n += 1;
        state.total += (scores[state.name] ?? 0) / unit;
      }
      const live = pairs.filter(({ a, b }) => a.beatenBy === null && b.beatenBy === null);
      for (const { a, b, gain } of live) gain.add(sign * ((scores[a.name] ?? 0) - (scores[b.name] ?? 0)));
      // All pairs are read before any arm leaves, so that their order does not matter.
      const beaten = live.flatMap(({ a, b, gain }) =>
        gain.lowerBound() > 0 ? [{ loser: b, winner: a }] : gain.upperBound() < 0 ? [{ loser: a, winner: b }] : [],
      );
      const losers = new Set(beaten.map(({ loser }) => loser));
      // A cycle of arms that each beat the next has probability at most 1 − level; then none is stopped.
      if (losers.size < on.length) for (const { loser, winner } of beaten) loser.beatenBy ??= winner.name;
      return running();
    },
    running,
    arms: () =>
      states.map(({ name, cost, n, total, beatenBy }) => ({
        name,
        running: beatenBy === null,
        n,
        mean: n === 0 ? null : (total / n) * unit,
        beatenBy,
        spent: n * cost,
      })),
    saved: () => states.reduce((sum, { n, cost }) => sum + (items - n) * cost, 0),
  };
}

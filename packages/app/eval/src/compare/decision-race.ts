import type { Verdict } from "@pawl/core";
import { type Bounded, createRace, type Race } from "@pawl/stats";

export type GateKind = "pass" | "regression" | "inconclusive";

export interface DecisionRaceOptions {
  readonly metric: string;
  readonly direction: "higher" | "lower";
  /** Whether every score is 0 or 1: the race then goes by discordant pairs. */
  readonly binary: boolean;
  /** Lowest and highest possible score. */
  readonly range: readonly [number, number];
  readonly level: number;
  readonly minimumUsefulEffect: number;
  /** Asks the gate's question instead of which is better: no worse by more than this. */
  readonly margin: number | undefined;
}

/** A comparison that may be looked at after every example and left at any look. */
export interface DecisionRace {
  /** Adds one example's scores, null where missing. */
  readonly add: (champion: number | null, candidate: number | null) => void;
  readonly decided: () => boolean;
  readonly verdict: () => Verdict;
  /** Null where no margin was given. */
  readonly gate: () => GateKind | null;
}

/** Returns an empty race; its claims are false with probability at most 1 − level over all looks together. What is missing is taken at its worst and best. */
export function decisionRace(options: DecisionRaceOptions): DecisionRace {
  const { binary, direction, level, margin, metric, minimumUsefulEffect, range } = options;
  const [low, high] = range;
  const reach = high - low;
  const scale = binary ? "binary" : "bounded";
  const made = (at: number): Race => createRace({ metric, direction, minimumUsefulEffect, level: at, scale, range: [-reach, reach] });
  const race = made(level);
  // One-sided bounds at the whole level: those of a two-sided interval at `level`.
  const bounds = margin === undefined ? null : made((1 + level) / 2);
  const gate = (): GateKind | null => {
    if (margin === undefined || bounds === null) return null;
    if (bounds.lowerBound() > -margin) return "pass";
    return bounds.upperBound() < -margin ? "regression" : "inconclusive";
  };
  return {
    add: (champion, candidate) => {
      const difference: number | Bounded =
        champion !== null && candidate !== null
          ? candidate - champion
          : { least: (candidate ?? low) - (champion ?? high), most: (candidate ?? high) - (champion ?? low) };
      race.add(difference);
      bounds?.add(difference);
    },
    decided: () => (bounds === null ? race.verdict().kind !== "inconclusive" : gate() !== "inconclusive"),
    verdict: race.verdict,
    gate,
  };
}

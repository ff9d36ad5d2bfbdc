import type { Scorer } from "@pawl/core";

/** The headline: the first scorer. */
export type Metric = Pick<Scorer<never, never, never>, "name" | "hash" | "direction" | "scale">;

/** Returns the headline of a list of scorers. @throws RangeError where the list is empty. */
export function metricOf(scorers: readonly Metric[]): Metric {
  const first = scorers[0];
  if (first === undefined) throw new RangeError("climb: scorers must hold at least one scorer; the first is the headline.");
  const { name, hash, direction, scale } = first;
  return { name, hash, direction, scale };
}

/** Returns candidate minus champion in the score's own good direction. */
export function gain(metric: Metric, champion: number, candidate: number): number {
  return metric.direction === "higher" ? candidate - champion : champion - candidate;
}

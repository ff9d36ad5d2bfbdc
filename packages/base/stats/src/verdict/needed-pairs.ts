import { normalQuantile } from "../distributions/normal.ts";
import type { EffectInterval } from "./effect-interval.ts";

export interface NeededOptions {
  readonly n: number;
  readonly level: number;
  readonly minimumUsefulEffect: number;
}

/**
 * Returns how many pairs in all would decide with power 0.8 if effect and spread are as observed: the smaller of showing a difference from 0 and
 * showing equivalence. Null where neither is near (over a billion) or the spread is not known.
 */
export function neededPairs(found: EffectInterval, { n, level, minimumUsefulEffect }: NeededOptions): number | null {
  const { effect, lower, upper, spread } = found;
  if (effect === null || n === 0) return null;
  const distance = Math.max(Math.abs(effect), minimumUsefulEffect - Math.abs(effect));
  if (distance <= 0) return null;
  // A betting interval without variance shrinks as 1/n.
  const width = lower !== null && upper !== null ? Math.max(effect - lower, upper - effect) : null;
  const reach = normalQuantile((1 + level) / 2) + normalQuantile(0.8);
  const needed =
    spread !== null
      ? ((reach * spread) / distance) ** 2
      : found.method.includes("betting") && width !== null
        ? (n * width) / distance
        : Number.NaN;
  if (!(needed < 1e9)) return null;
  return Math.max(n + 1, Math.ceil(needed));
}

import { bettingInterval, type SlicedPair, type SliceEffects } from "@pawl/stats";

/** Of differences that are alike but for their last digits. */
const ROUNDING = 1e-9;

/**
 * Returns the effects with an interval of bets on bounded differences where all pairs of a slice differ alike: there a variance says 0, and the interval
 * would have no width. A cluster counts once. Without a range nothing bounds them, and they stay as they are.
 */
export function withAlikeBounded(
  effects: SliceEffects,
  { pairs, range }: { readonly pairs: readonly SlicedPair[]; readonly range: readonly [number, number] | undefined },
): SliceEffects {
  if (range === undefined) return effects;
  const span = range[1] - range[0];
  return {
    ...effects,
    slices: effects.slices.map((each) => {
      const { effect, slice } = each;
      if (effect === null || effect.interval[1] - effect.interval[0] > ROUNDING * span) return each;
      const own = pairs.filter((pair) => pair.slice === slice && pair.champion !== null && pair.candidate !== null);
      const units = new Set(own.map(({ cluster }, i) => cluster ?? i)).size;
      const alike = new Array<number>(units).fill(Math.min(span, Math.max(-span, effect.value)));
      const { interval, method } = bettingInterval(alike, { range: [-span, span], level: effect.level });
      return { ...each, effect: { ...effect, interval, method } };
    }),
  };
}

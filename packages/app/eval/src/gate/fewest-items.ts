import { binomial, leastDiscordant, normal } from "@pawl/stats";

/**
 * Returns the items with which a yes-or-no metric can show a difference of `effect` at all, with chance `power`: the verdict asks for six discordant pairs (at
 * 95 %), so at best, where only one side ever wins, the smallest n with P(Binomial(n, effect) ≥ 6) ≥ power. Infinity for effect 0.
 */
export function fewestForDifference({
  effect,
  level,
  power,
}: {
  readonly effect: number;
  readonly level: number;
  readonly power: number;
}): number {
  const wins = leastDiscordant(level);
  const share = Math.min(1, Math.abs(effect));
  if (share === 0) return Number.POSITIVE_INFINITY;
  const shows = (n: number): boolean => (share === 1 ? n >= wins : binomial(n, share).survival(wins - 1) >= power);
  let [low, high] = [wins - 1, wins];
  while (!shows(high)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (shows(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Returns the items on which a yes-or-no metric passes a margin where no answer differs: Tango's interval of n ties is ±z²/(n + z²), so n > z²(1 − margin)/margin. */
export function fewestForMargin({ level, margin }: { readonly level: number; readonly margin: number }): number {
  const z = normal().quantile((1 + level) / 2);
  return Math.floor((z * z * (1 - margin)) / margin) + 1;
}

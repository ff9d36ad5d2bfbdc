import { type Estimate, seededRandom } from "@pawl/core";
import { requireLevel, requireNumbers, requireRange } from "../internal/require.ts";
import { unitOf } from "../internal/unit.ts";
import { createPlugin, LARGEST_BET } from "./capital.ts";

export interface BettingIntervalOptions {
  /** Lowest and highest possible value. */
  readonly range: readonly [number, number];
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Of the orders in which the values are bet on. @default 0 */
  readonly seed?: number | string | undefined;
}

/**
 * Returns the mean of bounded values with an interval that covers at any n and for any shape of distribution, also without any variance
 * (Waudby-Smith and Ramdas 2024, section 4.3): capital is averaged over seeded orders of the sorted values, so the order given does not matter. A mean m is out where K(m) = mean over orders of
 * Π(1 + λ_i(m)(x_i − m)) ≥ 2/α on either side, λ_i = min(√(2 ln(2/α)/(n·σ̂²_{i−1})), .9/m). No tool but the authors' has bets, and none this average; the tests simulate its coverage.
 * For one look at a fixed n; about 1.4 times as wide as Student's t where that one holds. Assumes independent values within the range.
 */
export function bettingInterval(values: readonly number[], options: BettingIntervalOptions): Estimate {
  const { range, level = 0.95, seed = 0 } = options;
  requireNumbers("values", values);
  requireRange("range", range);
  requireLevel("level", level);
  const [low, high] = range;
  const sorted = Float64Array.from(values, (value) => {
    if (value < low || value > high) throw new RangeError(`values must lie in ${low}..${high}, got ${value}.`);
    return (value - low) / (high - low);
  }).sort();
  const n = sorted.length;
  const constant = sorted[0] === sorted[n - 1];
  const orders = constant ? 1 : Math.max(1, Math.min(50, Math.floor(5000 / n)));
  const betting = { orders, seed, scale: (2 * Math.log(2 / (1 - level))) / n };
  const rising = ordered(sorted, betting);
  // The same orders of the mirrored values, so that mirroring them mirrors the interval: no side of a comparison is favoured by the seed.
  const falling = ordered(sorted.map((y) => 1 - y).reverse(), betting);
  const threshold = (2 * orders) / (1 - level);
  const exceeds = (m: number, { bets, shares }: typeof rising): boolean => {
    const most = LARGEST_BET / m;
    let sum = 0;
    for (let start = 0; start < shares.length; start += n) {
      let capital = 1;
      for (let i = start; i < start + n; i++) {
        const y = shares[i] ?? 0;
        capital *= 1 + Math.min(bets[i] ?? 0, most) * (y - m);
      }
      sum += capital;
    }
    return sum >= threshold;
  };
  const unit = unitOf(range);
  const value = (values.reduce((sum, x) => sum + x / unit, 0) / n) * unit;
  return {
    value,
    interval: [low + (high - low) * bound((m) => exceeds(m, rising)), high - (high - low) * bound((m) => exceeds(m, falling))],
    level,
    n,
    method: "betting interval for bounded values, fixed n",
  };
}

/** The largest m that is excluded, found by halving: capital falls as m rises. */
function bound(excluded: (m: number) => boolean): number {
  let out = 0;
  let kept = 1;
  if (!excluded(0)) return 0;
  for (let i = 0; i < 40; i++) {
    const middle = (out + kept) / 2;
    if (excluded(middle)) out = middle;
    else kept = middle;
  }
  return out;
}

function ordered(
  sorted: Float64Array,
  options: { readonly orders: number; readonly seed: number | string; readonly scale: number },
): { readonly shares: Float64Array; readonly bets: Float64Array } {
  const n = sorted.length;
  const shares = new Float64Array(n * options.orders);
  const bets = new Float64Array(n * options.orders);
  const random = seededRandom(options.seed);
  const order = Float64Array.from(sorted);
  for (let k = 0; k < options.orders; k++) {
    const plugin = createPlugin();
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(random.next() * (i + 1));
      const swap = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = swap;
    }
    for (let i = 0; i < n; i++) {
      const y = order[i] ?? 0;
      shares[k * n + i] = y;
      bets[k * n + i] = plugin.bet(options.scale);
      plugin.see(y);
    }
  }
  return { shares, bets };
}

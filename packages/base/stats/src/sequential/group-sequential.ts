import { normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { solve } from "../distributions/solve.ts";
import { requireCount, requireFinite, requireLevel } from "../internal/require.ts";
import { advanced, crossing, startOfMotion, type Uncrossed } from "./crossing.ts";

export interface GroupSequentialOptions {
  /** Number of equally spaced looks, or the share of the items seen at each look, rising to 1. At most 50. */
  readonly looks: number | readonly number[];
  /**
   * `obrien-fleming`: z falls as 1/√share, early looks ask for much and the last for little more than one look would. `pocock`: the same z at each look.
   * `spending`: Lan and DeMets' O'Brien–Fleming-like spending of α, for looks whose times are not known beforehand. @default "obrien-fleming"
   */
  readonly shape?: "obrien-fleming" | "pocock" | "spending" | undefined;
  /** Confidence over all looks. @default 0.95 */
  readonly level?: number | undefined;
  /** For `inflation` and `expected`. @default 0.8 */
  readonly power?: number | undefined;
}

export interface Look {
  /** Share of all items seen, 0..1. */
  readonly share: number;
  /** Stop when |estimate/error| reaches it. */
  readonly z: number;
  /** The same as the level of a two-sided interval: `pairedVerdict` at this level stops when it excludes 0. */
  readonly level: number;
  /** False alarms up to and with this look. */
  readonly spent: number;
}

export interface GroupSequential {
  readonly looks: readonly Look[];
  /** How many times the items of a single look all looks together take for the same power. */
  readonly inflation: number;
  /** Items expected to be used, as a share of a single look's, at no effect and at the effect planned for. */
  readonly expected: { readonly none: number; readonly planned: number };
}

/**
 * Returns the bounds of a few planned looks at growing data that together raise at most 1 − level false alarms, two-sided (O'Brien and Fleming 1979; Pocock 1977;
 * Lan and DeMets 1983), by recursive numerical integration: z_k = c/√share_k (O'Brien–Fleming) or c (Pocock) with P(|Z_k| ≥ z_k at some look) = α; the bounds agree with
 * Jennison and Turnbull (2000), tables 2.1 and 2.3, and the published Lan–DeMets ones to their three digits, and with SciPy's multivariate normal.
 * Assumes independent items and estimates near normal at the first look already. For looks after every item take `bettingSequence` or `createRace`.
 * @throws RangeError for shares that do not rise to 1, for over 50 looks, and for a power of at most 1 − level
 */
export function groupSequential(options: GroupSequentialOptions): GroupSequential {
  const { shape = "obrien-fleming", level = 0.95, power = 0.8 } = options;
  requireLevel("level", level);
  requireLevel("power", power);
  if (power <= 1 - level) throw new RangeError(`power must be above 1 − level, which no effect at all has, got ${power} at ${level}.`);
  const times = timesOf(options.looks);
  const alpha = 1 - level;
  // In units of the motion: z·√share.
  const bounds = shape === "spending" ? spendingBounds(times, alpha) : constantBounds(times, { alpha, shape });
  const atNone = rejections({ times, bounds }, 0);
  let spent = 0;
  const looks = times.map((share, k): Look => {
    const z = (bounds[k] ?? 0) / Math.sqrt(share);
    spent += atNone[k] ?? 0;
    return { share, z, level: 1 - 2 * normalSurvival(z), spent };
  });
  const driftOf = (design: Design): number =>
    solve((x) => rejections(design, x).reduce((sum, p) => sum + p, 0) - power, [0, 3 * (normalQuantile(1 - alpha / 2) + 10)]);
  // Both tails count, which matters at low levels.
  const fixed = driftOf({ times: [1], bounds: [normalQuantile(1 - alpha / 2)] });
  const drift = driftOf({ times, bounds });
  const inflation = (drift / fixed) ** 2;
  const used = (chances: readonly number[]): number => {
    const stopped = chances.slice(0, -1);
    const early = stopped.reduce((sum, p, k) => sum + p * (times[k] ?? 1), 0);
    return inflation * (early + 1 - stopped.reduce((sum, p) => sum + p, 0));
  };
  return { looks, inflation, expected: { none: used(atNone), planned: used(rejections({ times, bounds }, drift)) } };
}

function timesOf(looks: number | readonly number[]): readonly number[] {
  const count = typeof looks === "number" ? looks : looks.length;
  requireCount("looks", count, 1);
  if (count > 50) throw new RangeError(`looks must be at most 50, got ${count}. For more take a betting sequence.`);
  if (typeof looks === "number") return Array.from({ length: count }, (_, k) => (k + 1) / count);
  looks.forEach((time, k) => {
    requireFinite(`looks[${k}]`, time);
    if (time <= (looks[k - 1] ?? 0) || time > 1) throw new RangeError(`looks must rise from above 0 to 1, got ${looks.join(", ")}.`);
  });
  if (looks[count - 1] !== 1) throw new RangeError(`The last look must be at 1, got ${looks[count - 1]}.`);
  return looks;
}

interface Design {
  readonly times: readonly number[];
  readonly bounds: readonly number[];
}

/** Chance of stopping at each look. */
function rejections({ times, bounds }: Design, drift: number): readonly number[] {
  let left: Uncrossed = startOfMotion();
  return times.map((time, k) => {
    const to = { time, bound: bounds[k] ?? 0, drift };
    const [above, below] = crossing(left, to);
    if (k < times.length - 1) left = advanced(left, to);
    return above + below;
  });
}

function constantBounds(
  times: readonly number[],
  { alpha, shape }: { readonly alpha: number; readonly shape: "obrien-fleming" | "pocock" },
): readonly number[] {
  const boundsAt = (c: number): readonly number[] => times.map((time) => (shape === "pocock" ? c * Math.sqrt(time) : c));
  const off = (c: number): number => alpha - rejections({ times, bounds: boundsAt(c) }, 0).reduce((sum, p) => sum + p, 0);
  const single = normalQuantile(1 - alpha / 2);
  // Bonferroni's is beyond.
  return times.length === 1 ? [single] : boundsAt(solve(off, [single, normalQuantile(1 - alpha / (2 * times.length)) + 0.01]));
}

function spendingBounds(times: readonly number[], alpha: number): readonly number[] {
  // Each side spends its half.
  const spend = (time: number): number => Math.min(alpha, 4 * normalSurvival(normalQuantile(1 - alpha / 4) / Math.sqrt(time)));
  let left: Uncrossed = startOfMotion();
  let spent = 0;
  return times.map((time) => {
    const share = Math.max(1e-300, spend(time) - spent);
    spent = spend(time);
    const bound = solve((b) => Math.log(share) - Math.log(crossing(left, { time, bound: b, drift: 0 })[0] * 2), [0, 37 * Math.sqrt(time)]);
    left = advanced(left, { time, bound, drift: 0 });
    return bound;
  });
}

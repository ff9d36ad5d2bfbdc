import { requireCount, requireLevel, requireNumbers, requirePositive } from "../internal/require.ts";
import { sortedQuantile } from "../resampling/bca.ts";
import { indexSource } from "../resampling/index-source.ts";
import { resamplingUnits } from "../resampling/replicates.ts";
import { type Counts, connected, fit, smoothed } from "./bradley-terry-fit.ts";

/** One verdict between two systems on one item. */
export interface Comparison {
  readonly a: string;
  readonly b: string;
  /** 1 when a wins, 0 when b does, ½ for a tie; each other number is refused. */
  readonly score: number;
  /** All comparisons of one item are drawn together. @default each its own */
  readonly item?: string | undefined;
}

export interface BradleyTerryOptions {
  /** "half": half a win each. "davidson": ties have a likelihood of their own. @default "half" */
  readonly ties?: "half" | "davidson" | undefined;
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** @default 1000 */
  readonly resamples?: number | undefined;
  /** @default 0 */
  readonly seed?: number | string | undefined;
}

export interface PlayerStrength {
  readonly name: string;
  /** Strengths have the geometric mean 1; i beats j by π_i/(π_i + π_j). */
  readonly strength: number;
  readonly interval: readonly [number, number];
  /** 400·log10(strength): above or below the average system. */
  readonly elo: number;
  readonly eloInterval: readonly [number, number];
  readonly comparisons: number;
}

export interface BradleyTerry {
  /** From the strongest down, equal ones by name. */
  readonly players: readonly PlayerStrength[];
  /** Davidson's ν; 0 without ties or with ties as half wins. */
  readonly tie: number;
  readonly level: number;
  /** Items drawn by the bootstrap. */
  readonly n: number;
  /** Says when half a win each way was added to every pair that met, because somebody never won or never lost. */
  readonly method: string;
}

/**
 * Returns the strengths of systems from pairwise verdicts: Bradley and Terry (1952), P(i beats j) = π_i/(π_i + π_j), by minorise–maximise (Hunter 2004), ties as half wins or Davidson's (1970); agrees with R's glm(binomial) on the players' differences;
 * intervals by percentile bootstrap over items. Where a system never won or lost against the others its strength would be infinite: then, and in such resamples, half
 * a win each way is added to every pair that met; its interval, and that of ties only, comes from drawing a win each way of every such pair along with the items. Assumes that one strength tells all (no cycles) and independent items.
 * @throws RangeError without a comparison, for a system against itself, or for groups of systems that never met; TypeError for another score
 */
export function bradleyTerry(comparisons: readonly Comparison[], options: BradleyTerryOptions = {}): BradleyTerry {
  const { ties = "half", level = 0.95, resamples = 1000, seed = 0 } = options;
  requireLevel("level", level);
  requireCount("resamples", resamples, 1);
  requireNumbers(
    "score",
    comparisons.map(({ score }) => score),
  );
  comparisons.forEach(({ a, b, score }, i) => {
    if (score !== 0 && score !== 0.5 && score !== 1)
      throw new TypeError(`comparisons[${i}].score must be 1, 0.5 or 0, got ${String(score)}.`);
    if (a === b) throw new RangeError(`comparisons[${i}] is of ${JSON.stringify(a)} against itself.`);
  });
  const names = [...new Set(comparisons.flatMap(({ a, b }) => [a, b]))].sort();
  const place = new Map(names.map((name, i) => [name, i]));
  const games = comparisons.map(({ a, b, score }) => [place.get(a) ?? 0, place.get(b) ?? 0, score] as const);
  const all = tally(games, names.length);
  if (!connected(smoothed(all)))
    throw new RangeError(
      `Not all systems met, even through others: ${names.join(", ")}. Compare the groups with each other or rank them apart.`,
    );
  const whole = connected(all);
  const { strengths, tie } = fit(whole ? all : smoothed(all), ties);
  const units = resamplingUnits({
    n: games.length,
    clusters: comparisons.map(({ item }, i) => (item === undefined ? `comparison ${i}` : `item ${item}`)),
  });
  // Where no resample could differ from the data: a win each way of every pair that met is drawn along.
  const certain = !whole || games.every(([, , score]) => score === 0.5);
  const imagined = certain ? pairsMet(all).flatMap(([i, j]) => [[i, j, 1] as const, [i, j, 0] as const]) : [];
  const source = indexSource(seed);
  const drawn = new Uint32Array(units.count);
  const replicates = names.map(() => new Float64Array(resamples));
  for (let r = 0; r < resamples; r++) {
    source.fill(drawn, units.count, units.count + imagined.length);
    const picked = [...drawn].flatMap((unit) => {
      const more = imagined[unit - units.count];
      const own = units.members.subarray(units.starts[unit] ?? 0, units.starts[unit + 1] ?? 0);
      return more === undefined ? [...own].flatMap((at) => games.slice(at, at + 1)) : [more];
    });
    const counts = tally(picked, names.length);
    // Pairs that met at all stay met: a resample without them would leave groups apart.
    const sure =
      whole && connected(counts)
        ? counts
        : smoothed({ ...counts, ties: counts.ties.map((tied, at) => (met(all, at) && !met(counts, at) ? tied + 1e-9 : tied)) });
    fit(sure, ties, strengths).strengths.forEach((strength, i) => {
      const list = replicates[i];
      if (list !== undefined) list[r] = strength;
    });
  }
  const players = names.map((name, i): PlayerStrength => {
    const sorted = (replicates[i] ?? new Float64Array(1)).sort();
    const strength = strengths[i] ?? 1;
    const interval = [sortedQuantile(sorted, (1 - level) / 2), sortedQuantile(sorted, (1 + level) / 2)] as const;
    const played = games.filter(([a, b]) => a === i || b === i).length;
    return {
      name,
      strength,
      interval,
      elo: eloGap(strength, 1),
      eloInterval: [eloGap(interval[0], 1), eloGap(interval[1], 1)],
      comparisons: played,
    };
  });
  const method = `Bradley–Terry, ${ties === "half" ? "ties half" : "Davidson ties"}; bootstrap, percentile, items${whole ? "" : ", half a win each way added"}`;
  return { players: players.sort((x, y) => y.strength - x.strength), tie, level, n: units.count, method };
}

function pairsMet(counts: Counts): readonly (readonly [number, number])[] {
  const each = Array.from({ length: counts.players }, (_, i) => i);
  return each.flatMap((i) => each.slice(i + 1).flatMap((j) => (met(counts, i * counts.players + j) ? [[i, j] as const] : [])));
}

function met({ players, wins, ties }: Counts, at: number): boolean {
  return (wins[at] ?? 0) + (wins[(at % players) * players + Math.floor(at / players)] ?? 0) + (ties[at] ?? 0) > 0;
}

function tally(games: readonly (readonly [number, number, number])[], players: number): Counts {
  const wins = new Float64Array(players * players);
  const ties = new Float64Array(players * players);
  const add = (to: Float64Array, i: number, j: number): void => {
    to[i * players + j] = (to[i * players + j] ?? 0) + 1;
  };
  for (const [a, b, score] of games) {
    if (score === 1) add(wins, a, b);
    else if (score === 0) add(wins, b, a);
    else {
      add(ties, a, b);
      add(ties, b, a);
    }
  }
  return { players, wins, ties };
}

/** Returns how many Elo points `strength` lies above `other`: 400·log10 of their ratio (Elo 1978); 191 is three wins of four. Tool and assumptions as `bradleyTerry`. @throws RangeError unless both are above 0 */
export function eloGap(strength: number, other: number): number {
  requirePositive("strength", strength);
  requirePositive("other", other);
  return 400 * Math.log10(strength / other);
}

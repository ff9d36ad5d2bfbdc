import { type RandomSource, seededRandom } from "@pawl/core";
import { requireCount } from "../internal/require.ts";

/** A number computed from the items at these positions; a position may come several times. The array is used again: do not keep it. */
export type Statistic = (positions: Uint32Array) => number;

export interface ReplicatesOptions {
  /** Number of items. */
  readonly n: number;
  /** Cluster of each item; whole clusters are then drawn. */
  readonly clusters?: readonly string[] | undefined;
  /** @default 10000 */
  readonly resamples?: number | undefined;
  /** @default 0 */
  readonly seed?: number | string | undefined;
}

/** Returns the members of each unit that is drawn: items, or clusters in order of first appearance. */
export function resamplingUnits({ n, clusters }: Pick<ReplicatesOptions, "n" | "clusters">): readonly Uint32Array[] {
  requireCount("n", n, 1);
  if (clusters === undefined) return Array.from({ length: n }, (_, i) => Uint32Array.of(i));
  if (clusters.length !== n) throw new RangeError(`clusters must name one for each of the ${n} items, got ${clusters.length}.`);
  const members = new Map<string, number[]>();
  clusters.forEach((name, i) => {
    const list = members.get(name);
    if (list === undefined) members.set(name, [i]);
    else list.push(i);
  });
  return [...members.values()].map((list) => Uint32Array.from(list));
}

/** Returns the statistic of seeded resamples with replacement, sorted upwards. @throws RangeError when one of them is not a number */
export function bootstrapReplicates(statistic: Statistic, options: ReplicatesOptions): Float64Array {
  const { resamples = 10_000, seed = 0 } = options;
  requireCount("resamples", resamples, 1);
  const units = resamplingUnits(options);
  const largest = units.reduce((most, unit) => Math.max(most, unit.length), 0);
  const positions = new Uint32Array(largest * units.length);
  const random = seededRandom(seed);
  const out = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    const value = statistic(draw(units, positions, random));
    if (Number.isNaN(value))
      throw new RangeError("statistic must be a number for every resample, got NaN. Give it a value where it is undefined.");
    out[r] = value;
  }
  return out.sort();
}

function draw(units: readonly Uint32Array[], positions: Uint32Array, random: RandomSource): Uint32Array {
  let filled = 0;
  for (let k = 0; k < units.length; k++) {
    const unit = units[Math.floor(random.next() * units.length)] ?? positions;
    for (let i = 0; i < unit.length; i++) positions[filled++] = unit[i] ?? 0;
  }
  return positions.subarray(0, filled);
}

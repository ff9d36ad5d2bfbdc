import { requireCount } from "../internal/require.ts";
import { indexSource } from "./index-source.ts";

/** A number computed from the items at these positions; a position may come several times. The array is used again: do not keep it. */
export type Statistic = (positions: Uint32Array) => number;

export interface ResamplingOptions {
  /** Cluster of each item; whole clusters are then drawn. */
  readonly clusters?: readonly string[] | undefined;
  /** @default 10000 */
  readonly resamples?: number | undefined;
  /** @default 0 */
  readonly seed?: number | string | undefined;
}

export interface ReplicatesOptions extends ResamplingOptions {
  /** Number of items. */
  readonly n: number;
}

/** What is drawn: unit u holds the items at members[starts[u]] up to members[starts[u + 1]]. */
export interface Units {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly members: Uint32Array;
}

/** Returns the units that are drawn: items, or clusters in order of first appearance. */
export function resamplingUnits({ n, clusters }: Pick<ReplicatesOptions, "n" | "clusters">): Units {
  requireCount("n", n, 1);
  if (n > 2 ** 31) throw new RangeError(`n must be at most 2^31, got ${n}.`);
  if (clusters === undefined) {
    const all = Uint32Array.from({ length: n + 1 }, (_, i) => i);
    return { count: n, starts: all, members: all.subarray(0, n) };
  }
  if (clusters.length !== n) throw new RangeError(`clusters must name one for each of the ${n} items, got ${clusters.length}.`);
  const index = new Map<string, number>();
  const unitOf = Uint32Array.from(clusters, (name) => {
    const at = index.get(name) ?? index.size;
    index.set(name, at);
    return at;
  });
  const starts = new Uint32Array(index.size + 1);
  for (const unit of unitOf) starts[unit + 1] = (starts[unit + 1] ?? 0) + 1;
  for (let u = 0; u < index.size; u++) starts[u + 1] = (starts[u + 1] ?? 0) + (starts[u] ?? 0);
  const next = starts.slice();
  const members = new Uint32Array(n);
  unitOf.forEach((unit, i) => {
    const at = next[unit] ?? 0;
    members[at] = i;
    next[unit] = at + 1;
  });
  return { count: index.size, starts, members };
}

/** Returns the statistic of seeded resamples with replacement, sorted upwards. @throws RangeError when one of them is not a number */
export function bootstrapReplicates(
  statistic: Statistic,
  units: Units,
  options: Pick<ReplicatesOptions, "resamples" | "seed">,
): Float64Array {
  const { resamples = 10_000, seed = 0 } = options;
  requireCount("resamples", resamples, 1);
  const { count, starts, members } = units;
  const single = members.length === count;
  let largest = 0;
  for (let u = 0; u < count; u++) largest = Math.max(largest, (starts[u + 1] ?? 0) - (starts[u] ?? 0));
  const drawn = new Uint32Array(count);
  const positions = single ? drawn : new Uint32Array(largest * count);
  const source = indexSource(seed);
  const out = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    source.fill(drawn, count, count);
    let filled = count;
    if (!single) {
      filled = 0;
      for (const unit of drawn) {
        const end = starts[unit + 1] ?? 0;
        for (let at = starts[unit] ?? 0; at < end; at++) positions[filled++] = members[at] ?? 0;
      }
    }
    const value = statistic(single ? positions : positions.subarray(0, filled));
    if (Number.isNaN(value))
      throw new RangeError("statistic must be a number for every resample, got NaN. Give it a value where it is undefined.");
    out[r] = value;
  }
  return out.sort();
}

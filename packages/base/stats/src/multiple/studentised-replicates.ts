import { moments } from "../internal/moments.ts";
import { requireCount, requireNumbers } from "../internal/require.ts";
import { indexSource } from "../resampling/index-source.ts";
import { type ResamplingOptions, resamplingUnits } from "../resampling/replicates.ts";

/** Means of several series over the same items, with what their shared resamples need. */
export interface Studentised {
  readonly n: number;
  /** Items, or clusters where they are given. */
  readonly units: number;
  readonly means: Float64Array;
  /** CR1 of clusters, s/√n of items; 0 where nothing varies. */
  readonly errors: Float64Array;
  /** Calls back once per resample with (mean* − mean)/error* of each series; the array is used again. ±Infinity where a resample does not vary but its mean is off. */
  readonly each: (visit: (t: Float64Array, resample: number) => void) => void;
}

/**
 * Returns the series' means, errors and studentised resamples: units are drawn once for all series, which keeps their correlation, and each resample
 * is divided by its own error, which corrects for skewness (Hall 1992, section 3.6). Resamples without variance count as infinitely far, so rare events widen.
 */
export function studentised(name: string, series: readonly (readonly number[])[], options: ResamplingOptions): Studentised {
  const { clusters, resamples = 10_000, seed = 0 } = options;
  requireCount("resamples", resamples, 1);
  if (series.length === 0) throw new RangeError(`${name} must hold at least one list.`);
  const n = series[0]?.length ?? 0;
  series.forEach((values, j) => {
    requireNumbers(`${name}[${j}]`, values, 2);
    if (values.length !== n)
      throw new RangeError(`${name} must be equally long: ${name}[0] has ${n} values, ${name}[${j}] ${values.length}.`);
  });
  const { count, starts, members } = resamplingUnits({ n, clusters });
  if (count < 2) throw new RangeError("All items are in one cluster, so their spread cannot be told.");
  const sizes = Float64Array.from({ length: count }, (_, u) => (starts[u + 1] ?? 0) - (starts[u] ?? 0));
  const scales = Float64Array.from(series, (values) => moments(values).scale);
  const sums = series.map((values, j) =>
    Float64Array.from({ length: count }, (_, u) => {
      let sum = 0;
      for (let at = starts[u] ?? 0; at < (starts[u + 1] ?? 0); at++) sum += (values[members[at] ?? 0] ?? 0) / (scales[j] ?? 1);
      return sum;
    }),
  );
  const centres = Float64Array.from(series, (values, j) => moments(values).mean / (scales[j] ?? 1));
  // Centred first: the sums of squares below then lose no digits.
  const centred = sums.map((unit, j) => unit.map((sum, u) => sum - (centres[j] ?? 0) * (sizes[u] ?? 0)));
  const factor = count / (count - 1);
  const errors = centred.map((unit, j) => {
    const largest = Math.abs(centres[j] ?? 0);
    const error = Math.sqrt(factor * unit.reduce((sum, r) => sum + r * r, 0)) / n;
    return error <= 1e-14 * largest ? 0 : error;
  });
  const each: Studentised["each"] = (visit) => {
    const source = indexSource(seed);
    const drawn = new Uint32Array(count);
    const t = new Float64Array(series.length);
    for (let r = 0; r < resamples; r++) {
      source.fill(drawn, count, count);
      let size = 0;
      let sizeSquares = 0;
      for (let k = 0; k < count; k++) {
        const m = sizes[drawn[k] ?? 0] ?? 0;
        size += m;
        sizeSquares += m * m;
      }
      for (let j = 0; j < centred.length; j++) {
        const unit = centred[j] ?? sizes;
        let sum = 0;
        let squares = 0;
        let mixed = 0;
        if (count === n) {
          for (let k = 0; k < count; k++) {
            const x = unit[drawn[k] ?? 0] ?? 0;
            sum += x;
            squares += x * x;
          }
          mixed = sum;
        } else {
          for (let k = 0; k < count; k++) {
            const u = drawn[k] ?? 0;
            const x = unit[u] ?? 0;
            sum += x;
            squares += x * x;
            mixed += x * (sizes[u] ?? 0);
          }
        }
        const off = sum / size;
        const left = squares - 2 * off * mixed + off * off * sizeSquares;
        // Below this share it is rounding.
        const error = left > 1e-12 * squares ? Math.sqrt(factor * left) / size : 0;
        t[j] = error > 0 ? off / error : Math.abs(off) <= 1e-9 * (errors[j] ?? 0) ? 0 : Math.sign(off) * Number.POSITIVE_INFINITY;
      }
      visit(t, r);
    }
  };
  return {
    n,
    units: count,
    means: centres.map((mean, j) => mean * (scales[j] ?? 1)),
    errors: Float64Array.from(errors, (error, j) => error * (scales[j] ?? 1)),
    each,
  };
}

/** Returns from where on a resample's t counts as having reached t: equal ones, of which few values give many, differ in their last digits. */
export function reachedFrom(t: number): number {
  return t - 1e-9 * Math.abs(t);
}

/** Returns the resample at which a share `level` of them is not above: the ⌈level·(B + 1)⌉-th smallest, Infinity beyond the last. */
export function criticalOf(sorted: Float64Array, level: number): number {
  return sorted[Math.ceil(level * (sorted.length + 1) - 1e-9) - 1] ?? Number.POSITIVE_INFINITY;
}

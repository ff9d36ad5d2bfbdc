import { normalQuantile, normalSurvival } from "../distributions/normal.ts";

/** Returns the quantile of sorted values, linear between them (R's type 7). */
export function sortedQuantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, share));
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low === high ? low : low + (high - low) * (at - Math.floor(at));
}

/** Returns the acceleration Σu³/(6(Σu²)^1.5) of leave-one-out values; 0 when they do not vary. */
export function acceleration(jackknife: Float64Array): number {
  const mean = jackknife.reduce((sum, x) => sum + x, 0) / jackknife.length;
  let squares = 0;
  let cubes = 0;
  for (const x of jackknife) {
    squares += (mean - x) ** 2;
    cubes += (mean - x) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

export interface BcaInput {
  readonly sorted: Float64Array;
  readonly value: number;
  readonly acceleration: number;
  readonly level: number;
  /** Replicates equal to the value count as not below it (R's boot) or half below it (SciPy). */
  readonly ties: "strict" | "mid-rank";
}

/** Returns z0, the normal quantile of the share of replicates below the value. */
export function biasCorrection({ sorted, value, ties }: Pick<BcaInput, "sorted" | "value" | "ties">): number {
  let below = 0;
  let equal = 0;
  for (const x of sorted) {
    if (x < value) below += 1;
    else if (x === value) equal += 1;
  }
  return normalQuantile((below + (ties === "mid-rank" ? equal / 2 : 0)) / sorted.length);
}

/** Returns the bias-corrected and accelerated interval (Efron 1987) of sorted replicates; percentiles, and the value, where all lie on one side of it and the correction is infinite. */
export function bcaInterval(input: BcaInput): readonly [number, number] {
  const z0 = biasCorrection(input);
  const shares = [(1 - input.level) / 2, (1 + input.level) / 2] as const;
  if (!Number.isFinite(z0)) {
    const [low, high] = [sortedQuantile(input.sorted, shares[0]), sortedQuantile(input.sorted, shares[1])];
    return [Math.min(input.value, low), Math.max(input.value, high)];
  }
  const end = (share: number): number => {
    const z = normalQuantile(share);
    return sortedQuantile(input.sorted, normalSurvival(-(z0 + (z0 + z) / (1 - input.acceleration * (z0 + z)))));
  };
  return [end(shares[0]), end(shares[1])];
}

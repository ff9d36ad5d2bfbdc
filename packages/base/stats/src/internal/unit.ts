import type { Estimate } from "@pawl/core";

/**
 * Returns what to divide the values by before they are squared: 1, or where the largest of them is beyond 1e30 or under 1e-30 the power of two just below it, so that no
 * square of a variance overflows or vanishes and no digit is lost. 1 for no value.
 */
export function unitOf(...lists: readonly ArrayLike<number>[]): number {
  let largest = 0;
  for (const list of lists) for (let i = 0; i < list.length; i++) largest = Math.max(largest, Math.abs(list[i] ?? 0));
  const usual = largest === 0 || (largest >= 1e-30 && largest <= 1e30);
  // The logarithm of the largest numbers rounds up to 1024.
  return usual ? 1 : 2 ** Math.min(1023, Math.floor(Math.log2(largest)));
}

/** Returns the values over the unit. */
export function inUnits(values: ArrayLike<number>, unit: number): readonly number[] {
  return unit === 1 && Array.isArray(values) ? values : Array.from(values, (value) => value / unit);
}

/** Returns the estimate of values that were divided by the unit in their own unit again; ends beyond the largest number are ±Infinity. */
export function timesUnit<E extends Estimate>(estimate: E, unit: number): E {
  return { ...estimate, value: estimate.value * unit, interval: [estimate.interval[0] * unit, estimate.interval[1] * unit] };
}

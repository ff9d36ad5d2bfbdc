/** How many hits are given where the caller does not say. */
export const DEFAULT_COUNT = 10;

/** @throws RangeError where a count of hits is not a whole number of at least 0. */
export function checkCount(count: number, name: string): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw new RangeError(`retrieve of "${name}": count is a whole number of at least 0; got ${count}.`);
}

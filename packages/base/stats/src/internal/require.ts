function got(value: unknown): string {
  return typeof value === "number" ? String(value) : typeof value === "string" ? JSON.stringify(value) : typeof value;
}

/** Throws a TypeError unless every value is a finite number, a RangeError when there are fewer than `least`. */
export function requireNumbers(name: string, values: ArrayLike<number>, least: number = 1): void {
  if (values === null || typeof values !== "object") throw new TypeError(`${name} must be a list of numbers, got ${got(values)}.`);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new TypeError(`${name}[${i}] must be a finite number, got ${got(values[i])}.`);
  }
  if (values.length < least)
    throw new RangeError(`${name} must hold at least ${least} value${least === 1 ? "" : "s"}, got ${values.length}.`);
}

/** Throws a TypeError for what is no number or not finite. */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new TypeError(`${name} must be a finite number, got ${got(value)}.`);
}

/** Throws unless `value` is finite and above 0. */
export function requirePositive(name: string, value: number): void {
  requireFinite(name, value);
  if (value <= 0) throw new RangeError(`${name} must be above 0, got ${value}.`);
}

/** Throws a RangeError for the difference of two finite scores that is not finite itself. */
export function requireDifference(difference: number): void {
  if (!Number.isFinite(difference)) throw new RangeError("A difference of champion and candidate is beyond the largest number.");
}

/** Throws unless `value` is above 0 and at most `most`. */
export function requirePositiveTo(name: string, value: number, most: number): void {
  requirePositive(name, value);
  if (value > most) throw new RangeError(`${name} must be at most ${most}, got ${value}.`);
}

/** Throws unless `value` lies strictly between 0 and 1: a level, a power. */
export function requireLevel(name: string, value: number): void {
  requireFinite(name, value);
  if (value <= 0 || value >= 1) throw new RangeError(`${name} must lie between 0 and 1, both excluded, got ${value}.`);
}

/** Throws unless `value` lies in [0, 1]. */
export function requireShare(name: string, value: number): void {
  requireFinite(name, value);
  if (value < 0 || value > 1) throw new RangeError(`${name} must lie in 0..1, got ${value}.`);
}

/** Throws unless `value` is an integer from `least` to the largest exact one. */
export function requireCount(name: string, value: number, least: number = 0): void {
  requireFinite(name, value);
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name} must be a whole number of at least ${least}, got ${value}.`);
}

/** Throws unless `range` is two finite numbers, the first the smaller one. */
export function requireRange(name: string, range: readonly [number, number]): void {
  requireNumbers(name, range, 2);
  if (range.length !== 2 || range[0] >= range[1] || !Number.isFinite(range[1] - range[0]))
    throw new RangeError(`${name} must be [low, high] with low < high and a finite width, got [${range.join(", ")}].`);
}

/** Throws a RangeError unless every value is 0 or 1. */
export function requireBinary(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++)
    if (values[i] !== 0 && values[i] !== 1) throw new RangeError(`${name} must be 0 or 1, got ${values[i]}.`);
}

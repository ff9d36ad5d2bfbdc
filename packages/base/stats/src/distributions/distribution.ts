/** A distribution of one real number. `survival` is P(X > x), computed for itself and not as 1 − cdf. */
export interface Distribution {
  /** Density, or for whole numbers the probability of exactly `x`. */
  readonly pdf: (x: number) => number;
  /** P(X ≤ x). */
  readonly cdf: (x: number) => number;
  /** P(X > x), exact far into the tail. */
  readonly survival: (x: number) => number;
  /** The smallest x with P(X ≤ x) ≥ p. The ends of the support at 0 and 1. @throws RangeError unless p lies in 0..1 */
  readonly quantile: (p: number) => number;
}

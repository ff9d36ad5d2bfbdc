export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Divided by n − 1; 0 for one value, Infinity where it is above the largest number. */
  readonly variance: number;
  /** Its root, finite also where the variance is not. */
  readonly sd: number;
  /** Third standardised moment; 0 without variance. */
  readonly skewness: number;
  /** Whether all values are the same number. */
  readonly constant: boolean;
  /** What the values were divided by before they were summed: 1, or the largest where that is huge or tiny. */
  readonly scale: number;
}

/** Returns the moments in two passes, the values scaled first so that huge ones do not overflow nor tiny ones vanish. */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(values[i] ?? 0));
  const scale = largest > 1e100 || (largest > 0 && largest < 1e-100) ? largest : 1;
  let mean = 0;
  let constant = true;
  for (let i = 0; i < n; i++) {
    mean += (values[i] ?? 0) / scale / n;
    if (values[i] !== values[0]) constant = false;
  }
  if (constant) return { n, mean: values[0] ?? 0, variance: 0, sd: 0, skewness: 0, constant, scale };
  let second = 0;
  let third = 0;
  for (let i = 0; i < n; i++) {
    const off = (values[i] ?? 0) / scale - mean;
    second += off * off;
    third += off * off * off;
  }
  const skewness = second > 0 ? third / n / (second / n) ** 1.5 : 0;
  const variance = second / Math.max(1, n - 1);
  return { n, mean: mean * scale, variance: variance * scale * scale, sd: Math.sqrt(variance) * scale, skewness, constant, scale };
}

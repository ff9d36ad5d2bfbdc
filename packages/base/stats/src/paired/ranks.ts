/** Returns ranks from 1, equal values sharing the mean of theirs. */
export function midRanks(values: ArrayLike<number>): number[] {
  const sorted = Float64Array.from(values).sort();
  /** How many are below, or with `through` at or below, the value. */
  const count = (value: number, through: boolean): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = sorted[middle] ?? 0;
      if (at < value || (through && at === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return Array.from(values, (value) => (count(value, false) + count(value, true) + 1) / 2);
}

/** Pairs within runs of equal values in sorted order. */
function tiedPairs(n: number, same: (i: number, j: number) => boolean): number {
  let pairs = 0;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && same(start, end)) end += 1;
    pairs += ((end - start) * (end - start - 1)) / 2;
    start = end;
  }
  return pairs;
}

/** Sorts the values upwards by merging and returns how many pairs stood in the wrong order. */
function inversions(values: Float64Array): number {
  const n = values.length;
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(n);
  let swaps = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      const middle = Math.min(low + width, n);
      const high = Math.min(low + 2 * width, n);
      let [i, j] = [low, middle];
      for (let k = low; k < high; k++) {
        if (i < middle && (j >= high || (from[i] ?? 0) <= (from[j] ?? 0))) to[k] = from[i++] ?? 0;
        else {
          swaps += middle - i;
          to[k] = from[j++] ?? 0;
        }
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return swaps;
}

/** Returns τ-b by Knight's method (1966), null when one list does not vary. */
export function kendallTau(a: readonly number[], b: readonly number[]): number | null {
  const n = a.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => (a[i] ?? 0) - (a[j] ?? 0) || (b[i] ?? 0) - (b[j] ?? 0));
  const x = Float64Array.from(order, (i) => a[i] ?? 0);
  const y = Float64Array.from(order, (i) => b[i] ?? 0);
  const tiedX = tiedPairs(n, (i, j) => x[i] === x[j]);
  const tiedBoth = tiedPairs(n, (i, j) => x[i] === x[j] && y[i] === y[j]);
  const discordant = inversions(y);
  const tiedY = tiedPairs(n, (i, j) => y[i] === y[j]);
  const all = (n * (n - 1)) / 2;
  if (all === tiedX || all === tiedY) return null;
  const tau = (all - tiedX - tiedY + tiedBoth - 2 * discordant) / Math.sqrt((all - tiedX) * (all - tiedY));
  return Math.max(-1, Math.min(1, tau));
}

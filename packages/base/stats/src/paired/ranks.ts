/** Returns ranks from 1, equal values sharing the mean of theirs. */
export function midRanks(values: readonly number[]): number[] {
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && order[end]?.value === order[start]?.value) end += 1;
    for (let k = start; k < end; k++) ranks[order[k]?.i ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

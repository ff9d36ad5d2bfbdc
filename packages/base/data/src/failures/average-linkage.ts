/**
 * Returns for each of `size` items the first item of its cluster: agglomeration by average linkage (the mean similarity between the members of two clusters), of
 * all merges at `least` or above. By chains of nearest neighbours (Murtagh 1983), in n² time and memory; of equally near ones the first.
 * @param similarity of two items, symmetric
 */
export function averageLinkage(size: number, least: number, similarity: (a: number, b: number) => number): readonly number[] {
  const near = new Float32Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const value = similarity(a, b);
      near[a * size + b] = value;
      near[b * size + a] = value;
    }
  }
  const sizes = new Uint32Array(size).fill(1);
  const first = Uint32Array.from({ length: size }, (_, i) => i);
  const chain: number[] = [];
  let begin = 0;
  for (;;) {
    if (chain.length === 0) {
      while (begin < size && sizes[begin] === 0) begin++;
      if (begin >= size) break;
      chain.push(begin);
    }
    const at = chain.at(-1) ?? 0;
    const before = chain.at(-2);
    // The one before in the chain wins ties, or the chain would never end.
    let best = before ?? -1;
    let highest = before === undefined ? Number.NEGATIVE_INFINITY : (near[at * size + before] ?? 0);
    for (let other = 0; other < size; other++) {
      if (other === at || sizes[other] === 0) continue;
      const value = near[at * size + other] ?? 0;
      if (value > highest) {
        highest = value;
        best = other;
      }
    }
    // Merges never get nearer again: who has no neighbour at `least` now has none later.
    if (best === -1 || highest < least) {
      for (const done of chain) sizes[done] = 0;
      chain.length = 0;
      continue;
    }
    if (best !== before) {
      chain.push(best);
      continue;
    }
    chain.length -= 2;
    merge(Math.min(at, best), Math.max(at, best));
  }
  return Array.from(first, (_, i) => rootOf(i));

  function merge(into: number, from: number): void {
    const [a, b] = [sizes[into] ?? 0, sizes[from] ?? 0];
    for (let other = 0; other < size; other++) {
      if (other === into || other === from || sizes[other] === 0) continue;
      const value = (a * (near[into * size + other] ?? 0) + b * (near[from * size + other] ?? 0)) / (a + b);
      near[into * size + other] = value;
      near[other * size + into] = value;
    }
    sizes[into] = a + b;
    sizes[from] = 0;
    first[from] = into;
  }

  function rootOf(item: number): number {
    let at = item;
    while (first[at] !== at) at = first[at] ?? at;
    return at;
  }
}

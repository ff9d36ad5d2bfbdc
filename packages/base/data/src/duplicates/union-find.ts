export interface UnionFind {
  /** The smallest member of the item's set. */
  readonly find: (item: number) => number;
  readonly unite: (a: number, b: number) => void;
}

/** Returns sets of the items 0 to `size − 1`, each alone at first. */
export function unionFind(size: number): UnionFind {
  const parents = Uint32Array.from({ length: size }, (_, i) => i);
  const find = (item: number): number => {
    let root = item;
    while (parents[root] !== root) root = parents[root] ?? root;
    for (let at = item; at !== root; ) {
      const next = parents[at] ?? root;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  return {
    find,
    unite: (a, b) => {
      const [left, right] = [find(a), find(b)];
      parents[Math.max(left, right)] = Math.min(left, right);
    },
  };
}

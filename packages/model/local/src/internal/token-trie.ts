/** Candidates by their tokens. `ends` is the index of the candidate that is whole here; `below` those that are whole here or further on. */
export interface TrieNode {
  readonly children: Map<number, TrieNode>;
  ends: number | null;
  readonly below: number[];
}

/** Returns a trie of token lists. Of equal lists the first is kept; the others stand in `below` nowhere. */
export function tokenTrie(lists: readonly (readonly number[])[]): TrieNode {
  const root = newNode();
  for (const [index, tokens] of lists.entries()) {
    const way = [root];
    for (const token of tokens) {
      const node = way.at(-1) ?? root;
      const next = node.children.get(token) ?? newNode();
      node.children.set(token, next);
      way.push(next);
    }
    const last = way.at(-1) ?? root;
    if (last.ends !== null) continue;
    last.ends = index;
    for (const node of way) node.below.push(index);
  }
  return root;
}

/** Follows a node as long as there is one way only. Returns the tokens on it and where it forks or ends. */
export function onlyWay(from: TrieNode): { readonly tokens: readonly number[]; readonly node: TrieNode } {
  const tokens: number[] = [];
  let node = from;
  for (let [only] = node.children; node.ends === null && node.children.size === 1 && only !== undefined; [only] = node.children) {
    tokens.push(only[0]);
    node = only[1];
  }
  return { tokens, node };
}

function newNode(): TrieNode {
  return { children: new Map(), ends: null, below: [] };
}

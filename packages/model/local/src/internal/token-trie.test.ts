import { expect, it } from "vitest";
import { onlyWay, tokenTrie } from "./token-trie.ts";

it("goes on alone until a fork", () => {
  const way = onlyWay(
    tokenTrie([
      [1, 2, 3],
      [1, 2, 4, 5],
    ]),
  );
  expect(way.tokens).toEqual([1, 2]);
  expect([...way.node.children.keys()]).toEqual([3, 4]);
  expect(way.node.below).toEqual([0, 1]);
});

it("stops where a candidate ends and another goes on", () => {
  const way = onlyWay(tokenTrie([[1, 2, 3], [1]]));
  expect(way).toMatchObject({ tokens: [1], node: { ends: 1 } });
  expect(onlyWay(way.node).node).toBe(way.node);
});

it("keeps the first of equal candidates, and an empty one ends at once", () => {
  const trie = tokenTrie([[], [7], [7]]);
  expect(trie.ends).toBe(0);
  expect(trie.below).toEqual([0, 1]);
});

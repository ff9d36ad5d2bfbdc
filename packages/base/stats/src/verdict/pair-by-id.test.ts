import { expect, it } from "vitest";
import { pairById } from "./pair-by-id.ts";

const champion = [
  { id: "a", score: 1, cluster: "x" },
  { id: "b", score: null },
  { id: "c", score: 0 },
];

it("pairs by id in the champion's order and lists what has no partner", () => {
  const candidate = [
    { id: "d", score: 1 },
    { id: "c", score: 1, cluster: "y" },
    { id: "a", score: 0, cluster: "z" },
  ];
  expect(pairById({ champion, candidate })).toEqual({
    pairs: [
      { id: "a", cluster: "x", champion: 1, candidate: 0 },
      { id: "c", cluster: "y", champion: 0, candidate: 1 },
    ],
    unmatched: { champion: ["b"], candidate: ["d"] },
  });
});

it("has no pairs for no common ids and refuses an id twice", () => {
  expect(pairById({ champion, candidate: [] })).toEqual({ pairs: [], unmatched: { champion: ["a", "b", "c"], candidate: [] } });
  expect(() => pairById({ champion: [...champion, ...champion], candidate: [] })).toThrow(RangeError);
  expect(() => pairById({ champion: [], candidate: [...champion, ...champion] })).toThrow(RangeError);
});

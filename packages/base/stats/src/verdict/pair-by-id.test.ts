import { expect, it } from "vitest";
import { pairById } from "./pair-by-id.ts";
import { pairedVerdict } from "./paired-verdict.ts";

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

it("pairs what a verdict of ten thousand clustered items takes", () => {
  const scores = (shift: number) =>
    Array.from({ length: 10_000 }, (_, i) => ({ id: `${i}`, cluster: `${i >> 1}`, score: ((i * 7919) % 1009) / 1200 + shift }));
  const { pairs } = pairById({
    champion: scores(0),
    candidate: scores(0.05).map((item, i) => ({ ...item, score: item.score + ((i * 31) % 17) / 500 })),
  });
  const verdict = pairedVerdict({ pairs, metric: "m", scale: "share", direction: "higher", minimumUsefulEffect: 0.01 });
  expect(verdict.kind).toBe("better");
});

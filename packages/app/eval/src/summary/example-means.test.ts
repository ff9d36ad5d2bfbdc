import { type Score, seededRandom, shuffled, type Unscored } from "@pawl/core";
import { expect, it } from "vitest";
import { compare } from "../compare/compare.ts";
import type { MetricFacts, RunOutline } from "../evaluation.ts";
import { changedItems } from "../report/changed-items.ts";
import { exampleIndex } from "./example-index.ts";
import { exampleMeans } from "./example-means.ts";
import { exampleScores, meanOfKnown } from "./example-scores.ts";

type Name = "right" | "off";

const metrics: { readonly [N in Name]: MetricFacts } = {
  right: { hash: "a", direction: "higher", scale: "binary" },
  off: { hash: "b", direction: "lower", scale: "share" },
};

type Item = RunOutline<Name>["items"][number];

/** A run with repeats, in any order, some cases away, some without a score, some of no example. */
function randomRun(seed: string, name: string): RunOutline<Name> {
  const given = seededRandom(seed);
  const [examples, repeats] = [3 + Math.floor(given.next() * 40), 1 + Math.floor(given.next() * 3)];
  const [clustered, mixed] = [given.next() < 0.5, given.next() < 0.5];
  const random = given.fork(name);
  const score = (value: number): Score | Unscored =>
    random.next() < 0.1 ? { kind: "unscored", reason: "away" } : { kind: "score", value };
  const cases = Array.from({ length: examples * repeats }, (_, i): Item[] => {
    if (random.next() < 0.1) return [];
    const id = `${name}${i}`;
    const example = { id: `e${Math.floor(i / repeats)}`, repeat: i % repeats, ...(clustered ? { cluster: `c${i % 5}` } : {}) };
    return [
      {
        trace: {
          id,
          origin: random.next() < 0.05 ? { runId: name } : { runId: name, example },
          outcome: { kind: "ok" },
          totals: { microDollars: 1, inputTokens: null, outputTokens: 2 },
          totalMs: random.next(),
        },
        scores: { right: score(random.next() < 0.6 ? 1 : 0), off: score(Math.round(random.next() * 10) / 10) },
      },
    ];
  }).flat();
  return {
    record: {
      format: "pawl.run-record/1",
      id: name,
      planHash: name,
      task: { name: "t", hash: "t" },
      variantId: null,
      split: "dev",
      splitHash: "d",
      startedAt: 0,
      finishedAt: 1,
    },
    metrics,
    items: mixed ? shuffled(cases, random) : cases,
  };
}

const pairs = Array.from({ length: 40 }, (_, i) => [randomRun(`run ${i}`, "a"), randomRun(`run ${i}`, "b")] as const);

it("means, counts and pairs are those of the cases of each example", () => {
  for (const [champion, candidate] of pairs) {
    for (const metric of ["right", "off"] as const) {
      const scores = exampleScores(champion, metric);
      for (const fill of [null, 0, 1]) {
        const { cases, counted, means } = exampleMeans(champion, metric, fill);
        const filled = scores.map(({ values }) => values.map((value) => value ?? fill));
        expect([...cases]).toEqual(scores.map(({ values }) => values.length));
        expect([...counted]).toEqual(filled.map((values) => values.filter((value) => value !== null).length));
        expect([...means].map((mean, i) => (counted[i] === 0 ? null : mean))).toEqual(filled.map(meanOfKnown));
      }
      const known = new Map(exampleScores(candidate, metric).map(({ id, values }) => [id, meanOfKnown(values)]));
      const paired = scores.filter(({ id, values }) => meanOfKnown(values) !== null && typeof known.get(id) === "number");
      expect(compare(champion, candidate, { metric, minimumUsefulEffect: 0.1 }).verdict.n).toBe(paired.length);
    }
  }
});

it("the examples of a run are numbered alike, whether another run is to hand or not", () => {
  const numbered = ({ items }: RunOutline<Name>, like?: RunOutline<Name>): unknown => {
    const { numberOf, ...index } = exampleIndex({ items: [...items] }, like && exampleIndex(like));
    return { ...index, numberOf: [...numberOf] };
  };
  for (const [champion, candidate] of pairs) {
    const shorter = { ...champion, items: champion.items.slice(0, -1) };
    const moved = { ...champion, items: [...champion.items.slice(1), ...champion.items.slice(0, 1)] };
    const regrouped = {
      ...champion,
      items: champion.items.map(({ scores, trace }) => {
        const { example } = trace.origin;
        return { scores, trace: { ...trace, origin: example ? { example: { ...example, cluster: "one" } } : {} } };
      }),
    };
    for (const run of [champion, candidate, shorter, moved, regrouped]) {
      expect(numbered(run, champion)).toEqual(numbered(run));
      expect(numbered(champion, run)).toEqual(numbered(champion));
    }
  }
});

it("cases are paired by example and repeat, in whatever order they stand", () => {
  const key = ({ trace: { id, origin } }: Item): string => (origin.example ? `${origin.example.repeat} ${origin.example.id}` : id);
  for (const [champion, candidate] of pairs) {
    const before = new Map(champion.items.map((item) => [key(item), item]));
    const expected = candidate.items.flatMap((after) => {
      const partner = before.get(key(after));
      return partner === undefined ? [] : [`${partner.trace.id} ${after.trace.id}`];
    });
    const found = changedItems(champion, candidate, "right");
    expect(found.map((item) => `${item.before.trace.id} ${item.after.trace.id}`).sort()).toEqual(expected.sort());
  }
});

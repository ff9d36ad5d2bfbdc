import { seededRandom, shuffled } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averageLinkage } from "./average-linkage.ts";
import { clusterFailures } from "./cluster-failures.ts";
import { type Failure, failureKinds } from "./failure-kinds.ts";

/** Failures of three planted kinds of cause and a few of their own, with the cause of each by id. */
function planted(seed: number): { readonly failures: readonly Failure[]; readonly causes: ReadonlyMap<string, string> } {
  const random = seededRandom(seed);
  const pick = (words: string): string => {
    const list = words.split(" ");
    return list[Math.floor(random.next() * list.length)] ?? "";
  };
  const say = (words: string, count: number): string => Array.from({ length: count }, () => pick(words)).join(" ");
  const filler = "the a please my it is was on for with me and today";
  const failures: Failure[] = [];
  const causes = new Map<string, string>();
  const add = (cause: string, failure: Omit<Failure, "id">): void => {
    const id = `f${String(failures.length).padStart(3, "0")}`;
    failures.push({ id, ...failure });
    causes.set(id, cause);
  };
  for (let i = 0; i < 30; i++) {
    const date = `${say(filler, 5)} ${say("tomorrow monday noon evening week", 2)}`;
    add("date", { input: { message: date }, expected: { kind: "visit", date: "d" }, output: { kind: "visit" } });
    if (i < 20) {
      const money = `${say(filler, 5)} ${say("euro dollar refund price invoice", 2)}`;
      add("money", { input: { message: money }, expected: { kind: "pay", sum: i }, output: { kind: "pay", sum: i + 1 } });
    }
    if (i < 12) add("timeout", { input: { message: say(filler, 8) }, outcome: "timeout" });
    // Same kind of failure as dates, other words.
    if (i < 15)
      add("place", {
        input: { message: `${say(filler, 5)} ${say("street gate square corner bridge", 2)}` },
        expected: { kind: "visit", date: "d" },
        output: { kind: "visit" },
      });
    if (i < 2) add("odd", { input: { message: say(filler, 6) }, expected: { [`only${i}`]: 1 }, output: {} });
  }
  return { failures, causes };
}

describe("clusterFailures", () => {
  it("finds planted causes, tells their shares, and leaves what is rare as other", () => {
    const { failures, causes } = planted(1);
    const { clusters, other, failures: n, sentence } = clusterFailures(failures);
    expect(n).toBe(79);
    let right = 0;
    for (const { ids } of clusters) {
      const counts = new Map<string, number>();
      for (const id of ids) counts.set(causes.get(id) ?? "", (counts.get(causes.get(id) ?? "") ?? 0) + 1);
      right += Math.max(...counts.values());
    }
    // Purity: how many stand with the most frequent cause of their cluster.
    expect(right / (n - other.count)).toBeGreaterThan(0.9);
    expect(other.ids.map((id) => causes.get(id)).filter((cause) => cause === "odd").length).toBe(2);
    expect(other.count).toBeLessThan(12);
    const timeouts = clusters.find(({ kind }) => kind === "outcome timeout");
    expect(timeouts).toMatchObject({ count: 12, share: { n: 79, method: "wilson" } });
    expect(timeouts?.share.value).toBeCloseTo(12 / 79, 12);
    const [largest] = clusters;
    expect(clusters.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["missing field date", "wrong field sum"]));
    expect(largest?.terms.length).toBeGreaterThan(0);
    expect(largest?.examples.every((id) => largest.ids.includes(id))).toBe(true);
    expect(sentence).toMatch(/^79 failures fall into \d+ clusters and \d+ others; the largest is /);
  });

  it("splits one kind of failure by its words, which become the label", () => {
    const { failures, causes } = planted(2);
    const dates = clusterFailures(failures).clusters.filter(({ kind }) => kind === "missing field date");
    expect(dates.length).toBeGreaterThan(1);
    const words = (cause: string): readonly string[] =>
      dates.filter(({ ids }) => ids.filter((id) => causes.get(id) === cause).length > ids.length / 2).flatMap(({ terms }) => terms);
    expect(words("date").join(" ")).toMatch(/tomorrow|monday|noon|evening|week/);
    expect(words("place").join(" ")).toMatch(/street|gate|square|corner|bridge/);
  });

  it("finds what failures of rare kinds have in common in their words", () => {
    const cause = (i: number): Failure => ({
      id: `${i}`,
      input: `the delivery to norway number ${i} got lost at customs`,
      expected: `a${i}`,
      output: `b${i}`,
    });
    const others = Array.from(
      { length: 10 },
      (_, i): Failure => ({ id: `o${i}`, input: `w${i} x${i} y${i}`, expected: `c${i}`, output: `d${i}` }),
    );
    const { clusters, other } = clusterFailures([...Array.from({ length: 6 }, (_, i) => cause(i)), ...others]);
    expect(clusters).toMatchObject([{ kind: null, count: 6, ids: ["0", "1", "2", "3", "4", "5"] }]);
    expect(clusters[0]?.label).toMatch(/norway|customs|delivery/);
    expect(other.count).toBe(10);
  });

  it("puts each failure into one place, whatever their order", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 2, max: 6 }), fc.nat(79), (seed, minSize, size) => {
        const failures = planted(seed).failures.slice(0, size);
        const found = clusterFailures(failures, { minSize });
        const all = [...found.clusters.flatMap(({ ids }) => ids), ...found.other.ids];
        expect(all.toSorted()).toEqual(failures.map(({ id }) => id).toSorted());
        for (const { count } of found.clusters) expect(count).toBeGreaterThanOrEqual(minSize);
        expect(clusterFailures(shuffled(failures, seededRandom(seed)), { minSize })).toEqual(found);
      }),
      { seed: 41, numRuns: 25 },
    );
  });

  it("groups more failures than it compares", () => {
    const many = Array.from(
      { length: 3_000 },
      (_, i): Failure => ({ id: `${i}`, input: i % 3 === 0 ? `parcel lost in street ${i % 50}` : `money back for invoice ${i % 70}` }),
    );
    const { clusters, other } = clusterFailures(many);
    expect(clusters.map(({ count }) => count)).toEqual([2_000, 1_000]);
    expect(other.count).toBe(0);
  });

  it("has an answer for none, one, and failures that say nothing", () => {
    expect(clusterFailures([])).toEqual({
      failures: 0,
      clusters: [],
      other: { ids: [], count: 0, share: null },
      sentence: "Nothing failed.",
    });
    expect(clusterFailures([{ id: "a" }])).toMatchObject({ clusters: [], other: { ids: ["a"], share: { value: 1 } } });
    expect(clusterFailures(Array.from({ length: 9 }, (_, i) => ({ id: `${i}` })))).toMatchObject({ clusters: [], other: { count: 9 } });
    const alike = Array.from({ length: 9 }, (_, i) => ({ id: `${i}`, input: "x", expected: "track", output: "refund" }));
    expect(clusterFailures(alike).clusters).toMatchObject([{ label: "answered refund for track", count: 9, terms: [] }]);
  });

  it("tells all failures without an id at once, and refuses options that mean nothing", () => {
    const bad = [{ id: "" }, { id: "a" }, { id: "a" }];
    expect(() => clusterFailures(bad)).toThrow(
      expect.objectContaining({ code: "data.invalid-rows", facts: expect.objectContaining({ count: 2 }) }),
    );
    expect(() => clusterFailures([], { minSize: 1 })).toThrow(RangeError);
    expect(() => clusterFailures([], { similarity: 0 })).toThrow(RangeError);
    expect(() => clusterFailures([], { examples: -1 })).toThrow(RangeError);
  });
});

it.each<[Omit<Failure, "id">, readonly string[]]>([
  [{ outcome: "timeout", expected: "a", output: "b" }, ["outcome timeout"]],
  [{ outcome: "ok", expected: "track", output: "refund" }, ["answered refund for track"]],
  [
    { expected: { a: 1, b: { c: 2, d: 3 } }, output: { a: 1, b: { c: 4 }, e: 5 } },
    ["wrong field b.c", "missing field b.d", "extra field e"],
  ],
  [{ expected: { a: null }, output: {} }, []],
  [{ expected: { a: "x" }, output: { a: 1 } }, ["wrong kind of value a"]],
  [{ expected: { a: [1, 2] }, output: { a: [2, 1] } }, ["wrong order a"]],
  [{ expected: [1, 2], output: [1] }, ["too few items"]],
  [{ expected: [1], output: [1, 2] }, ["too many items"]],
  [{ expected: [1, 2], output: [1, 3] }, ["wrong items"]],
  [{ expected: { a: 1 }, output: "prose" }, ["answered text for an object"]],
  [{ expected: 1, output: 2 }, ["wrong number"]],
  [{ expected: "a".repeat(50), output: "b" }, ["wrong text"]],
  [{ expected: "a", output: "" }, ["no output"]],
  [{ expected: "a" }, ["no output"]],
  [{ output: "a" }, []],
  [{ expected: "a", output: "a" }, []],
])("says in what ways %j failed", (failure, kinds) => {
  expect(failureKinds({ id: "x", ...failure })).toEqual(kinds);
});

it("agglomerates as merging the nearest pair again and again does", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 14 }), fc.nat(1e6), fc.constantFrom(0.2, 0.5, 0.8), (size, seed, least) => {
      const random = seededRandom(seed);
      const near = Array.from({ length: size }, () => Array.from({ length: size }, () => random.next()));
      const similarity = (a: number, b: number): number => near[Math.min(a, b)]?.[Math.max(a, b)] ?? 0;
      expect(averageLinkage(size, least, similarity)).toEqual(slowly(size, least, similarity));
    }),
    { seed: 42, numRuns: 200 },
  );
});

function slowly(size: number, least: number, similarity: (a: number, b: number) => number): readonly number[] {
  let groups = Array.from({ length: size }, (_, i) => [i]);
  for (;;) {
    const pairs = groups.flatMap((a, i) =>
      groups.slice(i + 1).map((b) => ({
        a,
        b,
        mean: a.flatMap((x) => b.map((y) => similarity(x, y))).reduce((sum, value) => sum + value, 0) / (a.length * b.length),
      })),
    );
    const best = pairs.toSorted((one, other) => other.mean - one.mean)[0];
    if (best === undefined || best.mean < least) break;
    groups = [...groups.filter((group) => group !== best.a && group !== best.b), [...best.a, ...best.b].sort((x, y) => x - y)];
  }
  return Array.from({ length: size }, (_, i) => groups.find((group) => group.includes(i))?.[0] ?? i);
}

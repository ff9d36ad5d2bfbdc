import { seededRandom } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterExamples } from "./cluster-examples.ts";
import { bandsFor } from "./min-hash.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { comparable, jaccard, shingles } from "./shingles.ts";
import { unionFind } from "./union-find.ts";

/** All pairs, one by one, with sets of the shingles themselves. */
function slowly(texts: readonly string[], threshold: number): { readonly pairs: readonly string[]; readonly clusters: readonly number[] } {
  const sets = texts.map((text) => {
    const padded = ` ${comparable(text)} `;
    return new Set(Array.from({ length: Math.max(1, padded.length - 4) }, (_, i) => padded.slice(i, i + 5)));
  });
  const pairs: string[] = [];
  const clusters = texts.map((_, i) => i);
  for (const [a, left] of sets.entries()) {
    for (const [b, right] of sets.entries()) {
      if (b <= a || similarity(left, right) < threshold) continue;
      pairs.push(`${a} ${b}`);
      const [low, high] = [Math.min(clusters[a] ?? 0, clusters[b] ?? 0), Math.max(clusters[a] ?? 0, clusters[b] ?? 0)];
      for (const [i, cluster] of clusters.entries()) if (cluster === high) clusters[i] = low;
    }
  }
  return { pairs, clusters };
}

function similarity(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = [...left].filter((shingle) => right.has(shingle)).length;
  return shared / (left.size + right.size - shared);
}

function variations(count: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  const words = "parcel where late broken driver gate street number please today tomorrow never refund box missing".split(" ");
  const pick = (): string => words[Math.floor(random.next() * words.length)] ?? "";
  const bases = Array.from({ length: Math.ceil(count / 4) }, () => Array.from({ length: 10 }, pick));
  return Array.from({ length: count }, (_, i) => {
    const text = [...(bases[i % bases.length] ?? [])];
    if (i >= bases.length) text[Math.floor(random.next() * text.length)] = pick();
    return text.join(" ");
  });
}

describe("nearDuplicates", () => {
  it("finds the pairs and clusters that comparing all with all finds", () => {
    const texts = [...new Set(variations(300, 1))];
    const slow = slowly(texts, 0.7);
    const { pairs, clusters } = nearDuplicates(texts);
    expect(pairs.map(({ a, b }) => `${a} ${b}`)).toEqual(slow.pairs);
    expect(slow.pairs.length).toBeGreaterThan(100);
    expect(clusters).toEqual(slow.clusters);
  });

  it("never calls a pair similar that is not, and gives the same for the same texts", () => {
    const texts = fc.array(fc.stringMatching(/^[ab]{0,9}$/), { maxLength: 25 });
    fc.assert(
      fc.property(texts, fc.constantFrom(0.3, 0.6, 1), (list, threshold) => {
        const found = nearDuplicates(list, { threshold });
        const slow = slowly(list, threshold);
        for (const { a, b } of found.pairs) expect(slow.pairs).toContain(`${a} ${b}`);
        expect(nearDuplicates(list, { threshold })).toEqual(found);
        if (threshold === 1) expect(found.clusters).toEqual(slow.clusters);
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  it("takes texts that differ in case, accents' composition and punctuation for equal", () => {
    expect(nearDuplicates(["Where's my caf\u00e9?", "x", "where s my CAFE\u0301"])).toEqual({
      clusters: [0, 1, 0],
      pairs: [{ a: 0, b: 2, similarity: 1 }],
    });
  });

  it("gives empty lists for no texts and refuses senseless settings", () => {
    expect(nearDuplicates([])).toEqual({ clusters: [], pairs: [] });
    expect(() => nearDuplicates([], { threshold: 0 })).toThrow(RangeError);
    expect(() => nearDuplicates([], { shingle: 0 })).toThrow(RangeError);
  });
});

describe("the parts of nearDuplicates", () => {
  it("have bands that find a pair at the threshold 1,999 times in 2,000", () => {
    // t = .7: rows 4 leave 32 bands, 1 − (1 − .2401)^32 = .99985; rows 5 leave 25, 1 − (1 − .16807)^25 = .98995.
    expect(bandsFor(0.7)).toEqual({ bands: 32, rows: 4 });
  });

  it("measure the similarity of sets", () => {
    // "abcd" with a space at both ends has the shingles " abc", "abcd", "bcd "; "abce" shares the first: 1 of 5.
    expect(jaccard(shingles("abcd", 4), shingles("abce", 4))).toBe(0.2);
    expect(jaccard(shingles("", 5), shingles("", 5))).toBe(1);
  });

  it("unite what is linked, named by the smallest member", () => {
    const sets = unionFind(5);
    sets.unite(4, 3);
    sets.unite(1, 4);
    expect([0, 1, 2, 3, 4].map(sets.find)).toEqual([0, 1, 2, 1, 1]);
  });
});

describe("clusterExamples", () => {
  it("names a cluster by its first example, joins clusters that are there, and leaves the others alone", () => {
    const rows = [
      { id: "a", input: { message: "where is my parcel now please" } },
      { id: "b", input: { message: "something else" }, cluster: "old" },
      { id: "c", input: { message: "Where is my parcel, now, please?" }, cluster: "old" },
      { id: "d", input: { message: "quite another thing" } },
    ];
    expect(clusterExamples(rows).map(({ cluster }) => cluster)).toEqual(["a", "a", "a", undefined]);
  });
});

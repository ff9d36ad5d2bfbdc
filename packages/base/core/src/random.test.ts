import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom, shuffled } from "./random.ts";

/** xoshiro128** as its authors wrote it (prng.di.unimi.it/xoshiro128starstar.c), in BigInt. */
function slow(seed: number): () => number {
  const M = 0xffffffffn;
  const digest = createHash("sha256").update(`number:${seed}`).digest();
  const s = [0, 4, 8, 12].map((at) => BigInt(digest.readUInt32LE(at)));
  s[3] = (s[3] ?? 0n) | 1n;
  const rotl = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & M;
  const draw = (): bigint => {
    let [a = 0n, b = 0n, c = 0n, d = 0n] = s;
    const result = (rotl((b * 5n) & M, 7n) * 9n) & M;
    const t = (b << 9n) & M;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl(d, 11n);
    s.splice(0, 4, a, b, c, d);
    return result;
  };
  return () => Number((draw() >> 5n) * 67108864n + (draw() >> 6n)) / 2 ** 53;
}

describe("seededRandom", () => {
  it("gives these values for good", () => {
    const random = seededRandom(1);
    expect([random.next(), random.next(), random.next()]).toMatchInlineSnapshot(`
      [
        0.5269038968903497,
        0.6427001976832261,
        0.521730450896899,
      ]
    `);
    expect(seededRandom("one").next()).toMatchInlineSnapshot(`0.5505364961032039`);
    expect(seededRandom(1).fork("a").next()).toMatchInlineSnapshot(`0.08891597017436603`);
    expect(seededRandom("a").fork("b/c").next()).toMatchInlineSnapshot(`0.38902055232920496`);
    expect(seededRandom(1).fork("a").fork("b/c").next()).toMatchInlineSnapshot(`0.4742022693725946`);
  });

  it("is xoshiro128** as published", () => {
    for (const seed of [0, 1, 42, -7.5]) {
      const [fast, reference] = [seededRandom(seed), slow(seed)];
      for (let i = 0; i < 200; i++) expect(fast.next()).toBe(reference());
    }
  });

  it("is uniform on [0, 1)", () => {
    const random = seededRandom(8);
    const bins = Array.from({ length: 100 }, () => 0);
    for (let i = 0; i < 100_000; i++) {
      const value = random.next();
      expect(value >= 0 && value < 1).toBe(true);
      const bin = Math.floor(value * 100);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chi2 = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    // χ² with 99 degrees of freedom: .001 and .999 quantiles 60.6 and 148.2.
    expect(chi2).toBeGreaterThan(60.6);
    expect(chi2).toBeLessThan(148.2);
  });

  it("tells seeds apart, a number from its text too", () => {
    expect(new Set([seededRandom(1), seededRandom(2), seededRandom("1"), seededRandom(1).fork("")].map(({ next }) => next())).size).toBe(4);
  });
});

describe("fork", () => {
  it("does not depend on what was drawn before, and moves nothing", () => {
    const [drawn, fresh] = [seededRandom(5), seededRandom(5)];
    const first = drawn.next();
    expect(drawn.fork("a").next()).toBe(fresh.fork("a").next());
    expect([first, drawn.next()]).toEqual([fresh.next(), fresh.next()]);
  });

  it("gives every seed and path of names a stream of its own, whatever the names hold", () => {
    const first = ([seed, ...names]: readonly (string | number)[]): number =>
      names.reduce((random, name) => random.fork(String(name)), seededRandom(seed ?? 0)).next();
    expect(first(["a/b", "c"])).not.toBe(first(["a", "b/c"]));
    expect(first(["string:a/b"])).not.toBe(first(["a", "b"]));
    const part = fc
      .array(fc.constantFrom("/", "\\", "a", ":", "string:", "number:", "1"), { maxLength: 3 })
      .map((pieces) => pieces.join(""));
    const path = fc
      .tuple(fc.oneof(part, fc.constantFrom(1, 11)), fc.array(part, { maxLength: 3 }))
      .map(([seed, names]) => [seed, ...names]);
    fc.assert(
      fc.property(path, path, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(first(one) === first(other)).toBe(same);
      }),
      { seed: 8, numRuns: 3000 },
    );
    // Few parts, all paths: every pair is met.
    const few = ["", "a", "/", "\\", "a/a", "string:", "string:a", "string:a/a", "a\\/a"];
    const paths = few.flatMap((seed) => [[seed], ...few.flatMap((name) => [[seed, name], ...few.map((last) => [seed, name, last])])]);
    expect(new Set(paths.map(first)).size).toBe(paths.length);
  });

  it("is not correlated with its parent or its siblings", () => {
    const parent = seededRandom(5);
    const streams = [parent, parent.fork("a"), parent.fork("b"), parent.fork("a").fork("b")];
    const draws = streams.map((stream) => Array.from({ length: 20_000 }, () => stream.next() - 0.5));
    for (const [i, x] of draws.entries()) {
      for (const y of draws.slice(i + 1)) {
        const correlation = (12 / x.length) * x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
        // Standard error 1 / √20,000 = .007.
        expect(Math.abs(correlation)).toBeLessThan(0.03);
      }
    }
  });
});

describe("shuffled", () => {
  it("is a permutation, the same from the same seed, and leaves its argument", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const out = shuffled(items, seededRandom(seed));
        expect(items).toEqual(before);
        expect([...out].sort()).toEqual([...items].sort());
        expect(shuffled(items, seededRandom(seed))).toEqual(out);
      }),
      { seed: 8 },
    );
  });

  it("gives each of the six orders of three equally often", () => {
    const random = seededRandom(11);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(["a", "b", "c"], random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Mean 1,000, standard deviation 28.9.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});

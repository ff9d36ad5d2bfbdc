import { seededRandom } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signFlipTest } from "../paired/sign-flip.ts";
import { type PairedVerdictOptions, pairedVerdict } from "./paired-verdict.ts";
import type { Pair } from "./pairs.ts";

const binary = { metric: "exact", scale: "binary", direction: "higher", minimumUsefulEffect: 0.02 } as const;
const share = { metric: "f1", scale: "share", direction: "higher", minimumUsefulEffect: 0.02 } as const;
const pairsOf = (champion: readonly (number | null)[], candidate: readonly (number | null)[]): Pair[] =>
  champion.map((score, i) => ({ id: `e${i}`, champion: score, candidate: candidate[i] ?? null }));
const repeat = <T>(value: T, times: number): T[] => Array.from({ length: times }, () => value);

describe("pairedVerdict", () => {
  it("says the same of both sides: exchanged, the interval is mirrored, whatever the scale", () => {
    const random = seededRandom("exchange");
    for (const scale of ["binary", "share", "real"] as const)
      for (let run = 0; run < 30; run++) {
        const score = (): number => (scale === "binary" ? Math.round(random.next()) : random.next() ** 3);
        const pairs = Array.from({ length: 2 + Math.floor(60 * random.next()) }, (_, i) => ({
          id: `${i}`,
          champion: score(),
          candidate: score(),
        }));
        const asked = { metric: "m", scale, direction: "higher", minimumUsefulEffect: 0.1 } as const;
        const there = pairedVerdict({ ...asked, pairs });
        const back = pairedVerdict({
          ...asked,
          pairs: pairs.map(({ id, champion, candidate }) => ({ id, champion: candidate, candidate: champion })),
        });
        const mirrored = { better: "worse", worse: "better", equivalent: "equivalent", inconclusive: "inconclusive" } as const;
        expect(back.kind).toBe(mirrored[there.kind]);
        expect(back.interval[0]).toBeCloseTo(-(there.interval[1] ?? 9), 9);
        expect(back.interval[1]).toBeCloseTo(-(there.interval[0] ?? 9), 9);
      }
  });

  it("says better for six wins of many and not for five", () => {
    const at = (wins: number) => pairedVerdict({ ...binary, pairs: pairsOf([...repeat(0, wins), ...repeat(1, 30)], repeat(1, wins + 30)) });
    expect(at(6)).toMatchObject({ kind: "better", n: 36, effect: 6 / 36, needed: null });
    expect(at(5)).toMatchObject({
      kind: "inconclusive",
      notes: [expect.stringContaining("at least 6"), expect.stringContaining("would decide")],
    });
    expect(at(5).interval[0]).toBe(0);
  });

  it("turns the effect into the good direction", () => {
    const pairs = pairsOf(
      repeat(0.2, 60).map((x, i) => x + i / 1000),
      repeat(0.5, 60),
    );
    expect(pairedVerdict({ ...share, pairs })).toMatchObject({ kind: "better", useful: true });
    const lower = pairedVerdict({ ...share, direction: "lower", pairs });
    expect(lower).toMatchObject({ kind: "worse", useful: false });
    expect(lower.effect).toBeLessThan(0);
  });

  it("says equivalent of the same answers once there are enough, and never from a width of zero", () => {
    const few = pairedVerdict({ ...share, pairs: pairsOf(repeat(0.5, 20), repeat(0.5, 20)) });
    expect(few).toMatchObject({ kind: "inconclusive", effect: 0 });
    expect((few.interval[1] ?? 0) - (few.interval[0] ?? 0)).toBeGreaterThan(0.1);
    const enough = pairedVerdict({ ...share, pairs: pairsOf(repeat(0.5, (few.needed ?? 0) + 40), repeat(0.5, (few.needed ?? 0) + 40)) });
    expect(enough.kind).toBe("equivalent");
  });

  it.each([
    { n: 8, scale: "share", method: "betting" },
    { n: 49, scale: "share", method: "betting" },
    { n: 50, scale: "share", method: "skewness-corrected" },
    { n: 12, scale: "real", method: "paired t" },
  ] as const)("takes $method for $n pairs on a $scale scale", ({ n, scale, method }) => {
    const pairs = Array.from({ length: n }, (_, i) => ({ id: `${i}`, champion: 0.3 + (i % 3) / 10, candidate: 0.5 + (i % 5) / 20 }));
    expect(pairedVerdict({ ...share, scale, pairs }).method).toContain(method);
  });

  it("clusters where a cluster has several items and notes when they are few", () => {
    const pairs = Array.from({ length: 24 }, (_, i) => ({
      id: `${i}`,
      cluster: `${i >> 2}`,
      champion: 0.1 * (i % 3),
      candidate: 0.6 + 0.1 * (i % 2),
    }));
    const verdict = pairedVerdict({ ...share, pairs });
    expect(verdict).toMatchObject({
      kind: "better",
      method: expect.stringContaining("clustered"),
      notes: [expect.stringContaining("6 clusters")],
    });
    expect(pairedVerdict({ ...share, pairs: pairs.slice(0, 20) }).kind).toBe("inconclusive");
    expect(pairedVerdict({ ...share, pairs: pairs.slice(0, 4) })).toMatchObject({ kind: "inconclusive", needed: null });
    const alone = pairs.map((pair) => ({ ...pair, cluster: pair.id }));
    expect(pairedVerdict({ ...share, pairs: alone }).method).not.toContain("clustered");
  });

  it("stays better only where the missing at their worst leave it so", () => {
    const base = pairsOf([...repeat(0, 30), ...repeat(1, 70)], repeat(1, 100));
    const missing = (count: number): Pair[] => Array.from({ length: count }, (_, i) => ({ id: `m${i}`, champion: 1, candidate: null }));
    expect(pairedVerdict({ ...binary, pairs: [...base, ...missing(5)] })).toMatchObject({
      kind: "better",
      n: 100,
      notes: [expect.stringContaining("5 of 105")],
    });
    const many = pairedVerdict({ ...binary, pairs: [...base, ...missing(28)] });
    expect(many).toMatchObject({ kind: "inconclusive", useful: false, n: 100 });
    expect(many.notes.join(" ")).toContain("at their worst");
  });

  it("cannot bound what is missing on an unbounded scale unless given its range", () => {
    const pairs = [
      ...Array.from({ length: 60 }, (_, i) => ({ id: `${i}`, champion: 1 + (i % 3), candidate: 5 + (i % 4) })),
      { id: "m", champion: 1, candidate: null },
    ];
    expect(pairedVerdict({ ...share, scale: "real", pairs }).kind).toBe("inconclusive");
    expect(pairedVerdict({ ...share, scale: "real", range: [0, 10], pairs }).kind).toBe("better");
  });

  it("has stated answers for no pairs, one pair, all missing and huge scores", () => {
    expect(pairedVerdict({ ...share, pairs: [] })).toMatchObject({
      kind: "inconclusive",
      effect: null,
      interval: [null, null],
      n: 0,
      needed: null,
    });
    expect(pairedVerdict({ ...share, pairs: pairsOf([null], [1]) })).toMatchObject({ kind: "inconclusive", n: 0 });
    expect(pairedVerdict({ ...share, scale: "real", pairs: pairsOf([1], [2]) })).toMatchObject({
      kind: "inconclusive",
      effect: 1,
      interval: [null, null],
    });
    expect(pairedVerdict({ ...share, scale: "real", pairs: pairsOf([1, 2], [2, 3]) })).toMatchObject({
      kind: "inconclusive",
      interval: [null, null],
    });
    expect(pairedVerdict({ ...share, pairs: pairsOf([0], [1]) }).kind).toBe("inconclusive");
    const huge = pairedVerdict({ ...share, scale: "real", pairs: pairsOf([-1e300, 1e300, 0], [1e300, 1e300, 1e299]) });
    expect(huge.kind).toBe("inconclusive");
    expect(JSON.parse(JSON.stringify(huge))).toEqual(huge);
  });

  it("refuses scores off the scale, ids twice and options out of range", () => {
    const wrong = (options: Partial<PairedVerdictOptions>) => () => pairedVerdict({ ...share, pairs: pairsOf([0, 1], [1, 1]), ...options });
    expect(wrong({ pairs: pairsOf([Number.NaN], [1]) })).toThrow(TypeError);
    expect(wrong({ pairs: pairsOf([1.5], [1]) })).toThrow(TypeError);
    expect(wrong({ scale: "binary", pairs: pairsOf([0.5], [1]) })).toThrow(TypeError);
    expect(wrong({ scale: "real", pairs: pairsOf([Number.POSITIVE_INFINITY], [1]) })).toThrow(TypeError);
    expect(wrong({ scale: "real", pairs: pairsOf([1e301], [1]) })).toThrow(TypeError);
    expect(wrong({ pairs: [...pairsOf([0], [1]), ...pairsOf([0], [1])] })).toThrow(RangeError);
    expect(wrong({ minimumUsefulEffect: 0 })).toThrow(RangeError);
    expect(wrong({ level: 95 })).toThrow(RangeError);
    expect(wrong({ scale: "real", range: [1, 1] })).toThrow(RangeError);
  });

  it("is the same in any order, swaps better and worse with the systems, and agrees with decide", () => {
    const score = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(null));
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { minLength: 1, maxLength: 70 }), (scores) => {
        const pairs = scores.map(([champion, candidate], i) => ({ id: `${i}`, champion, candidate }));
        const verdict = pairedVerdict({ ...share, pairs });
        expect(pairedVerdict({ ...share, pairs: [...pairs].reverse() })).toEqual(verdict);
        const swapped = pairedVerdict({
          ...share,
          pairs: pairs.map(({ id, champion, candidate }) => ({ id, champion: candidate, candidate: champion })),
        });
        expect((swapped.effect ?? 0) + (verdict.effect ?? 0)).toBeCloseTo(0, 9);
        const [low, high] = verdict.interval;
        if (low !== null && high !== null && verdict.effect !== null) {
          expect(low).toBeLessThanOrEqual(verdict.effect + 1e-9);
          expect(high).toBeGreaterThanOrEqual(verdict.effect - 1e-9);
          expect(low).toBeGreaterThanOrEqual(-1);
          expect(high).toBeLessThanOrEqual(1);
        }
        if (verdict.kind === "better") expect(low).toBeGreaterThan(0);
        if (verdict.kind === "inconclusive" && verdict.needed !== null) expect(verdict.needed).toBeGreaterThan(verdict.n);
      }),
      { seed: 11, numRuns: 80 },
    );
  });
});

it("is never told otherwise by sign flips that Hoeffding's bound spares", () => {
  const values = fc.array(fc.integer({ min: -3, max: 10 }), { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(values, (sums) => {
      const sum = sums.reduce((total, one) => total + one, 0);
      const squares = sums.reduce((total, one) => total + one * one, 0);
      fc.pre(squares > 0 && 2 * Math.exp(-(sum * sum) / (2 * squares)) <= 0.005);
      expect(signFlipTest(sums, { resamples: 4_000 }).pValue).toBeLessThan(0.01);
    }),
    { numRuns: 60 },
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOf, formatMoney } from "./money.ts";

const price = { inputPerMillion: 150_000, cachedInputPerMillion: 75_000, outputPerMillion: 600_000 };
const usage = { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 100, reasoningTokens: 60 };

describe("costOf", () => {
  it("counts cached input inside input, reasoning inside output", () => {
    // 600 · 0.15 + 400 · 0.075 + 100 · 0.6 = 90 + 30 + 60 micro-dollars.
    expect(costOf(usage, price)).toBe(180);
  });

  it("rounds up once, over all parts", () => {
    const one = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
    // 0.15 + 0.6 is one micro-dollar, not two.
    expect(costOf(one, price)).toBe(1);
    expect(costOf({ ...one, inputTokens: 0, outputTokens: 0 }, price)).toBe(0);
    // Three times a third of a million is exact: nothing is rounded.
    expect(costOf({ ...one, inputTokens: 3_000_000, outputTokens: 0 }, { ...price, inputPerMillion: 333_333 })).toBe(999_999);
  });

  it("is null where usage or price is not known, 0 where it is free", () => {
    expect(costOf(null, price)).toBeNull();
    expect(costOf(usage, null)).toBeNull();
    expect(costOf(usage, { inputPerMillion: 0, cachedInputPerMillion: 0, outputPerMillion: 0 })).toBe(0);
  });

  it("is a whole number, never below the exact amount and less than one above", () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(count, count, count, (fresh, cached, out) => {
        const cost = costOf({ inputTokens: fresh + cached, cachedInputTokens: cached, outputTokens: out, reasoningTokens: 0 }, price);
        const exact = BigInt(fresh) * 150_000n + BigInt(cached) * 75_000n + BigInt(out) * 600_000n;
        expect(cost).toBe(Number((exact + 999_999n) / 1_000_000n));
      }),
      { seed: 8 },
    );
  });
});

it("formatMoney writes at most six decimals, at least two", () => {
  const written = [0, 1, 42, 4200, 10_000, 1_250_000, 1_000_000, 12_345_678_900, -500_000].map(formatMoney);
  expect(written).toEqual(["$0", "$0.000001", "$0.000042", "$0.0042", "$0.01", "$1.25", "$1.00", "$12345.6789", "-$0.50"]);
});

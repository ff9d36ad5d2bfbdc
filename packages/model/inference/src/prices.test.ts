import { costOf } from "@pawl/core";
import { expect, it } from "vitest";
import { PRICES, PRICES_AS_OF, pricedContextOf, priceOf } from "./prices.ts";

it("is whole micro-dollars, cached input never dearer than input", () => {
  for (const price of Object.values(PRICES)) {
    for (const amount of Object.values(price)) expect(Number.isInteger(amount) && amount >= 0).toBe(true);
    expect(price.cachedInputPerMillion).toBeLessThanOrEqual(price.inputPerMillion);
  }
  expect(PRICES_AS_OF.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

it("finds a dated name by its alias, the caller's price first, null where unknown", () => {
  const own = { inputPerMillion: 1, cachedInputPerMillion: 1, outputPerMillion: 1 };
  expect(priceOf("gpt-4.1-2025-04-14")).toEqual(PRICES["gpt-4.1"]);
  expect(priceOf("gpt-4.1", { "gpt-4.1": own })).toEqual(own);
  expect(priceOf("gpt-4.1", { "gpt-4.1": null })).toBeNull();
  for (const name of ["no-such-model", "constructor", "toString"]) expect(priceOf(name)).toBeNull();
  expect(pricedContextOf("gpt-6-luna")).toBe(272_000);
  expect(pricedContextOf("no-such-model")).toBeNull();
});

it("makes the cost that the provider states", () => {
  // A million fresh, a million cached and a million written tokens of gpt-6-luna: 10, 1 and 50 cents.
  const usage = { inputTokens: 2_000_000, cachedInputTokens: 1_000_000, outputTokens: 1_000_000, reasoningTokens: 0 };
  expect(costOf(usage, priceOf("gpt-6-luna"))).toBe(610_000);
});

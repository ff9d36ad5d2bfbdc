import { defineTask, defineVariant } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { expect, it } from "vitest";
import * as z from "zod";
import { worstCases } from "./worst-case.ts";

const task = defineTask({ name: "t", input: z.object({ message: z.string() }), output: z.enum(["a", "b"]) });
const rows = [{ id: "1", input: { message: "x".repeat(100) }, expected: "a" }];
const price = { inputPerMillion: 1_000_000, cachedInputPerMillion: 0, outputPerMillion: 2_000_000 };
const model = fakeModel({ capabilities: { price, contextTokens: 8000 } });
const variant = defineVariant({
  task: "t",
  model: model.ref,
  instructions: "Sort.",
  sampling: { maxTokens: 50 },
  decoding: "free",
  reasks: 0,
});
const options = { task, model, rows, longestMs: () => 300 };

it("bounds tokens and money by bytes, longer with demonstrations, never above the context", () => {
  const worst = worstCases({ ...options, budget: { microDollars: 1 } });
  const plain = worst?.(variant);
  const fixed = worst?.({ ...variant, demonstrations: { kind: "fixed", dataset: "", ids: ["1", "1", "1"] } });
  const many = worst?.({ ...variant, demonstrations: { kind: "fixed", dataset: "", ids: Array(1000).fill("1") } });
  expect(plain).toMatchObject({ calls: 1, ms: 600 });
  // A token of input costs one micro-dollar, one of output two.
  expect(plain?.microDollars).toBe((plain?.tokens ?? 0) + 50);
  expect(fixed?.tokens).toBeGreaterThan((plain?.tokens ?? 0) + 300);
  expect(many?.tokens).toBe(8050);
});

it("counts each re-ask", () => {
  expect(worstCases({ ...options, budget: { tokens: 1 } })?.({ ...variant, reasks: 2 })).toMatchObject({ calls: 3 });
});

it("says nothing where neither tokens nor money are capped, and refuses money without a price", () => {
  expect(worstCases({ ...options, budget: { ms: 1 } })).toBeUndefined();
  expect(() => worstCases({ ...options, model: fakeModel(), budget: { microDollars: 1 } })).toThrow(
    expect.objectContaining({ code: "use.price-unknown" }),
  );
});

import { describe, expect, it } from "vitest";
import { defineVariant, variantId } from "./define-variant.ts";

const least = { task: "intake", model: { id: "m" }, instructions: "Be brief." };

describe("defineVariant", () => {
  it("completes what is left out", () => {
    expect(defineVariant(least)).toEqual({
      format: "pawl.variant/1",
      ...least,
      demonstrations: { kind: "none" },
      sampling: { temperature: 0 },
      decoding: "schema",
      reasks: 0,
    });
  });

  it("keeps what is said, sampling as a whole", () => {
    const said = { ...least, sampling: { maxTokens: 5 }, decoding: "choose" as const, reasks: 2 };
    expect(defineVariant(said)).toMatchObject(said);
    expect(defineVariant(said).sampling).toEqual({ maxTokens: 5 });
  });

  it.each([
    [{ reasks: -1 }],
    [{ reasks: 0.5 }],
    [{ context: { name: "r", hash: "h", count: 0, query: "{{message}}" } }],
    [
      {
        demonstrations: { kind: "retrieved" as const, dataset: "d", retriever: { name: "r", hash: "h", count: 1.5, query: "{{message}}" } },
      },
    ],
  ])("refuses %o", (part) => {
    expect(() => defineVariant({ ...least, ...part })).toThrow(RangeError);
  });
});

describe("variantId", () => {
  it("is equal for what looks equal, however it was written", () => {
    const composed = defineVariant({ ...least, instructions: "caf\u00e9" });
    const decomposed = defineVariant({ instructions: "cafe\u0301", model: { id: "m" }, task: "intake" });
    expect(variantId(decomposed)).toBe(variantId(composed));
  });

  it("is another for another task, model, instruction or weight", () => {
    const ids = [
      least,
      { ...least, task: "triage" },
      { ...least, instructions: "Be long." },
      { ...least, model: { id: "m", sha256: "0" } },
      { ...least, reasks: 1 },
    ].map((definition) => variantId(defineVariant(definition)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is this one for good", () => {
    expect(variantId(defineVariant(least))).toMatchInlineSnapshot(`"ec5933c788cbb6d405a74477a545b32a949ed142a336e28f8d39dff05af1f9db"`);
  });
});

import { defineTask, isPawlError, type PawlError } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { examples } from "./examples.ts";

const intake = defineTask({
  name: "intake",
  input: z.object({ message: z.string() }),
  output: z.object({ intent: z.enum(["refund", "claim"]), place: z.string().optional() }),
});

function mistakesOf(rows: readonly unknown[]): PawlError {
  try {
    // The types refuse these rows; data from elsewhere does not ask them.
    examples(intake, rows as Parameters<typeof examples<{ message: string }, { intent: "refund" | "claim" }>>[1]);
  } catch (error) {
    if (isPawlError(error, "data.invalid-rows")) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of items) out.push(item);
  return out;
}

describe("examples", () => {
  it("puts rows without a split into dev and keeps the sealed ones for unseal", async () => {
    const dataset = examples(intake, [
      { id: "1", input: { message: "a" }, expected: { intent: "refund" } },
      { id: "2", input: { message: "b" }, split: "test" },
    ]);
    expect(dataset.splits).toMatchObject({ train: { size: 0 }, dev: { size: 1 }, test: { size: 1 } });
    expect(await collect(dataset.read("dev"))).toEqual([{ id: "1", input: { message: "a" }, expected: { intent: "refund" } }]);
    expect(await collect(dataset.unseal("the confirmation"))).toEqual([{ id: "2", input: { message: "b" } }]);
  });

  it("does not give the sealed split by read, nor without a reason", () => {
    const dataset = examples(intake, []);
    const read: (split: never) => unknown = dataset.read;
    expect(() => read("test" as never)).toThrow(expect.objectContaining({ code: "use.sealed-split" }));
    expect(() => dataset.unseal(" ")).toThrow(TypeError);
  });

  it("hashes a split whatever the order of its rows, and each split by itself", () => {
    const rows = ["a", "b", "c"].map((id) => ({ id, input: { message: id } }));
    const one = examples(intake, rows);
    const other = examples(intake, [...rows.toReversed(), { id: "t", input: { message: "t" }, split: "train" }]);
    expect(other.splits.dev.hash).toBe(one.splits.dev.hash);
    expect(other.splits.train.hash).not.toBe(one.splits.train.hash);
    expect(examples(intake, rows.slice(1)).splits.dev.hash).not.toBe(one.splits.dev.hash);
  });

  it("brings texts into NFC, so that what looks equal hashes equally", async () => {
    const composed = examples(intake, [{ id: "1", input: { message: "caf\u00e9" } }]);
    const decomposed = examples(intake, [{ id: "1", input: { message: "cafe\u0301" } }]);
    expect(decomposed.splits.dev.hash).toBe(composed.splits.dev.hash);
    expect((await collect(decomposed.read("dev")))[0]?.input.message).toBe("caf\u00e9");
  });

  it("reports all mistakes together, with row, field, problem and the nearest name", () => {
    const { facts, message } = mistakesOf([
      { id: "1", input: { message: 3 }, expected: { intent: "refnud", palce: "x" } },
      { id: "2", input: { message: "a" }, expected: { intent: "refund", palce: "x" } },
      { id: "3", inptu: { message: "a" } },
      { id: "4", input: {}, expected: {} },
      { id: "5", input: { message: "a" } },
      { id: "5", input: { message: "b" } },
      { id: "6", input: { message: "a" }, split: "dve", tags: "x" },
      "no object",
    ]);
    expect(facts["mistakes"]).toMatchObject([
      { line: 1, field: "input.message", problem: "wrong-value", expected: "a string" },
      { line: 1, field: "expected.intent", problem: "unknown-label", suggestion: "refund" },
      { line: 2, field: "expected.palce", problem: "unknown-field", suggestion: "place" },
      { line: 3, field: "inptu", problem: "unknown-field", suggestion: "input" },
      { line: 3, field: "input", problem: "missing-field" },
      { line: 4, field: "input.message", problem: "missing-field" },
      { line: 4, field: "expected.intent", problem: "missing-field", expected: "one of refund, claim" },
      { line: 6, field: "id", problem: "duplicate-id" },
      { line: 7, field: "tags", problem: "wrong-value" },
      { line: 7, field: "split", problem: "wrong-value" },
      { line: 8, field: null, problem: "not-an-object" },
    ]);
    expect(message).toContain(
      'Row 1 of the examples of task "intake": "expected.intent" is "refnud", which is none of the task\'s 2 labels.',
    );
  });

  it("tells the first twenty mistakes and counts the rest", () => {
    const { facts, message } = mistakesOf(Array.from({ length: 25 }, (_, i) => ({ id: `${i}`, input: {} })));
    expect(facts).toMatchObject({ count: 25 });
    expect(facts["mistakes"]).toHaveLength(20);
    expect(message).toContain("… and 5 more mistakes.");
  });

  it("never repeats the words of an input", () => {
    const secret = defineTask({ name: "s", input: z.object({ kind: z.enum(["a"]), text: z.number() }), output: z.string() });
    const rows: readonly unknown[] = [{ id: "1", input: { kind: "a", text: "my card is 4111" } }];
    const run = (): unknown => examples(secret, rows as never);
    expect(run).toThrow(expect.objectContaining({ message: expect.not.stringContaining("4111") }));
  });

  it("checks alternatives as it checks what is expected", () => {
    const { facts } = mistakesOf([{ id: "1", input: { message: "a" }, alternatives: [{ intent: "claim" }, { intent: "clam" }] }]);
    expect(facts["mistakes"]).toMatchObject([{ field: "alternatives.1.intent", suggestion: "claim" }]);
  });
});

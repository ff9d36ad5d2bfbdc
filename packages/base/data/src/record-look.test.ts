import { defineTask, memoryStore } from "@pawl/core";
import { fakeClock } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { z } from "zod";
import { examples } from "./examples.ts";
import { recordLook } from "./record-look.ts";

const task = defineTask({ name: "t", input: z.string(), output: z.string() });

it("counts looks by the sealed split alone, one for each run, with reason and time", async () => {
  const store = memoryStore();
  const clock = fakeClock();
  const sealed = { id: "1", input: "a", split: "test" } as const;
  const dataset = examples(task, [sealed]);
  const grown = examples(task, [sealed, { id: "2", input: "b", split: "train" }]);
  expect(await recordLook(store, dataset, { runId: "r1", reason: "the confirmation", clock })).toBe(1);
  expect(await recordLook(store, grown, { runId: "r1", reason: "gone on with", clock })).toBe(1);
  expect(await recordLook(store, grown, { runId: "r2", reason: "a second climb", clock })).toBe(2);
  expect(await store.looks.list(dataset.splits.test.hash)).toMatchObject([
    { runId: "r1", reason: "the confirmation", at: clock.now() },
    { runId: "r2" },
  ]);
});

it("asks for a reason", () => {
  expect(() => recordLook(memoryStore(), examples(task, []), { runId: "r", reason: "" })).toThrow(TypeError);
});

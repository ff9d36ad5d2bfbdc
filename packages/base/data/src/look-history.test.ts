import { defineTask, memoryStore } from "@pawl/core";
import { fakeClock } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { z } from "zod";
import { examples } from "./examples.ts";
import { lookHistory } from "./look-history.ts";
import { recordLook } from "./record-look.ts";

const task = defineTask({ name: "t", input: z.string(), output: z.string() });

it("tells each look with its reason and date, oldest first, by data set or by hash", async () => {
  const store = memoryStore();
  const clock = fakeClock();
  const dataset = examples(task, [{ id: "1", input: "a", split: "test" }]);
  expect(await lookHistory(store, dataset)).toMatchObject({
    count: 0,
    looks: [],
    sentence: "The sealed test split has not been looked at.",
  });
  await recordLook(store, dataset, { runId: "r1", reason: "the confirmation", clock });
  expect((await lookHistory(store, dataset)).sentence).toMatch(/looked at once, on \d{4}-\d\d-\d\d: the confirmation\.$/);
  await recordLook(store, dataset, { runId: "r2", reason: "a second climb", clock: { ...clock, now: () => clock.now() - 86_400_000 } });
  const history = await lookHistory(store, dataset.splits.test.hash);
  expect(history).toMatchObject({
    testSplit: dataset.splits.test.hash,
    count: 2,
    looks: [
      { runId: "r2", reason: "a second climb" },
      { runId: "r1", reason: "the confirmation", date: new Date(clock.now()).toISOString() },
    ],
  });
  expect(history.sentence).toMatch(/2 times, from/);
  expect(JSON.parse(JSON.stringify(history))).toEqual(history);
});

it("knows nothing of another split's looks", async () => {
  const store = memoryStore();
  const dataset = examples(task, [{ id: "1", input: "a", split: "test" }]);
  await recordLook(store, dataset, { runId: "r1", reason: "the confirmation" });
  expect((await lookHistory(store, examples(task, [{ id: "1", input: "b", split: "test" }]))).count).toBe(0);
});

import { defineTask, defineVariant, type Trace } from "@pawl/core";
import { fakeClock, fakeModel } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { z } from "zod";
import { createRunner } from "./create-runner.ts";

const intake = defineTask({
  name: "intake",
  input: z.object({ message: z.string() }),
  output: z.object({ intent: z.enum(["track", "claim"]), item: z.string().optional() }),
});

it("runs a variant on an input and returns the trace", async () => {
  const model = fakeModel({ answers: '{"intent": "track", "item": "shoes"}' });
  const variant = defineVariant({ task: "intake", model: model.ref, instructions: "Read the message." });
  const runner = createRunner({ task: intake, variant, models: [model], clock: fakeClock() });
  const trace: Trace = await runner.run({ message: "Where are my shoes?" });
  expect(trace.outcome).toEqual({ kind: "ok", output: { intent: "track", item: "shoes" } });
  expect(trace).toMatchObject({ format: "pawl.trace/1", variantId: runner.variantId, task: { name: "intake", hash: intake.hash } });
  expect(model.calls[0]?.messages).toEqual([
    { role: "system", content: "Read the message." },
    { role: "user", content: "Where are my shoes?" },
  ]);
});

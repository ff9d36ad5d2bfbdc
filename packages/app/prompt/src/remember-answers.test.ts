import { PawlError, type Task, type Variant } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { guard } from "@pawl/policy";
import { expect, it } from "vitest";
import { createRunner } from "./create-runner.ts";
import { rememberAnswers } from "./remember-answers.ts";
import { intake, mapCache, triage, variantOf } from "./testing/intake.ts";

type FakeAnswers = NonNullable<Parameters<typeof fakeModel>[0]>["answers"];

const input = { message: "Hi" };
const good = '{"intent": "track"}';
const never = { answers: () => new Error("It must not be asked.") } as const;

it("keeps what the Runner of a trace would have kept, under the same keys", async () => {
  const tried: readonly { readonly task: Task<string, { message: string }>; readonly variant: Variant; readonly answers: FakeAnswers }[] = [
    { task: intake, variant: variantOf(), answers: good },
    { task: intake, variant: variantOf({ reasks: 1 }), answers: ["nonsense", good] },
    { task: triage, variant: variantOf({ task: triage.name, decoding: "choose" }), answers: "track" },
  ];
  for (const { task, variant, answers } of tried) {
    const [own, elsewhere] = [mapCache(), mapCache()];
    const run = (model: ReturnType<typeof fakeModel>, cache?: ReturnType<typeof mapCache>) =>
      createRunner({ task, variant, models: [model], cache }).run(input, { seed: 3, origin: { user: "ada" } });
    await run(fakeModel({ answers }), own);
    const trace = await run(fakeModel({ answers }));
    await rememberAnswers(trace, elsewhere);
    expect([...elsewhere.entries.keys()]).toEqual([...own.entries.keys()]);
    expect(elsewhere.users).toEqual(own.users);
    const again = await run(fakeModel(never), elsewhere);
    expect(again.outcome).toEqual(trace.outcome);
    expect(again.steps.every((step) => "cached" in step && step.cached)).toBe(true);
  }
});

it("keeps neither failures nor what a filter withheld, nor again what came from a cache", async () => {
  const cache = mapCache();
  const run = (model: ReturnType<typeof fakeModel>, from?: ReturnType<typeof mapCache>) =>
    createRunner({ task: intake, variant: variantOf(), models: [guard(model)], cache: from }).run(input);
  await rememberAnswers(await run(fakeModel({ answers: new PawlError("service.failed", "It failed.") })), cache);
  await rememberAnswers(await run(fakeModel({ answers: { finishReason: "content-filter" } })), cache);
  const from = mapCache();
  await run(fakeModel({ answers: good }), from);
  await rememberAnswers(await run(fakeModel(never), from), cache);
  expect(cache.entries.size).toBe(0);
});

import { type LanguageModel, memoryBudget, type RunEvent, type Runner, type StreamEvent } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { createRunner } from "./create-runner.ts";
import { intake, mapCache, type Ticket, triage, variantOf } from "./testing/intake.ts";

const good = '{"intent": "track"}';
type Subject<O> = Runner<{ message: string }, O>;

async function eventsOf<O>(runner: Subject<O>, options: Parameters<Subject<O>["run"]>[1] = {}): Promise<RunEvent<O>[]> {
  const events: RunEvent<O>[] = [];
  for await (const event of runner.stream?.({ message: "Hi" }, options) ?? []) events.push(event);
  return events;
}

function streaming(events: readonly StreamEvent[], onLeave: () => void = () => {}): LanguageModel {
  return {
    ...fakeModel({ capabilities: { price: { inputPerMillion: 0, cachedInputPerMillion: 0, outputPerMillion: 0 } } }),
    stream: async function* () {
      try {
        yield* events;
      } finally {
        onLeave();
      }
    },
  };
}

describe("stream", () => {
  it("gives text as it comes and then the trace that run would give", async () => {
    const runner: Subject<Ticket> = createRunner({ task: intake, variant: variantOf(), models: [fakeModel({ answers: good })] });
    const events = await eventsOf(runner);
    expect(events.slice(0, -1)).toEqual([
      { type: "text-delta", text: '{"intent": ' },
      { type: "text-delta", text: '"track"}' },
    ]);
    expect(events.at(-1)).toMatchObject({
      type: "end",
      trace: { outcome: { kind: "ok", output: { intent: "track" } }, steps: [{ kind: "model" }] },
    });
  });

  it("voids what was streamed before it asks again", async () => {
    const runner = createRunner({ task: intake, variant: variantOf({ reasks: 1 }), models: [fakeModel({ answers: ["no", good] })] });
    expect((await eventsOf(runner)).map((event) => (event.type === "text-delta" ? event.text : event.type))).toEqual([
      "no",
      "restart",
      '{"intent": ',
      '"track"}',
      "end",
    ]);
  });

  it("gives a cached answer and a chosen label as one text", async () => {
    const cached = createRunner({ task: intake, variant: variantOf(), models: [fakeModel({ answers: good })], cache: mapCache() });
    await cached.run({ message: "Hi" });
    expect((await eventsOf(cached))[0]).toEqual({ type: "text-delta", text: good });
    const variant = variantOf({ task: "triage", decoding: "choose" });
    const choosing = createRunner({ task: triage, variant, models: [fakeModel({ choose: () => ({ index: 1 }) })] });
    expect(await eventsOf(choosing)).toMatchObject([
      { type: "text-delta", text: "claim" },
      { type: "end", trace: { outcome: { output: "claim" } } },
    ]);
  });

  it("ends with the trace where the stream fails, is stopped, or has no end", async () => {
    const usage = { inputTokens: 3, cachedInputTokens: 0, outputTokens: 4, reasoningTokens: 0 };
    const error = { code: "service.cut", message: "Cut.", retryable: true, facts: {} };
    const budget = memoryBudget("day", { tokens: 1000 });
    const variant = variantOf({ sampling: { maxTokens: 50 } });
    const failing = createRunner({
      task: intake,
      variant,
      models: [streaming([{ type: "failure", error, partial: "", usage }])],
      budgets: [budget],
    });
    expect(await eventsOf(failing)).toMatchObject([{ type: "end", trace: { outcome: { kind: "error", error }, steps: [{ error }] } }]);
    expect(await budget.left()).toEqual({ tokens: 993 });
    const endless = createRunner({ task: intake, variant, models: [streaming([{ type: "text-delta", text: "a" }])] });
    expect((await eventsOf(endless)).at(-1)).toMatchObject({
      trace: { outcome: { kind: "error", error: { code: "service.stream-without-end" } } },
    });
    expect(await eventsOf(endless, { abortSignal: AbortSignal.abort() })).toMatchObject([
      { type: "end", trace: { outcome: { kind: "aborted" } } },
    ]);
  });

  it("stops the call and books its worst case when its consumer leaves", async () => {
    let left = false;
    const budget = memoryBudget("day", { calls: 5, tokens: 1000 });
    const leave = (): void => {
      left = true;
    };
    const model = streaming(
      [
        { type: "text-delta", text: "a" },
        { type: "text-delta", text: "b" },
      ],
      leave,
    );
    const runner: Subject<Ticket> = createRunner({
      task: intake,
      variant: variantOf({ sampling: { maxTokens: 50 } }),
      models: [model],
      budgets: [budget],
    });
    for await (const event of runner.stream?.({ message: "Hi" }) ?? []) if (event.type === "text-delta") break;
    expect(left).toBe(true);
    expect((await budget.left()).calls).toBe(4);
    expect((await budget.left()).tokens).toBeLessThan(950);
  });
});

import { hashOf, type Tool } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { createRunner } from "./create-runner.ts";
import { intake, variantOf } from "./testing/intake.ts";

const input = { message: "Where is 42?" };
const good = '{"intent": "track"}';
const find: Tool = {
  definition: { name: "find", description: "Finds a parcel.", parameters: { type: "object", properties: { id: { type: "string" } } } },
  execute: async (args) => ({ at: "hub", args: JSON.stringify(args), note: "<|im_end|>" }),
};
const tools = (maxSteps: number) => ({ allowed: [{ name: "find", hash: hashOf(find.definition) }], maxSteps });
const asks = (...calls: readonly (readonly [name: string, argumentsText: string])[]) => ({
  message: {
    role: "assistant" as const,
    content: "",
    toolCalls: calls.map(([name, argumentsText], index) => ({ id: `c${index}`, name, argumentsText })),
    extra: { signature: "s" },
  },
  finishReason: "tool-calls" as const,
});

describe("tools", () => {
  it("calls the tools asked for and hands the results and the model's own message back", async () => {
    const model = fakeModel({ answers: [asks(["find", '{"id": "42"}']), good] });
    const trace = await createRunner({ task: intake, variant: variantOf({ tools: tools(2) }), models: [model], tools: [find] }).run(input);
    expect(trace.outcome).toEqual({ kind: "ok", output: { intent: "track" } });
    expect(trace.steps).toMatchObject([
      { kind: "model" },
      { kind: "tool", callId: "c0", name: "find", argumentsText: '{"id": "42"}', result: { at: "hub", args: '{"id":"42"}' }, error: null },
      { kind: "model" },
    ]);
    expect(model.calls[0]).toMatchObject({ tools: [find.definition], toolChoice: "auto" });
    expect(model.calls[1]?.messages.slice(-2)).toEqual([
      asks(["find", '{"id": "42"}']).message,
      { role: "tool", toolCallId: "c0", content: '{"at": "hub", "args": "{\\"id\\":\\"42\\"}", "note": "‹|im_end|>"}' },
    ]);
  });

  it("tells the model what went wrong: unknown tools, broken arguments, a tool that threw", async () => {
    const broken: Tool = { ...find, execute: () => Promise.reject(new Error("database away")) };
    const model = fakeModel({ answers: [asks(["search", "{}"], ["find", "{"], ["find", ""]), good] });
    const trace = await createRunner({ task: intake, variant: variantOf({ tools: tools(1) }), models: [model], tools: [broken] }).run(
      input,
    );
    expect(trace.outcome.kind).toBe("ok");
    expect(trace.steps.flatMap((step) => (step.kind === "tool" ? [step.error?.code] : []))).toEqual([
      "data.tool-unknown",
      "data.tool-arguments-invalid",
      "bug.unexpected",
    ]);
    expect(model.calls[1]?.messages.slice(-3)).toMatchObject([
      { role: "tool", toolCallId: "c0", isError: true },
      { role: "tool", toolCallId: "c1", isError: true },
      { role: "tool", toolCallId: "c2", isError: true, content: "Error: database away" },
    ]);
  });

  it("lets the model call no more after the last step", async () => {
    const model = fakeModel({ answers: [asks(["find", "{}"]), asks(["find", "{}"]), asks(["find", "{}"]), good] });
    const trace = await createRunner({
      task: intake,
      variant: variantOf({ tools: tools(2), reasks: 1 }),
      models: [model],
      tools: [find],
    }).run(input);
    expect(model.calls.map(({ toolChoice }) => toolChoice)).toEqual(["auto", "auto", "none", "none"]);
    expect(trace.outcome.kind).toBe("ok");
    expect(model.calls[3]?.messages.at(-2)).toEqual({ role: "assistant", content: "", extra: { signature: "s" } });
  });

  it("is aborted when a tool is", async () => {
    const controller = new AbortController();
    const slow: Tool = {
      ...find,
      execute: async (_, options) => {
        controller.abort();
        options?.abortSignal?.throwIfAborted();
        return null;
      },
    };
    const model = fakeModel({ answers: asks(["find", "{}"]) });
    const runner = createRunner({ task: intake, variant: variantOf({ tools: tools(1) }), models: [model], tools: [slow] });
    expect(await runner.run(input, { abortSignal: controller.signal })).toMatchObject({
      outcome: { kind: "aborted" },
      steps: [{}, { kind: "tool", error: { code: "use.aborted" } }],
    });
  });

  it("keeps what a tool reports among the steps, and voids the text before a tool was called", async () => {
    const inner = {
      kind: "embedding",
      model: { id: "e" },
      texts: 1,
      usage: null,
      cost: 3,
      cached: false,
      startedAt: 0,
      totalMs: 1,
    } as const;
    const reporting: Tool = {
      ...find,
      execute: async (_, options) => {
        options?.report?.(inner);
        return "found";
      },
    };
    const thinking = asks(["find", "{}"]);
    const model = fakeModel({ answers: [{ ...thinking, message: { ...thinking.message, content: "Wait." } }, good] });
    const runner = createRunner({ task: intake, variant: variantOf({ tools: tools(1) }), models: [model], tools: [reporting] });
    const events: string[] = [];
    for await (const event of runner.stream?.(input) ?? []) {
      events.push(event.type === "text-delta" ? event.text : event.type);
      if (event.type === "end") expect(event.trace.steps[0]).toEqual(inner);
    }
    expect(events).toEqual(["Wait.", "restart", '{"intent": ', '"track"}', "end"]);
  });

  it("refuses a tool whose definition changed and a model that cannot call", async () => {
    const changed: Tool = { ...find, definition: { ...find.definition, description: "Other." } };
    const variant = variantOf({ tools: tools(1) });
    expect(() => createRunner({ task: intake, variant, models: [fakeModel()], tools: [changed] })).toThrow(/"find" has another definition/);
    const dumb = fakeModel({ capabilities: { tools: false } });
    expect(() => createRunner({ task: intake, variant, models: [dumb], tools: [find] })).toThrow(TypeError);
    const resolved = createRunner({ task: intake, variant, models: async () => dumb, tools: [find] });
    expect((await resolved.run(input)).outcome).toMatchObject({ kind: "error", error: { code: "use.model-cannot" } });
  });
});

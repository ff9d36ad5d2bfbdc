import { defineTask, type LanguageModel } from "@pawl/core";
import { fakeClock, fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createRunner } from "./create-runner.ts";
import { intake, triage, variantOf } from "./testing/intake.ts";

const answer = '{"intent": "track", "item": "shoes"}';

describe("createRunner", () => {
  it("runs a variant on an input and returns the trace", async () => {
    const model = fakeModel({ answers: answer });
    const runner = createRunner({
      task: intake,
      variant: variantOf({ sampling: { maxTokens: 9 } }),
      models: [model],
      clock: fakeClock(1000),
    });
    const origin = { runId: "r", example: { id: "e", repeat: 0 }, tags: { a: "b" } };
    const trace = await runner.run({ message: "Where are my shoes?" }, { origin, seed: 7 });
    expect(trace).toMatchObject({
      format: "pawl.trace/1",
      task: { name: "intake", hash: intake.hash },
      variantId: runner.variantId,
      rendererHash: runner.rendererHash,
      origin,
      input: { message: "Where are my shoes?" },
      outcome: { kind: "ok", output: { intent: "track", item: "shoes" } },
      used: { demonstrations: [], context: [] },
      steps: [
        {
          kind: "model",
          model: { id: "fake" },
          error: null,
          cached: false,
          cost: null,
          messages: model.calls[0]?.messages,
          startedAt: 1000,
        },
      ],
      startedAt: 1000,
      totalMs: 0,
    });
    expect(trace.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(model.calls).toEqual([
      {
        messages: [
          { role: "system", content: "Read it." },
          { role: "user", content: "Where are my shoes?" },
        ],
        sampling: { maxTokens: 9 },
        seed: 7,
        responseSchema: { name: "intake", schema: intake.outputJsonSchema },
      },
    ]);
  });

  it("gives no schema where decoding is free, the engine takes none, or the output is plain text", async () => {
    const schemaSent = async (options: { readonly variant: ReturnType<typeof variantOf>; readonly jsonSchema?: "none" }) => {
      const model = fakeModel({ answers: answer, capabilities: { jsonSchema: options.jsonSchema ?? "enforced" } });
      await createRunner({ task: intake, variant: options.variant, models: [model] }).run({ message: "" });
      return model.calls[0]?.responseSchema !== undefined;
    };
    expect(await schemaSent({ variant: variantOf() })).toBe(true);
    expect(await schemaSent({ variant: variantOf({ decoding: "free" }) })).toBe(false);
    expect(await schemaSent({ variant: variantOf(), jsonSchema: "none" })).toBe(false);
    const model = fakeModel({ answers: " Hello. " });
    const words = defineTask({ name: "words", input: z.string(), output: z.string() });
    const trace = await createRunner({ task: words, variant: variantOf({ task: "words" }), models: [model] }).run("hi");
    expect(trace.outcome).toEqual({ kind: "ok", output: "Hello." });
    expect(model.calls[0]?.responseSchema).toBeUndefined();
  });

  it("rejects an input that does not fit the task, naming each place", async () => {
    const runner = createRunner({ task: intake, variant: variantOf(), models: [fakeModel()] });
    const wrong: object = { message: 1 };
    await expect(Reflect.apply(runner.run, undefined, [wrong])).rejects.toThrow(/does not fit task "intake": message: .*Nothing was run\./);
  });

  it("validates with schemas that answer later", async () => {
    const later = defineTask({
      name: "later",
      input: z.string(),
      output: z.object({ n: z.number().refine(async (n) => n > 1, "too small") }),
    });
    const runner = createRunner({
      task: later,
      variant: variantOf({ task: "later" }),
      models: [fakeModel({ answers: ['{"n": 1}', '{"n": 2}'] })],
    });
    expect((await runner.run("x")).outcome).toMatchObject({ kind: "invalid", issues: [{ path: "n", message: "too small" }] });
    expect((await runner.run("x")).outcome).toEqual({ kind: "ok", output: { n: 2 } });
  });

  it("refuses at creation what cannot run", () => {
    const models = [fakeModel()];
    const ref = { name: "r", hash: "h", count: 1, query: "{{message}}" };
    expect(() => createRunner({ task: triage, variant: variantOf(), models })).toThrow(/for task "intake"; got task "triage"/);
    expect(() => createRunner({ task: intake, variant: variantOf({ decoding: "choose" }), models })).toThrow(/needs a closed output/);
    expect(() => createRunner({ task: intake, variant: variantOf({ context: ref }), models })).toThrow(
      /retriever "r" .* is not among the retrievers given; given are: none/,
    );
    const demonstrations = { kind: "fixed", dataset: "d".repeat(64), ids: ["1"] } as const;
    expect(() => createRunner({ task: intake, variant: variantOf({ demonstrations }), models })).toThrow(/none of the data sets has/);
    const tools = { allowed: [{ name: "find", hash: "h" }], maxSteps: 1 };
    expect(() => createRunner({ task: intake, variant: variantOf({ tools }), models })).toThrow(/"find" was not given/);
  });

  it("finds the model by id, weights and adapter", () => {
    const adapter = { sha256: "a".repeat(64) };
    const models = [
      fakeModel(),
      fakeModel({ ref: { id: "m", sha256: "1".repeat(64) } }),
      fakeModel({ ref: { id: "m", sha256: "1".repeat(64), adapter } }),
    ];
    for (const model of models)
      expect(() => createRunner({ task: intake, variant: variantOf({ model: model.ref }), models })).not.toThrow();
    expect(() => createRunner({ task: intake, variant: variantOf({ model: { id: "m" } }), models })).toThrow(
      /The variant's model "m" is not among/,
    );
    expect(() => createRunner({ task: intake, variant: variantOf({ model: { id: "m", sha256: "2".repeat(64) } }), models })).toThrow(
      TypeError,
    );
  });

  it("asks a resolver on the first run, once, and again after it failed", async () => {
    let asked = 0;
    const model = fakeModel({ answers: answer });
    const resolver = async (): Promise<LanguageModel> => {
      if (++asked === 1) throw new Error("away");
      return model;
    };
    const runner = createRunner({ task: intake, variant: variantOf(), models: resolver });
    expect(asked).toBe(0);
    expect((await runner.run({ message: "" })).outcome).toMatchObject({ kind: "error", error: { message: "away" } });
    expect((await runner.run({ message: "" })).outcome.kind).toBe("ok");
    await runner.run({ message: "" });
    expect(asked).toBe(2);
    const wrong = createRunner({ task: intake, variant: variantOf({ model: { id: "other" } }), models: resolver });
    expect((await wrong.run({ message: "" })).outcome).toMatchObject({
      kind: "error",
      error: { code: "use.wrong-model", facts: { expected: '"other"', actual: '"fake"' } },
    });
  });

  it("shares the resolver's work among runs: one that stops does not stop the others", async () => {
    const { promise, resolve } = Promise.withResolvers<LanguageModel>();
    let asked = 0;
    const runner = createRunner({
      task: intake,
      variant: variantOf(),
      models: (_, options) => {
        asked++;
        expect(options?.abortSignal).toBeUndefined();
        return promise;
      },
    });
    const controller = new AbortController();
    const stopped = runner.run({ message: "" }, { abortSignal: controller.signal });
    const kept = runner.run({ message: "" });
    await Promise.resolve();
    controller.abort();
    expect((await stopped).outcome.kind).toBe("aborted");
    resolve(fakeModel({ answers: answer }));
    expect((await kept).outcome.kind).toBe("ok");
    expect(asked).toBe(1);
  });
});

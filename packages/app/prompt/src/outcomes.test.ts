import { defineTask, type LanguageModel, PawlError } from "@pawl/core";
import { fakeClock, fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createRunner } from "./create-runner.ts";
import { intake, variantOf } from "./testing/intake.ts";

const good = '{"intent": "track"}';
const input = { message: "Hi" };

describe("outcomes", () => {
  it("is invalid with the path and message of every issue", async () => {
    const model = fakeModel({ answers: '{"intent": "refund", "item": 1}' });
    const { outcome } = await createRunner({ task: intake, variant: variantOf(), models: [model] }).run(input);
    expect(outcome).toMatchObject({
      kind: "invalid",
      text: '{"intent": "refund", "item": 1}',
      issues: [{ path: "intent" }, { path: "item" }],
    });
  });

  it("is invalid where the answer was cut off, though what came parses", async () => {
    const model = fakeModel({ answers: { message: { role: "assistant", content: good }, finishReason: "length" } });
    const { outcome } = await createRunner({ task: intake, variant: variantOf(), models: [model] }).run(input);
    expect(outcome).toMatchObject({ kind: "invalid", text: good, issues: [{ path: "" }] });
  });

  it("is refused by a content filter and by the model", async () => {
    for (const finishReason of ["content-filter", "refusal"] as const) {
      const model = fakeModel({ answers: { message: { role: "assistant", content: "No." }, finishReason } });
      const { outcome, steps } = await createRunner({ task: intake, variant: variantOf({ reasks: 2 }), models: [model] }).run(input);
      expect(outcome).toMatchObject({ kind: "refused", reason: expect.any(String) });
      expect(steps).toHaveLength(1);
    }
  });

  it("takes a null for an optional field as left out", async () => {
    const model = fakeModel({ answers: '{"intent": "track", "item": null}' });
    expect((await createRunner({ task: intake, variant: variantOf(), models: [model] }).run(input)).outcome).toEqual({
      kind: "ok",
      output: { intent: "track" },
    });
  });

  it("takes a label, a boolean or a text out of the object that strict endpoints put a root into that is none", async () => {
    const strict = { id: "strict" };
    const outcomeOf = async (output: z.ZodType, content: string, decoding: "schema" | "free" = "schema"): Promise<unknown> => {
      const task = defineTask({ name: "intake", input: z.object({ message: z.string() }), output });
      const runner = createRunner({
        task,
        variant: variantOf({ model: strict, decoding }),
        models: [fakeModel({ ref: strict, answers: content })],
      });
      return (await runner.run(input)).outcome;
    };
    expect(await outcomeOf(z.enum(["track", "claim"]), '{"value":"track"}')).toEqual({ kind: "ok", output: "track" });
    expect(await outcomeOf(z.boolean(), ' {"value": true}\n')).toEqual({ kind: "ok", output: true });
    expect(await outcomeOf(z.array(z.number()), '{"value": [1]}')).toEqual({ kind: "ok", output: [1] });
    expect(await outcomeOf(z.enum(["track", "claim"]), '{"value":"lost"}')).toMatchObject({ kind: "invalid" });
    expect(await outcomeOf(z.enum(["track", "claim"]), '{"value":"track","why":"x"}')).toMatchObject({ kind: "invalid" });
    // Without a schema nobody was asked for such an object: it is the text.
    expect(await outcomeOf(z.string(), '{"value":"Hi."}', "free")).toEqual({ kind: "ok", output: '{"value":"Hi."}' });
  });

  it("asks again with the validation error, and each step has the messages added", async () => {
    const model = fakeModel({ answers: ["no JSON", '{"intent": "x"}', good] });
    const { outcome, steps } = await createRunner({ task: intake, variant: variantOf({ reasks: 2 }), models: [model] }).run(input);
    expect(outcome).toEqual({ kind: "ok", output: { intent: "track" } });
    expect(steps).toHaveLength(3);
    expect(steps.flatMap((step) => (step.kind === "model" ? step.messages : []))).toEqual(model.calls[2]?.messages);
    const [, second] = steps;
    expect(second?.kind === "model" && second.messages).toEqual([
      { role: "assistant", content: "no JSON" },
      {
        role: "user",
        content: "Your answer is not valid:\n- The answer holds no JSON.\nGive the whole corrected answer and nothing else.",
      },
    ]);
  });

  it("stays invalid when the re-asks are used up", async () => {
    const model = fakeModel({ answers: ["a", "b", "c"] });
    const { outcome } = await createRunner({ task: intake, variant: variantOf({ reasks: 1 }), models: [model] }).run(input);
    expect(outcome).toMatchObject({ kind: "invalid", text: "b" });
    expect(model.calls).toHaveLength(2);
  });

  it("is aborted by the caller's signal, before and during a call", async () => {
    const before = await createRunner({ task: intake, variant: variantOf(), models: [fakeModel()] }).run(input, {
      abortSignal: AbortSignal.abort(),
    });
    expect(before).toMatchObject({ outcome: { kind: "aborted" }, steps: [] });
    const controller = new AbortController();
    const model = fakeModel({
      answers: () => {
        controller.abort(new Error("enough"));
        throw controller.signal.reason;
      },
    });
    const during = await createRunner({ task: intake, variant: variantOf(), models: [model] }).run(input, {
      abortSignal: controller.signal,
    });
    expect(during).toMatchObject({ outcome: { kind: "aborted" }, steps: [{ result: null, error: { code: "use.aborted" } }] });
  });

  it("is a timeout by a TimeoutError of the signal or of a wrapper, and by a deadline that has passed", async () => {
    const clock = fakeClock(1000);
    const late = new DOMException("late", "TimeoutError");
    const bySignal = createRunner({ task: intake, variant: variantOf(), models: [fakeModel()], clock });
    expect((await bySignal.run(input, { abortSignal: AbortSignal.abort(late) })).outcome).toEqual({ kind: "timeout", afterMs: 0 });
    const byWrapper = createRunner({ task: intake, variant: variantOf(), models: [fakeModel({ answers: late })], clock });
    expect((await byWrapper.run(input)).outcome).toEqual({ kind: "timeout", afterMs: 0 });
    const slow = fakeModel({
      answers: () => {
        clock.advance(50);
        return "not JSON";
      },
    });
    const byDeadline = createRunner({ task: intake, variant: variantOf({ reasks: 5 }), models: [slow], clock });
    const trace = await byDeadline.run(input, { deadlineAt: 1060 });
    expect(trace).toMatchObject({ outcome: { kind: "timeout", afterMs: 100 }, totalMs: 100 });
    expect(slow.calls).toHaveLength(2);
  });

  it("keeps of something thrown what the runner's user makes of it, while its stack is there", async () => {
    const models = [fakeModel({ answers: new TypeError("It broke.") })];
    const mapError = (thrown: unknown): unknown =>
      new PawlError("use.own-code", thrown instanceof TypeError && thrown.stack?.includes(import.meta.filename) ? "Mine." : "Not mine.");
    const { outcome } = await createRunner({ task: intake, variant: variantOf(), models, mapError }).run(input);
    expect(outcome).toMatchObject({ kind: "error", error: { code: "use.own-code", message: "Mine." } });
  });

  it("is a timeout where the model says service.timeout, thrown or as a stream's failure, whose step keeps what it said", async () => {
    const clock = fakeClock(1000);
    const shape = { code: "service.timeout", message: "No answer in time.", retryable: true, facts: { status: 504 } } as const;
    const error = new PawlError(shape.code, shape.message, { retryable: true, facts: shape.facts });
    const thrown = await createRunner({ task: intake, variant: variantOf(), models: [fakeModel({ answers: error })], clock }).run(input);
    expect(thrown).toMatchObject({ outcome: { kind: "timeout", afterMs: 0 }, steps: [{ result: null, error: shape }] });
    const failing: LanguageModel = {
      ...fakeModel(),
      async *stream() {
        clock.advance(70);
        yield { type: "failure", error: shape, partial: "", usage: null };
      },
    };
    let last: unknown = null;
    const { stream } = createRunner({ task: intake, variant: variantOf(), models: [failing], clock });
    for await (const event of stream?.(input) ?? []) last = event;
    expect(last).toMatchObject({
      type: "end",
      trace: { outcome: { kind: "timeout", afterMs: 70 }, steps: [{ result: null, error: shape }] },
    });
  });

  it("is an error with code and facts of a branded failure", async () => {
    const error = new PawlError("service.unreachable", "Away.", { retryable: true, facts: { status: 503 } });
    const trace = await createRunner({ task: intake, variant: variantOf(), models: [fakeModel({ answers: error })] }).run(input);
    const shape = { code: "service.unreachable", message: "Away.", retryable: true, facts: { status: 503 } };
    expect(trace).toMatchObject({ outcome: { kind: "error", error: shape }, steps: [{ kind: "model", result: null, error: shape }] });
    expect(trace.totalMs).toBeGreaterThanOrEqual(0);
  });

  it("is over budget where a wrapper's budget refuses", async () => {
    const facts = { budget: "day", needed: { calls: 1 }, left: { calls: 0 } };
    const model = fakeModel({ answers: new PawlError("use.over-budget", "No.", { facts }) });
    expect((await createRunner({ task: intake, variant: variantOf(), models: [model] }).run(input)).outcome).toEqual({
      kind: "over-budget",
      ...facts,
    });
  });
});

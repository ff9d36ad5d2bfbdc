import { type CallOptions, type GenerateRequest, type GenerateResult, type LanguageModel, systemClock } from "@pawl/core";
import { collect, fakeModel, manualClock } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { withDeadline } from "./with-deadline.ts";

const request: GenerateRequest = { messages: [{ role: "user", content: "hi" }], sampling: {} };

/** A model that never answers and does not heed its signal. */
function deafModel(seen: CallOptions[] = []): LanguageModel {
  return {
    ...fakeModel(),
    generate: (_request, options) => {
      if (options) seen.push(options);
      return new Promise<GenerateResult>(() => {});
    },
    stream: async function* () {
      yield { type: "text-delta", text: "so far" };
      await new Promise(() => {});
    },
  };
}

describe("generate", () => {
  it("aborts with a TimeoutError after ms, also where the model does not heed its signal", async () => {
    const clock = manualClock(0);
    const seen: CallOptions[] = [];
    const call = withDeadline(deafModel(seen), { ms: 1000, clock }).generate(request);
    const failure = expect(call).rejects.toMatchObject({ name: "TimeoutError" });
    await clock.advance(999);
    expect(seen[0]).toMatchObject({ deadlineAt: 1000, abortSignal: { aborted: false } });
    await clock.advance(1);
    await failure;
    expect(seen[0]?.abortSignal?.reason).toBeInstanceOf(DOMException);
  });

  it("leaves an answer in time as it is, and no timer behind", async () => {
    const clock = manualClock();
    const result = await withDeadline(fakeModel({ answers: "ok" }), { ms: 1000, clock }).generate(request);
    expect(result.message.content).toBe("ok");
    await clock.advance(0);
    expect(clock.sleeping()).toBe(0);
  });

  it("keeps the caller's deadline where it is earlier, and does not call once it has passed", async () => {
    const clock = manualClock(5000);
    const seen: CallOptions[] = [];
    const model = withDeadline(deafModel(seen), { ms: 1000, clock });
    const failure = expect(model.generate(request, { deadlineAt: 5200 })).rejects.toMatchObject({ name: "TimeoutError" });
    await clock.advance(200);
    await failure;
    await expect(model.generate(request, { deadlineAt: 100 })).rejects.toMatchObject({ name: "TimeoutError" });
    expect(seen.length).toBe(1);
  });

  it("rethrows the caller's own reason unchanged", async () => {
    const controller = new AbortController();
    const reason = { mine: true };
    const call = withDeadline(deafModel(), { ms: 1000, clock: manualClock() }).generate(request, { abortSignal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  it("refuses a deadline that is no length of time", () => {
    expect(() => withDeadline(fakeModel(), { ms: 0, clock: systemClock })).toThrow(RangeError);
  });
});

describe("stream", () => {
  it("ends with one failure that carries what was streamed", async () => {
    const clock = manualClock();
    const events = collect(withDeadline(deafModel(), { ms: 1000, clock }).stream(request));
    await clock.advance(1000);
    const seen = await events;
    expect(seen.map(({ type }) => type)).toEqual(["text-delta", "failure"]);
    expect(seen[1]).toMatchObject({ partial: "so far", usage: null });
  });

  it("passes a stream in time through, and can be left early", async () => {
    const clock = manualClock();
    const model = withDeadline(fakeModel({ answers: "a b c" }), { ms: 1000, clock });
    expect((await collect(model.stream(request))).at(-1)?.type).toBe("end");
    for await (const event of model.stream(request)) {
      expect(event.type).toBe("text-delta");
      break;
    }
    await clock.advance(0);
    expect(clock.sleeping()).toBe(0);
  });
});

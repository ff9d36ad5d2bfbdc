import { type GenerateRequest, PawlError, type Step, seededRandom } from "@pawl/core";
import { collect, fakeClock, fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { createRetryBudget } from "./retry-budget.ts";
import { withRetry } from "./with-retry.ts";

const request: GenerateRequest = { messages: [{ role: "user", content: "hi" }], sampling: {} };
const busy = (facts: PawlError["facts"] = {}): PawlError => new PawlError("service.failed", "Down.", { retryable: true, facts });

describe("generate", () => {
  it("answers after retryable failures and reports each as a failed step", async () => {
    const clock = fakeClock(1000);
    const steps: Step[] = [];
    const model = withRetry(fakeModel({ answers: [busy(), busy({ billed: false }), "ok"] }), { clock, jitter: "none" });
    const result = await model.generate(request, { report: (step) => steps.push(step) });
    expect(result.message.content).toBe("ok");
    expect(clock.sleeps).toEqual([500, 1000]);
    expect(steps).toMatchObject([
      { kind: "model", error: { code: "service.failed" }, result: null, cost: null, startedAt: 1000, key: null, messages: [] },
      { kind: "model", error: { code: "service.failed" }, cost: 0, startedAt: 1500 },
    ]);
  });

  it("gives the last failure when attempts run out, and does not report it", async () => {
    const inner = fakeModel({ answers: [busy({ n: 1 }), busy({ n: 2 }), busy({ n: 3 })] });
    const steps: Step[] = [];
    const failure = withRetry(inner, { attempts: 3, clock: fakeClock() }).generate(request, { report: (step) => steps.push(step) });
    await expect(failure).rejects.toMatchObject({ code: "service.failed", facts: { n: 3 } });
    expect(inner.calls.length).toBe(3);
    expect(steps.length).toBe(2);
  });

  it("does not retry an error that is not retryable, or not branded", async () => {
    for (const error of [new PawlError("use.key-refused", "No."), new TypeError("bug")]) {
      const inner = fakeModel({ answers: error });
      await expect(withRetry(inner, { clock: fakeClock() }).generate(request)).rejects.toBe(error);
      expect(inner.calls.length).toBe(1);
    }
  });

  it("waits at least what the service asks for, plus a jitter of up to baseMs", async () => {
    const clock = fakeClock();
    const answers = [busy({ retryAfterMs: 7000 }), "ok"];
    await withRetry(fakeModel({ answers }), { clock, random: seededRandom(1) }).generate(request);
    expect(clock.sleeps[0]).toBeGreaterThanOrEqual(7000);
    expect(clock.sleeps[0]).toBeLessThanOrEqual(7500);
  });

  it("gives up when the service asks for longer than maxRetryAfterMs", async () => {
    const clock = fakeClock();
    const model = withRetry(fakeModel({ answers: [busy({ retryAfterMs: 3_600_000 }), "ok"] }), { clock });
    await expect(model.generate(request)).rejects.toMatchObject({ code: "service.failed" });
    expect(clock.sleeps).toEqual([]);
  });

  it("gives up when the deadline would pass before the next attempt", async () => {
    const clock = fakeClock(0);
    const inner = fakeModel({ answers: [busy(), busy(), "ok"] });
    const model = withRetry(inner, { clock, jitter: "none" });
    await expect(model.generate(request, { deadlineAt: 1500 })).rejects.toMatchObject({ code: "service.failed" });
    expect(clock.sleeps).toEqual([500]);
    expect(inner.calls.length).toBe(2);
  });

  it("rethrows the signal's own reason when aborted between attempts", async () => {
    const controller = new AbortController();
    const reason = new Error("stop");
    const report = (): void => controller.abort(reason);
    const inner = fakeModel({ answers: busy() });
    await expect(withRetry(inner, { clock: fakeClock() }).generate(request, { abortSignal: controller.signal, report })).rejects.toBe(
      reason,
    );
    expect(inner.calls.length).toBe(1);
  });

  it("repeats its jitter from one seed, within the cap", async () => {
    const waits = async (): Promise<readonly number[]> => {
      const clock = fakeClock();
      const model = withRetry(fakeModel({ answers: busy() }), { clock, random: seededRandom(7), attempts: 9, capMs: 2000 });
      await model.generate(request).catch(() => {});
      return clock.sleeps;
    };
    const first = await waits();
    expect(await waits()).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(4);
    expect(Math.max(...first)).toBeLessThanOrEqual(2000);
  });
});

describe("the retry budget", () => {
  it("stops retries of all models that share it, and fills with first attempts", async () => {
    const budget = createRetryBudget({ ratio: 0.5, burst: 1 });
    const options = { clock: fakeClock(), budget };
    const inner = fakeModel({ answers: busy() });
    const call = (): Promise<unknown> =>
      withRetry(inner, options)
        .generate(request)
        .catch(() => {});
    await call();
    expect(inner.calls.length).toBe(2);
    await call();
    expect(inner.calls.length).toBe(3);
    await call();
    expect(inner.calls.length).toBe(5);
  });

  it("refuses settings that mean nothing", () => {
    expect(() => createRetryBudget({ ratio: -1 })).toThrow(RangeError);
    expect(() => createRetryBudget({ burst: Number.POSITIVE_INFINITY })).toThrow(RangeError);
    expect(() => withRetry(fakeModel(), { attempts: 0 })).toThrow(RangeError);
    expect(() => withRetry(fakeModel(), { baseMs: Number.NaN })).toThrow(RangeError);
  });
});

describe("stream", () => {
  it("retries before the first event", async () => {
    const steps: Step[] = [];
    const model = withRetry(fakeModel({ answers: [busy(), "a b"] }), { clock: fakeClock() });
    const events = await collect(model.stream(request, { report: (step) => steps.push(step) }));
    expect(events.map(({ type }) => type)).toEqual(["text-delta", "text-delta", "end"]);
    expect(steps.length).toBe(1);
  });

  it("hands a failure on once something was streamed", async () => {
    let calls = 0;
    const inner = fakeModel();
    const cut = withRetry(
      {
        ...inner,
        stream: async function* () {
          calls++;
          yield { type: "reasoning-delta", text: "hm" } as const;
          yield {
            type: "failure",
            error: { code: "service.cut", message: "", retryable: true, facts: {} },
            partial: "",
            usage: null,
          } as const;
        },
      },
      { clock: fakeClock() },
    );
    expect((await collect(cut.stream(request))).map(({ type }) => type)).toEqual(["reasoning-delta", "failure"]);
    expect(calls).toBe(1);
  });

  it("ends with one failure when aborted while it waits", async () => {
    const controller = new AbortController();
    const report = (): void => controller.abort(new Error("stop"));
    const model = withRetry(fakeModel({ answers: busy() }), { clock: fakeClock() });
    const events = await collect(model.stream(request, { abortSignal: controller.signal, report }));
    expect(events).toMatchObject([{ type: "failure", error: { message: "stop" } }]);
  });
});

it("retries a choice and keeps the candidates in the failed step", async () => {
  let calls = 0;
  const steps: Step[] = [];
  const choose = (): { index: number } => {
    if (calls++ === 0) throw busy();
    return { index: 1 };
  };
  const model = withRetry(fakeModel({ choose }), { clock: fakeClock() });
  const choice = await model.choose?.(
    { messages: request.messages, candidates: ["a", "b"], mode: "best" },
    { report: (step) => steps.push(step) },
  );
  expect(choice?.index).toBe(1);
  expect(steps).toMatchObject([{ kind: "choice", candidates: ["a", "b"], error: { code: "service.failed" } }]);
  expect(withRetry(fakeModel()).choose).toBeUndefined();
});

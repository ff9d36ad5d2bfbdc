import { type GenerateRequest, memoryBudget, PawlError } from "@pawl/core";
import { fakeClock, fakeModel, manualClock, modelConformance } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { guard } from "./guard.ts";
import { createLimiter } from "./limiter.ts";

const request: GenerateRequest = { messages: [{ role: "user", content: "hi" }], sampling: { maxTokens: 5 } };
const busy = new PawlError("service.failed", "Down.", { retryable: true });

it("books each attempt on the budgets and holds no place while it pauses", async () => {
  const clock = manualClock();
  const limiter = createLimiter({ concurrency: 1 });
  const budget = memoryBudget("b", { calls: 5 });
  const model = guard(fakeModel({ answers: [busy, "ok"] }), { clock, limiter, budgets: [budget], retry: { jitter: "none" } });
  const call = model.generate(request);
  await clock.advance(100);
  expect(limiter.active()).toBe(0);
  expect(await budget.left()).toEqual({ calls: 4 });
  await clock.advance(400);
  expect((await call).message.content).toBe("ok");
  expect(await budget.left()).toEqual({ calls: 3 });
});

it("does not retry past the deadline it sets", async () => {
  const clock = manualClock();
  const inner = fakeModel({ answers: busy });
  const model = guard(inner, { clock, deadlineMs: 1200, retry: { jitter: "none", attempts: 9 } });
  const failure = expect(model.generate(request)).rejects.toMatchObject({ code: "service.failed" });
  await clock.advance(500);
  await failure;
  expect(inner.calls.length).toBe(2);
});

it("keeps a waiting call out of the budgets, and refuses over budget without a retry", async () => {
  const limiter = createLimiter({ concurrency: 1 });
  const budget = memoryBudget("b", { calls: 1 });
  const inner = fakeModel({ answers: "ok" });
  const model = guard(inner, { clock: fakeClock(), limiter, budgets: [budget] });
  const release = await limiter.acquire();
  const waiting = model.generate(request);
  expect(await budget.left()).toEqual({ calls: 1 });
  release();
  await waiting;
  await expect(model.generate(request)).rejects.toMatchObject({ code: "use.over-budget" });
  expect(inner.calls.length).toBe(1);
});

it("is the model itself without any guard", () => {
  const inner = fakeModel();
  expect(guard(inner, { retry: false })).toBe(inner);
});

describe("a guarded model is still a LanguageModel", () => {
  const cases = modelConformance(
    () => {
      const inner = fakeModel({
        answers: ({ responseSchema }) => (responseSchema ? '{"word":"hello"}' : "hello there"),
        choose: ({ candidates }) => ({ index: 1, logProbs: candidates.map((_, i) => (i === 1 ? -0.1 : -3)) }),
      });
      const limiter = createLimiter({ concurrency: 2 });
      const budgets = [memoryBudget("calls", { calls: 100, tokens: 100_000 })];
      return { model: guard(inner, { deadlineMs: 60_000, attemptMs: 30_000, limiter, budgets }) };
    },
    { heedsMaxTokens: false },
  );
  for (const { name, run } of cases) it(name, run);
});

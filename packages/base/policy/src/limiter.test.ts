import type { GenerateRequest } from "@pawl/core";
import { collect, fakeModel, manualClock } from "@pawl/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLimiter } from "./limiter.ts";
import { withLimit } from "./with-limit.ts";

const request: GenerateRequest = { messages: [{ role: "user", content: "hi" }], sampling: {} };

describe("createLimiter", () => {
  it("lets in as many as it has places, the rest in order of arrival", async () => {
    const limiter = createLimiter({ concurrency: 1 });
    const first = await limiter.acquire();
    const order: number[] = [];
    const rest = [1, 2, 3].map(async (n) => {
      const release = await limiter.acquire();
      order.push(n);
      release();
    });
    expect([limiter.active(), limiter.waiting()]).toEqual([1, 3]);
    first();
    first();
    await Promise.all(rest);
    expect(order).toEqual([1, 2, 3]);
    expect([limiter.active(), limiter.waiting()]).toEqual([0, 0]);
  });

  it("sheds a call when the queue is full", async () => {
    const limiter = createLimiter({ concurrency: 1, queue: 1 });
    const release = await limiter.acquire();
    const second = limiter.acquire();
    await expect(limiter.acquire()).rejects.toMatchObject({
      code: "service.overloaded",
      retryable: true,
      facts: { billed: false, concurrency: 1, queue: 1 },
    });
    release();
    (await second)();
  });

  it("takes an aborted call out of the queue and rejects with its reason", async () => {
    const limiter = createLimiter({ concurrency: 1 });
    const release = await limiter.acquire();
    const controller = new AbortController();
    const reason = new Error("stop");
    const aborted = limiter.acquire({ abortSignal: controller.signal });
    const third = limiter.acquire();
    controller.abort(reason);
    await expect(aborted).rejects.toBe(reason);
    release();
    (await third)();
    expect(limiter.active()).toBe(0);
    await expect(limiter.acquire({ abortSignal: controller.signal })).rejects.toBe(reason);
  });

  it("never lets in more than it has places, and is empty in the end, whatever is aborted when", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        async (s, n, aborts) => {
          const limiter = createLimiter({ concurrency: n });
          let inside = 0;
          const calls = aborts.map(async (abort) => {
            const controller = new AbortController();
            if (abort) s.schedule(Promise.resolve()).then(() => controller.abort(new Error("stop")));
            const release = await limiter.acquire({ abortSignal: controller.signal }).catch(() => null);
            if (!release) return;
            inside++;
            expect(inside).toBeLessThanOrEqual(n);
            await s.schedule(Promise.resolve());
            inside--;
            release();
          });
          await s.waitFor(Promise.all(calls));
          expect([limiter.active(), limiter.waiting()]).toEqual([0, 0]);
        },
      ),
      { numRuns: 200, seed: 8 },
    );
  });

  it("refuses numbers that mean nothing", () => {
    expect(() => createLimiter({ concurrency: 0 })).toThrow(RangeError);
    expect(() => createLimiter({ concurrency: 1, queue: -1 })).toThrow(RangeError);
  });
});

describe("withLimit", () => {
  it("adds the time spent waiting to the timings", async () => {
    const clock = manualClock();
    const limiter = createLimiter({ concurrency: 1 });
    const timings = { totalMs: 10, queuedMs: null, timeToFirstTokenMs: 4, timePerOutputTokenMs: 1 };
    const model = withLimit(fakeModel({ answers: { timings } }), limiter, { clock });
    const release = await limiter.acquire();
    const call = model.generate(request);
    await clock.advance(250);
    release();
    expect((await call).timings).toEqual({ totalMs: 260, queuedMs: 250, timeToFirstTokenMs: 254, timePerOutputTokenMs: 1 });
    expect((await model.generate(request)).timings).toEqual(timings);
  });

  it("gives the place back after a failure, a stream's end, and a stream that is left", async () => {
    const limiter = createLimiter({ concurrency: 1, queue: 0 });
    const model = withLimit(fakeModel({ answers: [new Error("no"), "a b", "a b"] }), limiter);
    await expect(model.generate(request)).rejects.toThrow("no");
    expect((await collect(model.stream(request))).at(-1)?.type).toBe("end");
    for await (const _ of model.stream(request)) {
      expect(limiter.active()).toBe(1);
      expect(await collect(model.stream(request))).toMatchObject([{ type: "failure", error: { code: "service.overloaded" } }]);
      break;
    }
    expect(limiter.active()).toBe(0);
  });
});

import type { Outcome, Runner, Trace } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { firstFailure } from "./first-failure.ts";

const ok: Outcome = { kind: "ok", output: "x" };
const failed = (code: string): Outcome => ({ kind: "error", error: { code, message: "It failed.", retryable: false, facts: {} } });

async function stopsAfter(outcomes: readonly Outcome[]): Promise<number | null> {
  const { guarded, signal } = firstFailure(new AbortController().signal);
  let next = 0;
  const trace = (): Trace => ({ ...sampleTrace({ id: String(next) }), outcome: outcomes[next++] ?? ok });
  const runner: Runner = { task: { name: "t", hash: "" }, variantId: "", rendererHash: "", run: async () => trace() };
  for (let i = 1; i <= outcomes.length; i++) {
    await guarded(runner).run(undefined as never);
    if (signal.aborted) return i;
  }
  return null;
}

it("stops at once for what the user has to mend", async () => {
  expect(await stopsAfter([ok, failed("use.key-refused"), ok])).toBe(2);
});

it("stops at a service that never answered, or no more for eight cases in a row", async () => {
  expect(await stopsAfter([failed("service.unreachable")])).toBe(1);
  expect(await stopsAfter([ok, ...Array(7).fill(failed("service.failed")), ok, failed("service.failed")])).toBeNull();
  expect(await stopsAfter([ok, ...Array(9).fill(failed("service.failed"))])).toBe(9);
});

it("goes on after other errors, which are answers of the case", async () => {
  expect(await stopsAfter([failed("data.x"), failed("bug.unexpected"), { kind: "refused", reason: "" }])).toBeNull();
});

it("is stopped by the command's own signal with its own reason", () => {
  const stop = new AbortController();
  const { signal } = firstFailure(stop.signal);
  stop.abort("Ctrl-C");
  expect(signal.reason).toBe("Ctrl-C");
});

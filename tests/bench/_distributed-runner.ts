import { setTimeout as wait } from "node:timers/promises";
import { defineVariant, idSource, type Runner, type Variant, variantId } from "@pawl/core";

export const TASK = { name: "echo", hash: "e".repeat(64) };

export const VARIANT: Variant = defineVariant({
  task: TASK.name,
  model: { id: "none" },
  instructions: "Echo.",
  sampling: {},
  decoding: "free",
});

/** Returns a Runner that gives its input back after so many milliseconds of waiting, at once for 0. */
export function echoRunner(ms: number): Runner<unknown, string> {
  const newId = idSource();
  const id = variantId(VARIANT);
  const rendererHash = String(ms).padStart(64, "0");
  return {
    task: TASK,
    variantId: id,
    rendererHash,
    run: async (input, options = {}) => {
      const text = String(Object(input).text);
      const startedAt = Date.now();
      if (ms > 0) await wait(ms);
      return {
        format: "pawl.trace/1",
        id: newId(),
        task: TASK,
        variantId: id,
        rendererHash,
        origin: options.origin ?? {},
        input,
        outcome: { kind: "ok", output: text },
        used: { demonstrations: [], context: [] },
        steps: [],
        startedAt,
        totalMs: Date.now() - startedAt,
      };
    },
  };
}

import { defineTask } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { confidenceOf } from "./choose-answer.ts";
import { createRunner } from "./create-runner.ts";
import { triage, variantOf } from "./testing/intake.ts";

const variant = variantOf({ task: "triage", decoding: "choose" });
const input = { message: "Lost!" };

describe("choose", () => {
  it("has the model choose among the labels, the best one only", async () => {
    const model = fakeModel({ choose: () => ({ index: 1, logProbs: [null, -0.1] }) });
    const trace = await createRunner({ task: triage, variant, models: [model] }).run(input);
    expect(trace.outcome).toEqual({ kind: "ok", output: "claim" });
    expect(model.choices).toMatchObject([
      { candidates: ["track", "claim"], mode: "best", messages: [{ role: "system" }, { role: "user", content: "Lost!" }] },
    ]);
    expect(trace.steps).toMatchObject([{ kind: "choice", candidates: ["track", "claim"], result: { index: 1 }, error: null }]);
  });

  it("scores all labels where the task is proactive or the variant says so, and gives a confidence", async () => {
    const proactive = defineTask({
      name: "triage",
      input: z.object({ message: z.string() }),
      output: z.enum(["track", "claim"]),
      profile: { trigger: "proactive" },
    });
    const asked = { ...variant, sampling: { extra: { choose: "all" } } };
    for (const [task, of] of [
      [proactive, variant],
      [triage, asked],
    ] as const) {
      const model = fakeModel({ choose: () => ({ index: 0, logProbs: [Math.log(0.3), Math.log(0.1)] }) });
      const { outcome } = await createRunner({ task, variant: of, models: [model] }).run(input);
      expect(model.choices[0]?.mode).toBe("all");
      expect(outcome.kind === "ok" && outcome.confidence).toBeCloseTo(0.75, 12);
    }
  });

  it("chooses booleans as true and false", async () => {
    const urgent = defineTask({ name: "urgent", input: z.string(), output: z.boolean() });
    const model = fakeModel({ choose: ({ candidates }) => ({ index: candidates.indexOf("true") }) });
    const { outcome } = await createRunner({ task: urgent, variant: { ...variant, task: "urgent" }, models: [model] }).run("now!");
    expect(outcome).toEqual({ kind: "ok", output: true });
  });

  it("has a model that cannot choose write the label", async () => {
    const model = fakeModel({ answers: ["Something", '"claim"'] });
    const trace = await createRunner({
      task: triage,
      variant: { ...variant, reasks: 1, sampling: { maxTokens: 5, extra: { choose: "all", top_k: 1 } } },
      models: [model],
    }).run(input);
    expect(trace.outcome).toEqual({ kind: "ok", output: "claim" });
    expect(model.calls[0]?.sampling).toEqual({ maxTokens: 5, extra: { top_k: 1 } });
    expect(model.calls[0]?.responseSchema?.schema).toEqual(triage.outputJsonSchema);
  });

  it("is an error where the adapter gives a candidate that is none", async () => {
    const model = fakeModel({ choose: () => ({ index: 2 }) });
    expect((await createRunner({ task: triage, variant, models: [model] }).run(input)).outcome).toMatchObject({
      kind: "error",
      error: { code: "bug.choice-out-of-range" },
    });
  });
});

describe("confidenceOf", () => {
  it("is the softmax of the chosen one, and null where one is not known", () => {
    expect(confidenceOf({ index: 1, logProbs: [-1000, -1000] })).toBe(0.5);
    expect(confidenceOf({ index: 0, logProbs: [-1, Number.NEGATIVE_INFINITY] })).toBe(1);
    expect(confidenceOf({ index: 0, logProbs: [-1, null] })).toBeNull();
    expect(confidenceOf({ index: 0, logProbs: [null] })).toBeNull();
  });
});

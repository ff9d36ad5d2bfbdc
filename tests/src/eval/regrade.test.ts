import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineTask, type Retriever, type SearchHit, type Variant } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { examples } from "@pawl/data";
import { evaluate, exact, label } from "@pawl/eval";
import { createRunner } from "@pawl/prompt";
import { sqliteStore } from "@pawl/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

const task = defineTask({ name: "mood", input: z.object({ text: z.string() }), output: z.enum(["good", "bad"]) });
const rows = ["so glad", "so sad", "very glad", "very sad", "not glad", "not sad"].map((text, index) => ({
  id: `m${index}`,
  input: { text },
  expected: text.endsWith("glad") ? ("good" as const) : ("bad" as const),
  cluster: `m${index}`,
  split: index < 2 ? ("train" as const) : ("dev" as const),
}));
const dataset = await examples(task, rows);

/** Finds one demonstration: another one for texts that begin with "not" from its second version on. */
function retriever(version: number): Retriever {
  const hit = (id: string): SearchHit => ({ id, text: id, score: 1, rank: 1, metadata: {} });
  return {
    name: "nearest",
    hash: `nearest-${version}`,
    retrieve: async (query) => [hit(version > 1 && query.startsWith("not") ? "m1" : "m0")],
  };
}

function variant(version: number): Variant {
  return {
    format: "pawl.variant/1",
    task: "mood",
    model: { id: "fake" },
    instructions: "Say the mood.",
    demonstrations: {
      kind: "retrieved",
      dataset: dataset.splits.train.hash,
      retriever: { name: "nearest", hash: `nearest-${version}`, count: 1, query: "{{text}}" },
    },
    sampling: { maxTokens: 4 },
    decoding: "schema",
    reasks: 0,
  };
}

describe("a run that is graded again", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pawl-regrade-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** One process's worth: everything is opened anew, only the file is kept. */
  async function graded(version: number, options: { readonly scorer?: "label" | "exact"; readonly repeats?: number } = {}) {
    await using store = await sqliteStore({ path: join(folder, "store.sqlite") });
    const model = fakeModel({ answers: '"good"' });
    const run = createRunner({
      task,
      variant: variant(version),
      models: [model],
      retrievers: [retriever(version)],
      datasets: [dataset],
      cache: store.cache,
    });
    const scorers = [options.scorer === "exact" ? exact({ fold: true }) : label()];
    const evaluation = await evaluate({ dataset, run, scorers, store, repeats: options.repeats });
    const scores = (await store.scores.list({ runId: evaluation.record.id })).items.map(({ scorer }) => scorer).sort();
    return { calls: model.calls.length, evaluation, scores };
  }

  it("asks no model for a scorer's sake, and keeps what the scorer before said", async () => {
    const before = await graded(1);
    expect(before.calls).toBe(4);
    const after = await graded(1, { scorer: "exact" });
    expect(after.calls).toBe(0);
    expect(after.evaluation.record.id).toBe(before.evaluation.record.id);
    expect(after.evaluation.items.map(({ trace }) => trace.id)).toEqual(before.evaluation.items.map(({ trace }) => trace.id));
    expect(after.scores).toEqual([...Array<string>(4).fill("exact"), ...Array<string>(4).fill("label")]);
  });

  it("asks again only for the prompts that another variant changes", async () => {
    await graded(1);
    const edited = await graded(2);
    expect(edited.evaluation.items).toHaveLength(4);
    expect(edited.calls).toBe(2);
    const cached = edited.evaluation.items.filter(({ trace }) => trace.steps.some((step) => step.kind === "model" && step.cached));
    expect(cached.map(({ trace }) => trace.origin.example?.id).sort()).toEqual(["m2", "m3"]);
  });

  it("shares no answer between repeats", async () => {
    await graded(1);
    expect((await graded(1, { repeats: 3 })).calls).toBe(8);
  });
});

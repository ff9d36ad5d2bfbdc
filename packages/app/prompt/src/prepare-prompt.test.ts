import { fakeModel } from "@pawl/core/testing";
import { describe, expect, it } from "vitest";
import { createRunner } from "./create-runner.ts";
import { intake, trainOf, variantOf, wordRetriever } from "./testing/intake.ts";

const words = (n: number): string => "word ".repeat(n).trim();
const dataset = trainOf(
  intake,
  ["a", "b", "c"].map((id) => ({ id, input: { message: `${id} ${words(40)}` }, expected: { intent: "track" as const } })),
);
const documents = [
  { id: "near", text: `parcel hub ${words(40)}` },
  { id: "far", text: words(40) },
];
const retriever = wordRetriever(documents);
const variant = variantOf({
  demonstrations: { kind: "fixed", dataset: dataset.splits.train.hash, ids: ["a", "b", "c"] },
  context: { name: "words", hash: retriever.hash, count: 2, query: "{{message}}" },
  sampling: { maxTokens: 100 },
});

async function used(contextTokens: number | null) {
  const model = fakeModel({ answers: '{"intent": "track"}', capabilities: { contextTokens } });
  const trace = await createRunner({ task: intake, variant, models: [model], datasets: [dataset], retrievers: [retriever] }).run({
    message: "parcel hub",
  });
  return { trace, model, used: trace.used };
}

describe("a prompt", () => {
  it("has every part where it fits or there is no limit", async () => {
    for (const contextTokens of [null, 1000]) {
      const { used: all, trace } = await used(contextTokens);
      expect(all).toEqual({ demonstrations: ["a", "b", "c"], context: ["near", "far"] });
      expect(trace.steps).toMatchObject([{ kind: "retrieval", purpose: "context" }, { kind: "model" }]);
    }
  });

  it("drops demonstrations from the furthest, then context from the lowest score, until it fits", async () => {
    const steps = [];
    for (let contextTokens = 500; contextTokens >= 170; contextTokens -= 10)
      steps.push(
        Object.values((await used(contextTokens)).used)
          .flat()
          .join(),
      );
    expect([...new Set(steps)]).toEqual(["a,b,c,near,far", "b,c,near,far", "c,near,far", "near,far", "near", ""]);
  });

  it("keeps the rest of the context for the answer", async () => {
    const { model } = await used(300);
    expect(JSON.stringify(model.calls[0]?.messages).length / 4).toBeLessThan(200);
  });

  it("is an error where not even the question fits, and nothing is sent", async () => {
    const { trace, model } = await used(110);
    expect(trace.outcome).toMatchObject({
      kind: "error",
      error: { code: "data.prompt-too-long", facts: { limit: 10, contextTokens: 110 } },
    });
    expect(trace.used).toEqual({ demonstrations: [], context: [] });
    expect(model.calls).toHaveLength(0);
  });

  it("counts each text once", async () => {
    const counted: string[] = [];
    const inner = fakeModel({ answers: '{"intent": "track"}', capabilities: { contextTokens: 1000 } });
    const model = {
      ...inner,
      countTokens: (text: string) => {
        counted.push(text);
        return inner.countTokens(text);
      },
    };
    const runner = createRunner({ task: intake, variant, models: [model], datasets: [dataset], retrievers: [retriever] });
    await runner.run({ message: "parcel" });
    await runner.run({ message: "hub" });
    expect(counted).toHaveLength(new Set(counted).size);
  });

  it("is not asked again where the re-ask would not fit", async () => {
    const model = fakeModel({ answers: words(300), capabilities: { contextTokens: 400 } });
    const runner = createRunner({ task: intake, variant: variantOf({ reasks: 3, sampling: { maxTokens: 50 } }), models: [model] });
    expect((await runner.run({ message: "x" })).outcome.kind).toBe("invalid");
    expect(model.calls).toHaveLength(1);
  });
});

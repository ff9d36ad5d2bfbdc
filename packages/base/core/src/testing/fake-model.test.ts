import { describe, expect, it } from "vitest";
import type { GenerateRequest } from "../generate-request.ts";
import { collect } from "./collect.ts";
import { fakeModel } from "./fake-model.ts";

const request: GenerateRequest = { messages: [{ role: "user", content: "hi" }], sampling: {} };

describe("fakeModel", () => {
  it("answers a list in order, then its last one, and keeps what it was asked", async () => {
    const model = fakeModel({ answers: ["one", { finishReason: "length" }, new Error("three")] });
    expect((await model.generate(request)).message.content).toBe("one");
    expect(await model.generate(request)).toMatchObject({ finishReason: "length", message: { content: "" } });
    for (let i = 0; i < 2; i++) await expect(model.generate(request)).rejects.toThrow("three");
    expect(model.calls).toEqual([request, request, request, request]);
  });

  it("answers by a function of request and call", async () => {
    const model = fakeModel({ answers: async ({ messages }, call) => `${messages.length} ${call}` });
    await model.generate(request);
    expect((await model.generate(request)).message.content).toBe("1 1");
  });

  it("says that it was given no answers", async () => {
    for (const options of [{}, { answers: [] }]) {
      await expect(fakeModel(options).generate(request)).rejects.toMatchObject({ code: "bug.not-implemented" });
    }
  });

  it("streams words and then one end, or one failure", async () => {
    expect((await collect(fakeModel({ answers: "a b" }).stream(request))).map(({ type }) => type)).toEqual([
      "text-delta",
      "text-delta",
      "end",
    ]);
    expect(await collect(fakeModel({ answers: new Error("no") }).stream(request))).toMatchObject([
      { type: "failure", error: { message: "no" } },
    ]);
  });

  it("chooses where it is told how, and keeps what it was asked", async () => {
    const ask = { messages: request.messages, candidates: ["a", "b"], mode: "best" } as const;
    const model = fakeModel({ choose: () => ({ index: 1 }) });
    expect(await model.choose?.(ask)).toMatchObject({ index: 1, logProbs: [null, null], usage: null });
    expect(model.choices).toEqual([ask]);
    expect(fakeModel().choose).toBeUndefined();
  });
});

/**
 * What every model of the catalogue promises, on its real weights: `PAWL_TEST_MODEL` names another than the smallest, pulled once where it is not
 * here. `PAWL_OFFLINE=1` skips these by name.
 */
import type { GenerateRequest, Timings } from "@pawl/core";
import { collect, modelConformance } from "@pawl/core/testing";
import { type LocalModel, localModel, pullModel } from "@pawl/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const NAME = process.env["PAWL_TEST_MODEL"] || "smollm2-135m-instruct";
const COUNT: GenerateRequest = {
  messages: [{ role: "user", content: "Count from one to twenty in words." }],
  sampling: { temperature: 0, maxTokens: 12 },
};

describe.skipIf(process.env["PAWL_OFFLINE"] === "1")(`${NAME}, a model of the catalogue (skipped by PAWL_OFFLINE=1)`, () => {
  let model: LocalModel;
  beforeAll(async () => {
    await pullModel(NAME);
    // One thread: two wait for one another on a machine that does other work.
    model = localModel(NAME, { optimised: false, threads: 1, contextTokens: 1024 });
    await model.load();
  }, 1_800_000);
  afterAll(async () => {
    await model?.[Symbol.asyncDispose]();
  });

  for (const { name, run } of modelConformance(() => ({ model }))) it(name, run, 120_000);

  // The suite takes null for a time that was not measured: in this process each is.
  it("measures the time to the first token and of each after it, in a call and a stream", async () => {
    const ended = (await collect(model.stream(COUNT))).at(-1);
    const streamed = ended?.type === "end" ? ended.result : null;
    for (const result of [await model.generate(COUNT), streamed]) {
      expect(result?.usage?.outputTokens).toBeGreaterThan(1);
      const { totalMs = 0, queuedMs, timeToFirstTokenMs, timePerOutputTokenMs }: Partial<Timings> = result?.timings ?? {};
      expect(queuedMs).toBeGreaterThanOrEqual(0);
      expect(timeToFirstTokenMs).toBeGreaterThan(0);
      expect(timePerOutputTokenMs).toBeGreaterThan(0);
      const told = (timeToFirstTokenMs ?? 0) + (timePerOutputTokenMs ?? 0) * ((result?.usage?.outputTokens ?? 0) - 1);
      expect(told).toBeLessThanOrEqual(totalMs + 1);
    }
  }, 120_000);

  it("writes what a schema asks, and the same again at temperature 0", async () => {
    const schema = {
      type: "object",
      additionalProperties: false,
      properties: { intent: { enum: ["refund", "track", "missing"] }, code: { type: "string", pattern: "^[A-Z]{2}[0-9]{3}$" } },
      required: ["intent", "code"],
    };
    const request: GenerateRequest = {
      messages: [{ role: "user", content: "Where is parcel XY999?" }],
      sampling: { temperature: 0, maxTokens: 64 },
      responseSchema: { name: "ticket", schema },
    };
    const [first, again] = [await model.generate(request), await model.generate(request)];
    expect(JSON.parse(first.message.content)).toEqual({
      intent: expect.stringMatching(/^(refund|track|missing)$/),
      code: expect.stringMatching(/^[A-Z]{2}\d{3}$/),
    });
    expect(again.message).toEqual(first.message);
  }, 120_000);

  it("gives a user's control words no power", async () => {
    const tokens = async (content: string): Promise<number> =>
      (await model.generate({ messages: [{ role: "user", content }], sampling: { maxTokens: 1 } })).usage?.inputTokens ?? 0;
    // A control word that worked would be one token; as text it is several.
    for (const word of ["<|im_end|>", "<end_of_turn>"]) expect((await tokens(`${word}${word}`)) - (await tokens(word))).toBeGreaterThan(2);
  }, 120_000);
});

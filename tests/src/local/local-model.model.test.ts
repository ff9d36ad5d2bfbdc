/** The smallest model, to the token (what all promise: conformance.model.test.ts): pulled once where it is not here. `PAWL_OFFLINE=1` skips these by name. One thread: two wait for one another on a machine that does other work. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { GenerateRequest } from "@pawl/core";
import { collect } from "@pawl/core/testing";
import { isWorthTaking, jsonSchemaToGbnf, type LocalModel, localModel, optimiseModel, pullModel } from "@pawl/local";
import { getLlama, LlamaGrammar, LlamaGrammarEvaluationState, LlamaLogLevel, type Token } from "node-llama-cpp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const NAME = "smollm2-135m-instruct";
const ask = (text: string, maxTokens = 24): GenerateRequest => ({
  messages: [{ role: "user", content: text }],
  sampling: { temperature: 0, maxTokens },
});

describe.skipIf(process.env["PAWL_OFFLINE"] === "1")("the real model (skipped by PAWL_OFFLINE=1)", () => {
  let path = "";
  let model: LocalModel;

  beforeAll(async () => {
    path = (await pullModel(NAME)).path;
    model = localModel(NAME, { optimised: false, threads: 1, contextTokens: 1024 });
    await model.load();
  }, 300_000);
  afterAll(async () => {
    await model?.[Symbol.asyncDispose]();
  });

  it("keeps the prefix of a prompt, and answers as if it had not", async () => {
    const request = { ...ask("What is the capital of France?", 8), topLogProbs: 5 };
    await model.generate(ask("Something else altogether, to begin with.", 1));
    const fresh = await model.generate(request);
    const kept = await model.generate(request);
    expect(kept.usage?.cachedInputTokens).toBe((kept.usage?.inputTokens ?? 0) - 2);
    expect(fresh.usage?.cachedInputTokens).toBeLessThan(5);
    expect(kept.logProbs).toEqual(fresh.logProbs);
  }, 60_000);

  it("adds no words to the prompt: no system prompt of its own", async () => {
    const { usage } = await model.generate(ask("Hi", 1));
    // <|im_start|> user \n Hi <|im_end|> \n <|im_start|> ass istant \n
    expect(usage?.inputTokens).toBe(10);
  }, 60_000);

  it("gives a user's control words no power", async () => {
    const { usage } = await model.generate(ask("<|im_end|>", 1));
    expect(usage?.inputTokens).toBeGreaterThan(10 + 3);
  }, 60_000);

  it("refuses a prompt longer than the context, with the counts", async () => {
    const failing = model.generate(ask("word ".repeat(1200)));
    await expect(failing).rejects.toMatchObject({ code: "data.prompt-too-long", facts: { contextTokens: 1024, billed: false } });
  }, 60_000);

  it("stops before a stop string, and draws alike for one seed", async () => {
    const stopped = await model.generate({ ...ask("What is the capital of France?"), sampling: { maxTokens: 24, stop: ["Paris"] } });
    expect(stopped.message.content).not.toContain("Paris");
    expect(stopped.finishReason).toBe("stop");
    const drawn = { ...ask("Tell me a story."), sampling: { maxTokens: 12, temperature: 1 }, seed: 7 };
    expect((await model.generate(drawn)).message).toEqual((await model.generate(drawn)).message);
  }, 60_000);

  const schema = {
    type: "object",
    additionalProperties: false,
    properties: {
      intent: { enum: ["refund", "track", "missing"] },
      item: { type: "string", minLength: 1, maxLength: 30 },
      amount: { type: "integer", minimum: 1, maximum: 500 },
      code: { type: "string", pattern: "^[A-Z]{2}[0-9]{3}$" },
    },
    required: ["intent", "code"],
  };

  it("writes within a schema what llama.cpp writes within our grammar", async () => {
    await using plain = localModel(NAME, { optimised: false, threads: 1, contextTokens: 256, forceTokens: false });
    const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error });
    await using bare = await llama.loadModel({ modelPath: path });
    await using context = await bare.createContext({ contextSize: 256, flashAttention: false, threads: 1 });
    const sequence = context.getSequence();
    for (const text of ["My lamp AB123 came broken, I want 20 pounds back.", "Where is parcel XY999?"]) {
      const ours = await plain.generate({ ...ask(text, 64), responseSchema: { name: "ticket", schema } });
      const grammar = new LlamaGrammar(llama, { grammar: jsonSchemaToGbnf(schema) });
      const prompt = [
        ...bare.tokenize("<|im_start|>user\n", true),
        ...bare.tokenize(text),
        ...bare.tokenize("<|im_end|>\n<|im_start|>assistant\n", true),
      ];
      await sequence.clearHistory();
      const out: Token[] = [];
      const grammarEvaluationState = new LlamaGrammarEvaluationState({ model: bare, grammar });
      for await (const token of sequence.evaluate(prompt, { temperature: 0, grammarEvaluationState })) if (out.push(token) === 64) break;
      expect(ours.message.content).toBe(bare.detokenize(out));
      const forced = await model.generate({ ...ask(text, 64), responseSchema: { name: "ticket", schema } });
      expect(JSON.parse(forced.message.content)).toMatchObject({ code: expect.stringMatching(/^[A-Z]{2}\d{3}$/) });
    }
  }, 300_000);

  it("gives every candidate its exact log-probability", async () => {
    const candidates = ["refund", "refund_not_showing_up", "card_arrival", "top_up_failed", "pin"];
    const messages = [{ role: "user" as const, content: `One of ${candidates.join(", ")}: my card has not come.` }];
    const { logProbs, index } = await model.choose({ messages, candidates, mode: "all" });
    // Independently: a context of its own, each candidate by itself, a softmax over all logits.
    const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error });
    await using bare = await llama.loadModel({ modelPath: path });
    await using context = await bare.createContext({ contextSize: 512, flashAttention: false, threads: 1 });
    const sequence = context.getSequence();
    const prompt = [
      ...bare.tokenize("<|im_start|>user\n", true),
      ...bare.tokenize(messages[0]?.content ?? ""),
      ...bare.tokenize("<|im_end|>\n<|im_start|>assistant\n", true),
    ];
    for (const [number, candidate] of candidates.entries()) {
      const tokens = bare.tokenize(candidate);
      await sequence.clearHistory();
      const answers = await sequence.controlledEvaluate([...prompt, ...tokens].map((token) => [token, { generateNext: { logits: true } }]));
      const logSoftmax = (at: number, wanted: readonly Token[]): number => {
        const logits = [...(answers[at]?.next.logits ?? [])];
        const most = Math.max(...logits.map(([, logit]) => logit));
        const sum = (some: readonly (readonly [Token, number])[]): number =>
          some.reduce((total, [, logit]) => total + Math.exp(logit - most), 0);
        return Math.log(sum(logits.filter(([token]) => wanted.includes(token))) / sum(logits));
      };
      let expected = tokens.reduce((sum, token, place) => sum + logSoftmax(prompt.length - 1 + place, [token]), 0);
      const goesOn = candidates.some(
        (other) => other !== candidate && bare.tokenize(other).slice(0, tokens.length).join() === tokens.join(),
      );
      const ends = [bare.tokens.eos, bare.tokens.eot].filter((token) => token !== null);
      if (goesOn) expected += logSoftmax(prompt.length + tokens.length - 1, ends);
      expect(Math.abs((logProbs[number] ?? 0) - expected)).toBeLessThan(1e-3);
    }
    expect(logProbs[index]).toBe(Math.max(...logProbs.map((logProb) => logProb ?? Number.NEGATIVE_INFINITY)));
  }, 300_000);

  it("waits for a running call when it is disposed, and refuses the next", async () => {
    const mine = localModel(NAME, { optimised: false, threads: 1, contextTokens: 256 });
    const running = mine.generate(ask("Tell me a story.", 12));
    const events = collect(mine.stream(ask("Another one.", 4)));
    await mine.load();
    await mine[Symbol.asyncDispose]();
    await expect(running).resolves.toMatchObject({ usage: { outputTokens: 12 } });
    expect((await events).at(-1)?.type).toMatch(/^(end|failure)$/);
    await expect(mine.generate(ask("x"))).rejects.toMatchObject({ code: "use.model-disposed" });
  }, 300_000);

  it("re-encodes the whole file to the same bytes each time, and takes it from then on where this CPU is faster with it", async () => {
    const cacheDir = await mkdtemp(join(tmpdir(), "pawl-optimise-"));
    try {
      const env = { ...process.env, PAWL_MODEL_DIR: dirname(path) };
      const made = await optimiseModel(NAME, { cacheDir, env });
      expect(made).toMatchObject({
        format: "q8_0",
        bytes: 144_811_200,
        sha256: "bdca638965c84fa0422b70f3485e2ec4e8b508883bb96e97066bbdfef0181df1",
        made: true,
      });
      expect(made.probe?.topAgreement).toBeGreaterThan(0.9);
      expect((await optimiseModel(NAME, { cacheDir, env })).made).toBe(false);
      expect(made.speedUp).toBeGreaterThan(0.2);
      expect(made.speedUp).toBeLessThan(5);
      expect(localModel(NAME, { cacheDir, env }).file.optimisedFrom).toBe(isWorthTaking(made) ? made.origin : null);
      await using fast = localModel(NAME, { cacheDir, env, threads: 1, contextTokens: 256, optimised: true });
      expect(fast.ref.sha256).toBe(made.sha256);
      expect(fast.file.optimisedFrom).toBe(made.origin);
      expect((await fast.generate(ask("What is the capital of France?"))).message.content).toContain("Paris");
    } finally {
      await rm(cacheDir, { recursive: true, force: true });
    }
  }, 300_000);

  it("tells a file that is no model", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pawl-no-model-"));
    try {
      const file = join(folder, "page.gguf");
      await writeFile(file, "<html>not found</html>".repeat(10));
      await expect(localModel(file).load()).rejects.toMatchObject({ code: "data.not-gguf" });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

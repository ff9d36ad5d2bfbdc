import { randomInt } from "node:crypto";
import {
  type CallOptions,
  type Clock,
  type FinishReason,
  type GenerateRequest,
  type GenerateResult,
  type Ms,
  PawlError,
  type Usage,
} from "@pawl/core";
import type { Token } from "node-llama-cpp";
import { type Decoded, decodeConstrained, decodeFree } from "./decode.ts";
import type { LoadedModel } from "./loaded-model.ts";
import { prefill } from "./prefill.ts";
import type { SchemaGrammars } from "./schema-grammars.ts";
import { textAssembler } from "./text-assembler.ts";

/** What a call has used and said so far; told also when it fails. */
export interface CallTally {
  usage: Usage | null;
  text: string;
  result: GenerateResult | null;
}

export interface GenerateContext {
  readonly model: LoadedModel;
  readonly grammars: SchemaGrammars;
  readonly clock: Clock;
  readonly calledAt: Ms;
  readonly servedBy: string;
  readonly force: boolean;
}

/** Yields the text as it becomes certain; `tally` is kept up to date on the way and has the whole result at the end. */
export async function* generateText(
  context: GenerateContext,
  request: GenerateRequest,
  options: CallOptions & { readonly tally: CallTally },
): AsyncGenerator<string, void> {
  const { model, clock, calledAt } = context;
  const { abortSignal, tally } = options;
  if ((request.tools?.length ?? 0) > 0) {
    throw new PawlError(
      "use.tools-unsupported",
      "A local model takes no tools. Leave them out, or use a model whose capabilities name tools.",
      {
        facts: { billed: false },
      },
    );
  }
  const constrained = request.responseSchema === undefined ? null : context.grammars.of(request.responseSchema.schema, model.vocabulary);
  const prompt = model.promptTokens(model.template.render(request.messages));
  const room = roomAfter(model, prompt);
  using lease = await model.pool.lease(prompt, abortSignal);
  const startedAt = clock.now();
  const { cached, rest } = await prefill(model, lease.sequence, { tokens: prompt, abortSignal });
  const usage = (outputTokens: number): Usage => ({
    inputTokens: prompt.length,
    cachedInputTokens: cached,
    outputTokens,
    reasoningTokens: 0,
  });
  tally.usage = usage(0);
  const most = Math.min(room, request.sampling.maxTokens ?? Number.POSITIVE_INFINITY);
  const topLogProbs = request.topLogProbs === undefined ? null : request.topLogProbs;
  const decode = {
    rest,
    temperature: request.sampling.temperature ?? 0,
    topP: request.sampling.topP ?? 1,
    seed: request.seed ?? randomInt(2 ** 31),
    topLogProbs,
  };
  const tokens =
    constrained === null
      ? decodeFree(model, lease.sequence, decode)
      : decodeConstrained(model, lease.sequence, { ...decode, ...constrained, force: context.force && topLogProbs === null });
  const assembler = textAssembler(request.sampling.stop);
  const decoded: Decoded[] = [];
  let finishReason: FinishReason = "stop";
  let firstAt: Ms | null = null;
  if (most <= 0) finishReason = "length";
  else {
    for await (const step of tokens) {
      firstAt ??= clock.now();
      decoded.push(step);
      tally.usage = usage(decoded.length);
      const text = assembler.push(model.vocabulary.bytes(step.token));
      tally.text = assembler.text();
      if (text !== "") yield text;
      if (assembler.stopped()) break;
      if (decoded.length >= most) {
        finishReason = "length";
        break;
      }
      abortSignal?.throwIfAborted();
    }
  }
  abortSignal?.throwIfAborted();
  const last = assembler.finish();
  tally.text = assembler.text();
  if (last !== "") yield last;
  const endedAt = clock.now();
  tally.result = {
    message: { role: "assistant", content: assembler.text() },
    finishReason,
    usage: usage(decoded.length),
    timings: {
      totalMs: endedAt - calledAt,
      queuedMs: startedAt - calledAt,
      timeToFirstTokenMs: firstAt === null ? null : firstAt - calledAt,
      timePerOutputTokenMs: firstAt === null || decoded.length < 2 ? null : (endedAt - firstAt) / (decoded.length - 1),
    },
    servedBy: context.servedBy,
    logProbs: topLogProbs === null ? null : decoded.map((step) => logProbsOf(model, step, topLogProbs)),
  };
}

/** Returns how many tokens fit behind a prompt. @throws PawlError `data.prompt-too-long` where not one does */
export function roomAfter(model: LoadedModel, prompt: readonly Token[]): number {
  const room = model.contextTokens - prompt.length;
  if (room >= 1) return room;
  throw new PawlError(
    "data.prompt-too-long",
    `The prompt has ${prompt.length} tokens and the model's context holds ${model.contextTokens}, of which the answer needs some. Shorten the prompt, or give the model more contextTokens.`,
    { facts: { promptTokens: prompt.length, contextTokens: model.contextTokens, billed: false } },
  );
}

function logProbsOf(model: LoadedModel, step: Decoded, count: number) {
  const text = (token: Token): string => Buffer.from(model.vocabulary.bytes(token)).toString();
  return {
    token: text(step.token),
    logProb: step.logProb ?? 0,
    top: step.top.slice(0, count).map(([token, logProb]) => ({ token: text(token), logProb })),
  };
}

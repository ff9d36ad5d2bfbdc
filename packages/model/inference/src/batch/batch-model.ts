import {
  type CallOptions,
  errorShape,
  type GenerateRequest,
  type GenerateResult,
  hashOf,
  type Json,
  type LanguageModel,
  PawlError,
  type StreamEvent,
} from "@pawl/core";
import { statusError } from "../internal/call-error.ts";
import { chooseWith } from "../internal/choose-with.ts";
import { wiringOf } from "../internal/model-wiring.ts";
import { wireRequest } from "../internal/wire-request.ts";
import { wireResult } from "../internal/wire-result.ts";
import type { BatchRequest } from "./batch-request.ts";
import type { BatchResults } from "./read-batch-results.ts";

export interface BatchModelOptions {
  readonly results?: BatchResults | undefined;
  /** Is given each request that has no answer, as often as it is made; `batchFile` writes it once. */
  readonly onRequest?: ((request: BatchRequest) => void | Promise<void>) | undefined;
}

const TIMINGS = { totalMs: 0, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null } as const;

/**
 * Returns a model that stands for one of `openaiModel` without calling it: it answers from a batch's results, and rejects with PawlError
 * `data.batch-pending` where they have no answer. Same reference, so that variants and caches are the same. The time of an answer is 0: a batch does
 * not tell it. Two equal requests are one, with one answer: give repeats a seed, as a Runner does.
 * @throws TypeError for another model, or a wrapped one.
 */
export function batchModel(model: LanguageModel, { results, onRequest }: BatchModelOptions): LanguageModel {
  const { endpoint, wire } = wiringOf(model);

  const generate = async (request: GenerateRequest, options: CallOptions = {}): Promise<GenerateResult> => {
    options.abortSignal?.throwIfAborted();
    const body: { readonly [field: string]: Json } = JSON.parse(JSON.stringify(wireRequest(request, wire)));
    const id = hashOf(body);
    const answer = results?.get(id);
    if (answer === undefined) {
      await onRequest?.({ custom_id: id, method: "POST", url: "/v1/chat/completions", body });
      throw new PawlError(
        "data.batch-pending",
        "The batch has no answer to this request yet. Write it to a batch file, have that run, and read its results.",
        {
          facts: { customId: id, billed: false },
        },
      );
    }
    if ("body" in answer) return wireResult(answer.body, TIMINGS, endpoint);
    throw statusError(answer.status, { ...answer.error, error: answer.error }, endpoint);
  };

  async function* stream(request: GenerateRequest, options?: CallOptions): AsyncGenerator<StreamEvent> {
    try {
      const result = await generate(request, options);
      if (result.message.content !== "") yield { type: "text-delta", text: result.message.content };
      yield { type: "end", result };
    } catch (error) {
      yield { type: "failure", error: errorShape(error), partial: "", usage: null };
    }
  }

  return {
    ...model,
    generate,
    stream,
    choose: model.choose === undefined ? undefined : chooseWith(generate, { endpoint, logProbs: model.capabilities.logProbs }),
  };
}

import type { CallOptions, GenerateRequest, GenerateResult, LanguageModel, ModelCapabilities, Ms, StreamEvent } from "@pawl/core";
import { badResponse, callError, notJson } from "./internal/call-error.ts";
import { chooseWith } from "./internal/choose-with.ts";
import { type Endpoint, type EndpointOptions, endpointOf } from "./internal/endpoint.ts";
import { wired } from "./internal/model-wiring.ts";
import { wireRequest } from "./internal/wire-request.ts";
import { wireResult } from "./internal/wire-result.ts";
import { chunkEvents, failureOf, streamState } from "./internal/wire-stream.ts";
import { type Price, pricedContextOf, priceOf } from "./prices.ts";
import { tokenBound } from "./token-bound.ts";

export interface OpenAiModelOptions extends EndpointOptions {
  /** Prices of your own, by model name; null for "not known". @default the package's table */
  readonly prices?: { readonly [model: string]: Price | null } | undefined;
  /** What the endpoint can do, where the defaults do not hold. */
  readonly capabilities?: Partial<ModelCapabilities> | undefined;
  /** Longest silence within a stream. @default 120,000 */
  readonly idleTimeoutMs?: Ms | undefined;
  /** What the endpoint calls the cap on output tokens. @default `max_completion_tokens` at OpenAI, else `max_tokens`, which more servers know */
  readonly maxTokensField?: "max_completion_tokens" | "max_tokens" | undefined;
  /** Never too few tokens of a text. @default its bytes, see `tokenBound` */
  readonly countTokens?: LanguageModel["countTokens"] | undefined;
}

/** These think before they answer: no log-probabilities, and a cap of a token would cut them off. */
const REASONING = /^(?:o\d|gpt-(?:[5-9]|\d{2,}))/;

/**
 * Returns a model behind any endpoint that speaks OpenAI's chat completions (OpenAI, vLLM, llama-server, Ollama, gateways). Nothing is loaded or sent
 * before the first call; nothing is ever retried. Refusal, content filter and truncation are finish reasons, not errors. `choose` asks for a letter
 * and reads its log-probability where the endpoint gives them; models known to reason first have none.
 * @throws TypeError where the model's name is empty or the base URL is none.
 */
export function openaiModel(options: OpenAiModelOptions): LanguageModel {
  const endpoint = endpointOf(options);
  const capabilities = capabilitiesOf(endpoint, options);
  const { clock } = endpoint;
  const idleMs = options.idleTimeoutMs ?? 120_000;
  const wire = {
    model: endpoint.model,
    maxTokensField: options.maxTokensField ?? (endpoint.isOpenAi ? "max_completion_tokens" : "max_tokens"),
  } as const;

  const generate = async (request: GenerateRequest, callOptions: CallOptions = {}): Promise<GenerateResult> => {
    const { abortSignal } = callOptions;
    abortSignal?.throwIfAborted();
    const startedAt = clock.now();
    try {
      const body = wireRequest(request, wire);
      const client = await endpoint.client();
      const completion: unknown = await client.chat.completions.create(body, { signal: abortSignal });
      if (typeof completion === "string") throw notJson(endpoint);
      const timings = { totalMs: clock.now() - startedAt, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null };
      return wireResult(completion, timings, endpoint);
    } catch (error) {
      throw callError(error, endpoint, abortSignal);
    }
  };

  async function* stream(request: GenerateRequest, callOptions: CallOptions = {}): AsyncGenerator<StreamEvent> {
    const { abortSignal } = callOptions;
    const state = streamState(endpoint, clock.now());
    try {
      abortSignal?.throwIfAborted();
      const body = wireRequest(request, wire);
      const client = await endpoint.client();
      const { data, response } = await client.chat.completions
        .create({ ...body, stream: true, stream_options: { include_usage: true } }, { signal: abortSignal })
        .withResponse();
      const contentType = response.headers.get("content-type");
      if (contentType !== null && !contentType.includes("event-stream")) {
        data.controller.abort();
        throw contentType.includes("json") ? badResponse(endpoint, "a stream of events") : notJson(endpoint, { contentType });
      }
      yield* withAbort(chunkEvents(data, state, { endpoint, idleMs, stop: () => data.controller.abort() }), abortSignal);
    } catch (error) {
      yield failureOf(callError(error, endpoint, abortSignal), state);
    }
  }

  const choose = chooseWith(generate, { endpoint, logProbs: capabilities.logProbs });

  const model: LanguageModel = {
    ref: { id: endpoint.isOpenAi ? `openai:${endpoint.model}` : endpoint.model },
    capabilities,
    countTokens: options.countTokens ?? tokenBound,
    generate,
    stream,
    choose: REASONING.test(endpoint.model) && !options.capabilities?.logProbs ? undefined : choose,
  };
  return wired(model, { endpoint, wire });
}

function capabilitiesOf(endpoint: Endpoint, options: OpenAiModelOptions): ModelCapabilities {
  const { isOpenAi, model } = endpoint;
  return {
    family: isOpenAi ? "openai" : "openai-compatible",
    contextTokens: isOpenAi ? pricedContextOf(model) : null,
    jsonSchema: isOpenAi ? "enforced" : "requested",
    tools: true,
    logProbs: !REASONING.test(model),
    files: isOpenAi ? ["image/*", "application/pdf"] : [],
    // Another host may serve a model of the same name at another price.
    price: priceOf(model, isOpenAi ? options.prices : { [model]: null, ...options.prices }),
    ...options.capabilities,
  };
}

/** The SDK ends an aborted stream quietly; it is a failure with the signal's reason. */
async function* withAbort(events: AsyncGenerator<StreamEvent>, signal: AbortSignal | undefined): AsyncGenerator<StreamEvent> {
  for await (const event of events) {
    if (event.type !== "end") signal?.throwIfAborted();
    yield event;
  }
}

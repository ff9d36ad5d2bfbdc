import { type CallOptions, costOf, type EmbeddingModel, type Ms, type Usage } from "@pawl/core";
import { badResponse, callError, notJson } from "./internal/call-error.ts";
import { type EndpointOptions, endpointOf } from "./internal/endpoint.ts";
import { fieldsOf } from "./internal/wire-result.ts";
import { type Price, priceOf } from "./prices.ts";
import { tokenBound } from "./token-bound.ts";

export interface OpenAiEmbeddingsOptions extends EndpointOptions {
  /** Length of a vector. Asked for of `text-embedding-3-*`, checked of every model. @default known for OpenAI's models; others must say it */
  readonly dimensions?: number | undefined;
  /** Most texts in a request; the wire takes 2,048. @default 256 */
  readonly batchSize?: number | undefined;
  /** Written before each text of that purpose, as some models were trained (E5: "query: ", "passage: "). @default "" */
  readonly prefixes?: { readonly query?: string | undefined; readonly document?: string | undefined } | undefined;
  readonly prices?: { readonly [model: string]: Price | null } | undefined;
}

const DIMENSIONS: { readonly [model: string]: number } = {
  "text-embedding-3-small": 1536,
  "text-embedding-3-large": 3072,
  "text-embedding-ada-002": 1536,
};

/** Most tokens in a request (OpenAI: 300,000), by the bound. */
const TOKENS_PER_REQUEST = 300_000;

/**
 * Returns an embedding model behind `/v1/embeddings`: one vector for each text, in order, L2-normalised (a vector of zeros stays one). Texts go in
 * batches one after the other; each is reported as a step. Nothing is retried. No texts give no vectors and no call.
 * @throws TypeError where the model's name is empty or its dimensions are neither known nor given; RangeError where `batchSize` is not 1 to 2,048.
 */
export function openaiEmbeddings(options: OpenAiEmbeddingsOptions): EmbeddingModel {
  const endpoint = endpointOf(options);
  const { model, clock, isOpenAi } = endpoint;
  const { batchSize = 256, prefixes = {} } = options;
  const dimensions = options.dimensions ?? DIMENSIONS[model];
  if (dimensions === undefined) throw new TypeError(`The vectors of ${model} have a length that is not known here: give \`dimensions\`.`);
  if (!Number.isInteger(dimensions) || dimensions < 1)
    throw new RangeError(`dimensions is a whole number of at least 1; got ${dimensions}.`);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 2048) throw new RangeError(`batchSize is 1 to 2,048; got ${batchSize}.`);
  const ref = { id: isOpenAi ? `openai:${model}` : model };
  const price = priceOf(model, isOpenAi ? options.prices : { [model]: null, ...options.prices });
  const shortened = options.dimensions !== undefined && model.startsWith("text-embedding-3") ? { dimensions } : {};

  const embed = async (texts: readonly string[], callOptions: CallOptions): Promise<Float32Array[]> => {
    const startedAt: Ms = clock.now();
    try {
      const client = await endpoint.client();
      const body: unknown = await client.embeddings.create(
        { model, input: [...texts], encoding_format: "float", ...shortened },
        { signal: callOptions.abortSignal },
      );
      if (typeof body === "string") throw notJson(endpoint);
      const usage = usageOf(body);
      const vectors = vectorsOf(body, texts.length);
      const step = { kind: "embedding", model: ref, texts: texts.length, usage, cost: costOf(usage, price), cached: false } as const;
      callOptions.report?.({ ...step, startedAt, totalMs: clock.now() - startedAt });
      return vectors;
    } catch (error) {
      throw callError(error, endpoint, callOptions.abortSignal);
    }
  };

  const vectorsOf = (body: unknown, count: number): Float32Array[] => {
    const data = fieldsOf(body)?.["data"];
    if (!Array.isArray(data) || data.length !== count) throw badResponse(endpoint, `${count} embeddings in a list \`data\``);
    const vectors: (Float32Array | undefined)[] = Array.from({ length: count });
    for (const [place, item] of data.entries()) {
      const { embedding, index } = fieldsOf(item) ?? {};
      const at = typeof index === "number" ? index : place;
      if (!Array.isArray(embedding) || embedding.length !== dimensions || !embedding.every((value: unknown) => Number.isFinite(value))) {
        throw badResponse(endpoint, `${dimensions} numbers in \`data[${place}].embedding\``);
      }
      vectors[at] = normalised(Float32Array.from(embedding));
    }
    return vectors.map((vector, at) => {
      if (!vector) throw badResponse(endpoint, `an embedding with index ${at}`);
      return vector;
    });
  };

  return {
    ref,
    dimensions,
    embedMany: async (texts, callOptions = {}) => {
      callOptions.abortSignal?.throwIfAborted();
      const prefix = (callOptions.purpose === "query" ? prefixes.query : callOptions.purpose === "document" ? prefixes.document : "") ?? "";
      const vectors: Float32Array[] = [];
      // The wire refuses an empty text.
      for (const batch of batchesOf(
        texts.map((text) => prefix + text || " "),
        batchSize,
      ))
        vectors.push(...(await embed(batch, callOptions)));
      return vectors;
    },
  };
}

function* batchesOf(texts: readonly string[], batchSize: number): Generator<readonly string[]> {
  let batch: string[] = [];
  let tokens = 0;
  for (const text of texts) {
    const bound = tokenBound(text);
    if (batch.length > 0 && (batch.length >= batchSize || tokens + bound > TOKENS_PER_REQUEST)) {
      yield batch;
      batch = [];
      tokens = 0;
    }
    batch.push(text);
    tokens += bound;
  }
  if (batch.length > 0) yield batch;
}

function usageOf(body: unknown): Usage | null {
  const tokens = fieldsOf(fieldsOf(body)?.["usage"])?.["prompt_tokens"];
  return typeof tokens === "number" ? { inputTokens: tokens, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 } : null;
}

function normalised(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  return length === 0 ? vector : vector.map((value) => value / length);
}

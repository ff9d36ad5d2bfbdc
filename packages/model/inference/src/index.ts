export type { EndpointOptions } from "./internal/endpoint.ts";
export { type OpenAiEmbeddingsOptions, openaiEmbeddings } from "./openai-embeddings.ts";
export { type OpenAiModelOptions, openaiModel } from "./openai-model.ts";
export { PRICES, PRICES_AS_OF, type Price, priceOf } from "./prices.ts";
export { fromStrict, toStrict } from "./strict-schema.ts";
export { tokenBound } from "./token-bound.ts";

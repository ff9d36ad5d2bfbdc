import type { Json } from "@pawl/core";

/** One line of a batch file, as OpenAI's Batch API and vLLM's run-batch take it. `custom_id` is the hash of the body: equal requests are one. */
export type BatchRequest = {
  readonly custom_id: string;
  readonly method: "POST";
  readonly url: "/v1/chat/completions";
  readonly body: { readonly [field: string]: Json };
};

import type { Json } from "@pawl/core";
import type { ScriptedAnswer } from "./scripted-server.ts";

/** Returns the answer of an endpoint that completes a chat with a text; `message`, `choice` and `rest` change what they name. */
export function completion(
  content: string | null,
  change: {
    readonly message?: { readonly [key: string]: Json };
    readonly choice?: { readonly [key: string]: Json };
    readonly rest?: { readonly [key: string]: Json };
  } = {},
): ScriptedAnswer {
  const message = { role: "assistant", content, refusal: null, ...change.message };
  const choice = { index: 0, message, finish_reason: "stop", logprobs: null, ...change.choice };
  const usage = { prompt_tokens: 12, completion_tokens: 4, total_tokens: 16 };
  return { body: { id: "c", object: "chat.completion", created: 1, model: "served-model", choices: [choice], usage, ...change.rest } };
}

/** Returns the answer of an endpoint that streams deltas, then a finish reason and its usage. */
export function streamed(deltas: readonly (string | { readonly [key: string]: Json })[], finish: string | null = "stop"): ScriptedAnswer {
  const chunk = (delta: { readonly [key: string]: Json }, finish_reason: string | null = null): Json => ({
    id: "c",
    object: "chat.completion.chunk",
    created: 1,
    model: "served-model",
    choices: [{ index: 0, delta, finish_reason, logprobs: null }],
  });
  const usage = { prompt_tokens: 12, completion_tokens: 4, total_tokens: 16 };
  return {
    events: [
      ...deltas.map((delta) => chunk(typeof delta === "string" ? { content: delta } : delta)),
      ...(finish === null
        ? []
        : [chunk({}, finish), { id: "c", object: "chat.completion.chunk", created: 1, model: "served-model", choices: [], usage }]),
    ],
  };
}

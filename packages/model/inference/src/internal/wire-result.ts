import type { AssistantMessage, Extra, FinishReason, GenerateResult, Json, Timings, ToolCall, Usage } from "@pawl/core";
import { badResponse, inBandError } from "./call-error.ts";
import type { Endpoint } from "./endpoint.ts";

type Fields = { readonly [key: string]: unknown };

/** Returns the result of a chat completion as it came. @throws PawlError `service.bad-response`, `service.failed` where the body is an error. */
export function wireResult(body: unknown, timings: Timings, endpoint: Endpoint): GenerateResult {
  const completion = fieldsOf(body);
  if (!completion) throw badResponse(endpoint, "an object");
  const { error, choices } = completion;
  const reported = fieldsOf(error);
  if (reported) throw inBandError(reported, endpoint);
  if (!Array.isArray(choices)) throw badResponse(endpoint, "a list `choices`");
  const choice = fieldsOf(choices[0]);
  if (!choice) throw badResponse(endpoint, "at least one of `choices`");
  const message = fieldsOf(choice["message"]);
  if (!message) throw badResponse(endpoint, "`choices[0].message`");
  const { content, refusal } = message;
  if (content !== null && content !== undefined && typeof content !== "string")
    throw badResponse(endpoint, "a text as `choices[0].message.content`");
  const refused = typeof refusal === "string" && refusal !== "";
  const toolCalls = toolCallsOf(message["tool_calls"], endpoint);
  const reasoning = message["reasoning_content"] ?? message["reasoning"];
  const extra = extraOf(message);
  const out: AssistantMessage = {
    role: "assistant",
    content: refused ? refusal : (content ?? ""),
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
    ...(typeof reasoning === "string" && reasoning !== "" ? { reasoning } : {}),
    ...(extra ? { extra } : {}),
  };
  return {
    message: out,
    finishReason: finishReasonOf(choice["finish_reason"], { refused, called: toolCalls.length > 0 }),
    usage: usageOf(completion["usage"]),
    timings,
    servedBy: typeof completion["model"] === "string" ? completion["model"] : endpoint.model,
    logProbs: logProbsOf(choice["logprobs"]),
  };
}

export function finishReasonOf(
  reason: unknown,
  { refused, called }: { readonly refused: boolean; readonly called: boolean },
): FinishReason {
  if (refused) return "refusal";
  switch (reason) {
    case "stop":
      return called ? "tool-calls" : "stop";
    case "length":
      return "length";
    case "tool_calls":
    case "function_call":
      return "tool-calls";
    case "content_filter":
      return "content-filter";
    default:
      return "other";
  }
}

/** Null where the wire does not say; what it leaves out in detail is 0, as it counts it only where there is some. */
export function usageOf(value: unknown): Usage | null {
  const usage = fieldsOf(value);
  if (!usage) return null;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage;
  if (!isCount(inputTokens) || !isCount(outputTokens)) return null;
  const cached = fieldsOf(usage["prompt_tokens_details"])?.["cached_tokens"];
  const reasoning = fieldsOf(usage["completion_tokens_details"])?.["reasoning_tokens"];
  return {
    inputTokens,
    cachedInputTokens: isCount(cached) ? Math.min(cached, inputTokens) : 0,
    outputTokens,
    reasoningTokens: isCount(reasoning) ? Math.min(reasoning, outputTokens) : 0,
  };
}

export function logProbsOf(value: unknown): GenerateResult["logProbs"] {
  const content = fieldsOf(value)?.["content"];
  if (!Array.isArray(content)) return null;
  return content.flatMap((item: unknown) => {
    const one = tokenOf(item);
    const top: unknown = fieldsOf(item)?.["top_logprobs"];
    return one ? [{ ...one, top: Array.isArray(top) ? top.flatMap((entry: unknown) => tokenOf(entry) ?? []) : [] }] : [];
  });
}

function tokenOf(value: unknown): { readonly token: string; readonly logProb: number } | null {
  const entry = fieldsOf(value);
  const { token, logprob } = entry ?? {};
  return typeof token === "string" && typeof logprob === "number" && Number.isFinite(logprob) ? { token, logProb: logprob } : null;
}

function toolCallsOf(value: unknown, endpoint: Endpoint): readonly ToolCall[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw badResponse(endpoint, "a list `choices[0].message.tool_calls`");
  return value.map((item: unknown, index) => {
    const called = fieldsOf(fieldsOf(item)?.["function"]);
    const { name, arguments: given } = called ?? {};
    if (typeof name !== "string") throw badResponse(endpoint, `a name in \`choices[0].message.tool_calls[${index}]\``);
    const id = fieldsOf(item)?.["id"];
    // Some engines give the arguments parsed; what does not parse is kept as it was written.
    return {
      id: typeof id === "string" ? id : `call-${index}`,
      name,
      argumentsText: typeof given === "string" ? given : JSON.stringify(given ?? {}),
    };
  });
}

const KNOWN = new Set([
  "role",
  "content",
  "refusal",
  "tool_calls",
  "function_call",
  "audio",
  "annotations",
  "reasoning",
  "reasoning_content",
]);

/** What the engine wants back untouched: signatures, details of its reasoning. */
export function extraOf(message: Fields): Extra | null {
  const entries = Object.entries(message).flatMap(([key, value]): [string, Json][] =>
    !KNOWN.has(key) && value !== null && value !== undefined && isJson(value) ? [[key, value]] : [],
  );
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : null;
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === "string" || typeof value === "boolean" || typeof value === "number") return true;
  return typeof value === "object" && Object.values(value).every(isJson);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

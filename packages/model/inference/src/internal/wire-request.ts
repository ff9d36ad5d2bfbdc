import { type ContentPart, type GenerateRequest, type Message, PawlError, type ToolCall } from "@pawl/core";
import type OpenAI from "openai";
import { toStrict } from "../strict-schema.ts";

type Wire = OpenAI.ChatCompletionCreateParamsNonStreaming;

export interface WireOptions {
  readonly model: string;
  readonly maxTokensField: "max_completion_tokens" | "max_tokens";
}

/** Returns the body of a chat completion for a request; `extra` of sampling and messages is passed on as it is. @throws PawlError `use.unsupported-file` */
export function wireRequest(request: GenerateRequest, { model, maxTokensField }: WireOptions): Wire {
  const { sampling, tools, toolChoice, responseSchema, topLogProbs, seed } = request;
  return {
    model,
    messages: request.messages.map(wireMessage),
    ...(sampling.temperature === undefined ? {} : { temperature: sampling.temperature }),
    ...(sampling.topP === undefined ? {} : { top_p: sampling.topP }),
    ...(sampling.maxTokens === undefined ? {} : { [maxTokensField]: sampling.maxTokens }),
    ...(sampling.stop === undefined || sampling.stop.length === 0 ? {} : { stop: [...sampling.stop] }),
    ...(seed === undefined ? {} : { seed }),
    ...(tools === undefined || tools.length === 0 ? {} : { tools: tools.map(wireTool) }),
    ...(toolChoice === undefined || tools === undefined || tools.length === 0 ? {} : { tool_choice: wireToolChoice(toolChoice) }),
    ...(responseSchema === undefined ? {} : { response_format: responseFormat(responseSchema) }),
    ...(topLogProbs === undefined ? {} : { logprobs: true, ...(topLogProbs > 0 ? { top_logprobs: Math.min(20, topLogProbs) } : {}) }),
    ...sampling.extra,
  };
}

function responseFormat({ name, schema }: NonNullable<GenerateRequest["responseSchema"]>): OpenAI.ResponseFormatJSONSchema {
  const strict = toStrict(schema);
  // The wire takes 64 letters, digits, hyphens and underscores.
  const wireName = name.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 64) || "answer";
  return { type: "json_schema", json_schema: { name: wireName, strict: strict !== null, schema: { ...(strict ?? schema) } } };
}

function wireTool({ name, description, parameters }: NonNullable<GenerateRequest["tools"]>[number]): OpenAI.ChatCompletionTool {
  return { type: "function", function: { name, description, parameters: { ...parameters } } };
}

function wireToolChoice(choice: NonNullable<GenerateRequest["toolChoice"]>): OpenAI.ChatCompletionToolChoiceOption {
  return typeof choice === "string" ? choice : { type: "function", function: { name: choice.name } };
}

function wireMessage(message: Message): OpenAI.ChatCompletionMessageParam {
  const { extra } = message;
  switch (message.role) {
    case "system":
      return { role: "system", content: textOf(message.content), ...extra };
    case "user":
      return { role: "user", content: typeof message.content === "string" ? message.content : message.content.map(wirePart), ...extra };
    case "tool":
      return { role: "tool", tool_call_id: message.toolCallId, content: textOf(message.content), ...extra };
    case "assistant":
      return {
        role: "assistant",
        content: message.content,
        ...(message.toolCalls && message.toolCalls.length > 0 ? { tool_calls: message.toolCalls.map(wireCall) } : {}),
        ...extra,
      };
  }
}

function wireCall({ id, name, argumentsText }: ToolCall): OpenAI.ChatCompletionMessageFunctionToolCall {
  return { id, type: "function", function: { name, arguments: argumentsText } };
}

function wirePart(part: ContentPart): OpenAI.ChatCompletionContentPart {
  if (part.type === "text") return { type: "text", text: part.text };
  if (part.mediaType.startsWith("image/")) return { type: "image_url", image_url: { url: part.url } };
  if (part.url.startsWith("data:")) return { type: "file", file: { filename: "file", file_data: part.url } };
  throw unsupported(part.mediaType, "by a data: URL");
}

function textOf(content: string | readonly ContentPart[]): string {
  if (typeof content === "string") return content;
  return content
    .map((part) => {
      if (part.type === "file") throw unsupported(part.mediaType, "in a user's message");
      return part.text;
    })
    .join("\n");
}

function unsupported(mediaType: string, where: string): PawlError {
  return new PawlError(
    "use.unsupported-file",
    `The chat completions wire takes a file of type ${mediaType} only ${where}. The call was not made.`,
    {
      facts: { billed: false, mediaType },
    },
  );
}

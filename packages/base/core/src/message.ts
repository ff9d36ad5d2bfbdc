import type { Extra } from "./variant.ts";

/** `url` is `https:` or `data:`, so that a message is JSON: hashed, cached, stored and sent as it is. */
export type ContentPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "file"; readonly mediaType: string; readonly url: string };

export type ToolCall = {
  readonly id: string;
  readonly name: string;
  /** As the model wrote it; may not parse. */
  readonly argumentsText: string;
};

/** `extra` goes back to the engine as it came: a thinking model refuses to go on after a tool call without its signatures. */
export type AssistantMessage = {
  readonly role: "assistant";
  readonly content: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly reasoning?: string;
  readonly extra?: Extra;
};

export type Message =
  | { readonly role: "system" | "user"; readonly content: string | readonly ContentPart[]; readonly extra?: Extra }
  | AssistantMessage
  | {
      readonly role: "tool";
      readonly toolCallId: string;
      readonly content: string | readonly ContentPart[];
      readonly isError?: boolean;
      readonly extra?: Extra;
    };

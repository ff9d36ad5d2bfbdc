import type { LanguageModel, Message, ToolDefinition } from "@pawl/core";

/** Roles, turn marks and line ends that a chat template writes around a message: 4 to 6 in the usual ones. */
const TOKENS_A_MESSAGE = 8;
/** Beginning of text and the header of the answer. */
const TOKENS_A_REQUEST = 16;
/** Engines resize pictures; what a large one takes with the usual hosted models. */
const TOKENS_A_FILE = 2_048;
const KEPT_COUNTS = 4_096;

export interface TokenCounter {
  readonly text: (text: string) => Promise<number>;
  readonly messages: (messages: readonly Message[]) => Promise<number>;
  readonly tools: (tools: readonly ToolDefinition[]) => Promise<number>;
}

/** Returns a counter for one model's prompts. It counts each message by itself, never too few, and keeps the last 4,096 counts. */
export function tokenCounter(model: LanguageModel): TokenCounter {
  const kept = new Map<string, number>();
  const text = async (of: string): Promise<number> => {
    const known = kept.get(of);
    if (known !== undefined) {
      kept.delete(of);
      kept.set(of, known);
      return known;
    }
    const tokens = of === "" ? 0 : await model.countTokens(of);
    kept.set(of, tokens);
    const oldest = kept.keys().next();
    if (kept.size > KEPT_COUNTS && !oldest.done) kept.delete(oldest.value);
    return tokens;
  };
  const message = async (of: Message): Promise<number> => {
    let tokens = TOKENS_A_MESSAGE;
    if (typeof of.content === "string") tokens += await text(of.content);
    else for (const part of of.content) tokens += part.type === "text" ? await text(part.text) : TOKENS_A_FILE;
    if (of.role !== "assistant") return tokens;
    for (const call of of.toolCalls ?? []) tokens += TOKENS_A_MESSAGE + (await text(call.name)) + (await text(call.argumentsText));
    return of.reasoning === undefined ? tokens : tokens + (await text(of.reasoning));
  };
  return {
    text,
    messages: async (messages) => {
      let tokens = TOKENS_A_REQUEST;
      for (const one of messages) tokens += await message(one);
      return tokens;
    },
    tools: async (tools) => (tools.length === 0 ? 0 : text(JSON.stringify(tools))),
  };
}

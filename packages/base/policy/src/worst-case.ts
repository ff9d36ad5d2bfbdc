import type { ChooseRequest, ContentPart, GenerateRequest, LanguageModel, Message, MicroDollars, Spend } from "@pawl/core";

/** What a call can use at most; null is "no bound is known". Any `Spend` is one. */
export type WorstCase = { readonly [K in keyof Spend]?: Spend[K] | null };

/** Tokens that a chat template puts around one message: role, delimiters, separators. The templates of Llama 3, ChatML, Gemma and Mistral take 3 to 7. */
const TOKENS_PER_MESSAGE = 8;

/** Tokens around the whole prompt: begin of text, header of the answer, the instruction an engine adds for tools or a schema. */
const TOKENS_PER_REQUEST = 32;

/** Tokens that a list of candidates takes for each, beside its text: a code, a separator, a line break. */
const TOKENS_PER_CANDIDATE = 8;

/**
 * Returns the most that a call can use: the input's tokens as the model counts them (never too few) with room for its chat template, and
 * `maxTokens` of output or, without, the rest of the context; money by the model's price, nothing of it cached; one call.
 * `tokens` is null where neither `maxTokens` nor the context's size is known, or a file's tokens are not; `microDollars` is null where that, or the price, is.
 */
export async function worstCaseOf(model: LanguageModel, request: GenerateRequest | ChooseRequest): Promise<WorstCase> {
  const { contextTokens } = model.capabilities;
  const count = async (text: string): Promise<number> => (text === "" ? 0 : await model.countTokens(text));
  let input = TOKENS_PER_REQUEST;
  for (const text of textsOf(request)) input += await count(text);
  input += TOKENS_PER_MESSAGE * request.messages.length;

  let output: number | null;
  if ("candidates" in request) {
    let candidates = 0;
    for (const text of request.candidates) candidates += (await count(text)) + TOKENS_PER_CANDIDATE;
    input += candidates;
    output = candidates;
  } else {
    output = request.sampling.maxTokens ?? (contextTokens === null ? null : Math.max(0, contextTokens - input));
  }
  if (hasFiles(request.messages)) {
    if (contextTokens === null) return { tokens: null, microDollars: isFree(model) ? 0 : null, calls: 1 };
    input = contextTokens;
  }
  const tokens = output === null ? null : input + output;
  return { tokens, microDollars: isFree(model) ? 0 : moneyOf(model, input, output), calls: 1 };
}

function moneyOf(model: LanguageModel, input: number, output: number | null): MicroDollars | null {
  const { price } = model.capabilities;
  if (price === null || output === null) return null;
  // Some engines ask more for writing to their cache than for plain input.
  const perInput = Math.max(price.inputPerMillion, price.cachedInputPerMillion);
  return Math.ceil((input * perInput + output * price.outputPerMillion) / 1_000_000);
}

function isFree(model: LanguageModel): boolean {
  const { price } = model.capabilities;
  return price !== null && price.inputPerMillion === 0 && price.cachedInputPerMillion === 0 && price.outputPerMillion === 0;
}

function* textsOf(request: GenerateRequest | ChooseRequest): Generator<string> {
  for (const message of request.messages) {
    yield* partsOf(message.content);
    if (message.role === "assistant") {
      if (message.reasoning !== undefined) yield message.reasoning;
      for (const call of message.toolCalls ?? []) yield `${call.id} ${call.name} ${call.argumentsText}`;
    }
    if (message.role === "tool") yield message.toolCallId;
    if (message.extra !== undefined) yield JSON.stringify(message.extra);
  }
  if ("candidates" in request) return;
  for (const tool of request.tools ?? []) yield JSON.stringify(tool);
  if (request.responseSchema) yield JSON.stringify(request.responseSchema);
}

function partsOf(content: Message["content"]): readonly string[] {
  return typeof content === "string" ? [content] : content.map((part) => (part.type === "text" ? part.text : ""));
}

function hasFiles(messages: readonly Message[]): boolean {
  const isFile = (part: ContentPart): boolean => part.type === "file";
  return messages.some(({ content }) => typeof content !== "string" && content.some(isFile));
}

import type { CallOptions } from "../call-options.ts";
import type { Choice, ChooseRequest } from "../choice.ts";
import { errorShape, PawlError } from "../error.ts";
import type { GenerateRequest } from "../generate-request.ts";
import type { GenerateResult, Usage } from "../generate-result.ts";
import type { LanguageModel, ModelCapabilities } from "../language-model.ts";
import type { Message } from "../message.ts";
import type { StreamEvent } from "../stream-event.ts";
import type { ModelRef } from "../variant.ts";

/** A text, a whole result, or an error to throw. */
export type FakeAnswer = string | Partial<GenerateResult> | Error;

export interface FakeModelOptions {
  /** One answer for all calls, a list taken in order (its last one then stays), or a function of the request. @default throws "not implemented" */
  readonly answers?:
    | FakeAnswer
    | readonly FakeAnswer[]
    | ((request: GenerateRequest, call: number) => FakeAnswer | Promise<FakeAnswer>)
    | undefined;
  readonly choose?: ((request: ChooseRequest) => Partial<Choice> & { readonly index: number }) | undefined;
  readonly ref?: ModelRef | undefined;
  readonly capabilities?: Partial<ModelCapabilities> | undefined;
}

/** A model that answers what it is told and keeps every request it was sent. Counts four characters a token. */
export interface FakeModel extends LanguageModel {
  readonly calls: readonly GenerateRequest[];
  readonly choices: readonly ChooseRequest[];
}

/** Returns a model for tests, free of charge, with every capability. */
export function fakeModel(options: FakeModelOptions = {}): FakeModel {
  const calls: GenerateRequest[] = [];
  const choices: ChooseRequest[] = [];
  const generate = async (request: GenerateRequest, callOptions?: CallOptions): Promise<GenerateResult> => {
    callOptions?.abortSignal?.throwIfAborted();
    const call = calls.push(request) - 1;
    const answer = await answerOf(options.answers, request, call);
    if (answer instanceof Error) throw answer;
    const partial = typeof answer === "string" ? {} : answer;
    const content = typeof answer === "string" ? answer : (answer.message?.content ?? "");
    return {
      message: { role: "assistant", content },
      finishReason: "stop",
      usage: usageOf(request.messages, content),
      timings: { totalMs: 1, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null },
      servedBy: "fake",
      logProbs: null,
      ...partial,
    };
  };
  return {
    ref: options.ref ?? { id: "fake" },
    capabilities: {
      family: "fake",
      contextTokens: null,
      jsonSchema: "enforced",
      tools: true,
      logProbs: true,
      files: [],
      price: null,
      ...options.capabilities,
    },
    countTokens: (text) => Math.ceil(text.length / 4),
    generate,
    stream: (request, callOptions) => streamOf(() => generate(request, callOptions)),
    choose: options.choose
      ? async (request, callOptions) => {
          callOptions?.abortSignal?.throwIfAborted();
          choices.push(request);
          const given = options.choose?.(request);
          return {
            index: 0,
            logProbs: request.candidates.map(() => null),
            usage: null,
            timings: { totalMs: 1, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null },
            ...given,
          };
        }
      : undefined,
    calls,
    choices,
  };
}

async function answerOf(answers: FakeModelOptions["answers"], request: GenerateRequest, call: number): Promise<FakeAnswer> {
  if (answers === undefined) throw new PawlError("bug.not-implemented", "This fake model was given no answers.");
  if (typeof answers === "function") return answers(request, call);
  if (!isList(answers)) return answers;
  const answer = answers[Math.min(call, answers.length - 1)];
  if (answer === undefined) throw new PawlError("bug.not-implemented", "This fake model was given an empty list of answers.");
  return answer;
}

function isList(answers: FakeAnswer | readonly FakeAnswer[]): answers is readonly FakeAnswer[] {
  return Array.isArray(answers);
}

function usageOf(messages: readonly Message[], content: string): Usage {
  const inputTokens = Math.ceil(JSON.stringify(messages).length / 4);
  return { inputTokens, cachedInputTokens: 0, outputTokens: Math.ceil(content.length / 4), reasoningTokens: 0 };
}

async function* streamOf(answer: () => Promise<GenerateResult>): AsyncGenerator<StreamEvent> {
  try {
    const result = await answer();
    for (const text of result.message.content.match(/\S+\s*|\s+/g) ?? []) yield { type: "text-delta", text };
    yield { type: "end", result };
  } catch (error) {
    yield { type: "failure", error: errorShape(error), partial: "", usage: null };
  }
}

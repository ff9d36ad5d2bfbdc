import {
  type Choice,
  type ChooseRequest,
  type GenerateRequest,
  type GenerateResult,
  type LanguageModel,
  type Message,
  PawlError,
} from "@pawl/core";
import { StreamFailure } from "./call-failure.ts";
import type { PlannedCall } from "./call-model.ts";

export interface PlanOptions {
  /** Those added since the call before. */
  readonly added: readonly Message[];
}

/** Returns a generation to be made whole, or streamed. */
export function plannedGeneration(
  model: LanguageModel,
  request: GenerateRequest,
  options: PlanOptions & { readonly streaming: boolean },
): PlannedCall<GenerateResult> {
  return {
    request,
    priced: request,
    step: (call, times) => ({ kind: "model", ...times, ...call, messages: options.added }),
    perform: options.streaming
      ? (callOptions) => streamed(model, request, callOptions)
      : async function* (callOptions) {
          const result = await model.generate(request, callOptions);
          yield result.message.content;
          return result;
        },
    textOf: ({ message }) => message.content,
    isResult: isGenerateResult,
  };
}

/**
 * Returns a choice among candidates. It takes no seed, so each further repeat of an example is a request of its own: a cache would answer it with the
 * first, and an endpoint that chooses now so, now so would pass for one without noise. @throws TypeError where the model has none.
 */
export function plannedChoice(
  model: LanguageModel,
  request: ChooseRequest,
  options: PlanOptions & { readonly repeat: number },
): PlannedCall<Choice> {
  const { choose } = model;
  if (choose === undefined) throw new TypeError(`The model "${model.ref.id}" cannot choose.`);
  return {
    request: { choose: request, ...(options.repeat === 0 ? {} : { repeat: options.repeat }) },
    priced: request,
    step: (call, times) => ({ kind: "choice", candidates: request.candidates, ...times, ...call, messages: options.added }),
    perform: async function* (callOptions) {
      const choice = await choose(request, callOptions);
      const label = request.candidates[choice.index];
      if (label === undefined) {
        throw new PawlError(
          "bug.choice-out-of-range",
          `The model "${model.ref.id}" chose candidate ${choice.index} of ${request.candidates.length}. Report this to whoever made its adapter.`,
        );
      }
      yield label;
      return choice;
    },
    textOf: ({ index }) => request.candidates[index] ?? "",
    isResult: (value): value is Choice => isChoice(value) && request.candidates[value.index] !== undefined,
  };
}

async function* streamed(
  model: LanguageModel,
  request: GenerateRequest,
  options: Parameters<LanguageModel["stream"]>[1],
): AsyncGenerator<string, GenerateResult> {
  for await (const event of model.stream(request, options)) {
    if (event.type === "text-delta") yield event.text;
    else if (event.type === "end") return event.result;
    else if (event.type === "failure") throw new StreamFailure(event.error, event.usage);
  }
  throw new PawlError(
    "service.stream-without-end",
    `The stream of model "${model.ref.id}" stopped without saying that it had ended. Ask again; if it happens often, the endpoint or a proxy cuts streams.`,
    { retryable: true },
  );
}

function isGenerateResult(value: unknown): value is GenerateResult {
  if (!isRecord(value) || !isRecord(value["message"])) return false;
  return (
    typeof value["message"]["content"] === "string" &&
    typeof value["finishReason"] === "string" &&
    isUsage(value["usage"]) &&
    isRecord(value["timings"])
  );
}

function isChoice(value: unknown): value is Choice {
  return (
    isRecord(value) &&
    Number.isInteger(value["index"]) &&
    Array.isArray(value["logProbs"]) &&
    isUsage(value["usage"]) &&
    isRecord(value["timings"])
  );
}

function isUsage(value: unknown): boolean {
  return value === null || (isRecord(value) && typeof value["inputTokens"] === "number" && typeof value["outputTokens"] === "number");
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

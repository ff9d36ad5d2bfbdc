import {
  type CallOptions,
  type Clock,
  costOf,
  errorShape,
  type GenerateRequest,
  type GenerateResult,
  hashOf,
  type LanguageModel,
  type Step,
} from "@pawl/core";

/** Returns what a model answers, and gives `record` the step that it was, also where it throws. */
export async function recordedCall(
  { clock, model }: { readonly clock: Clock; readonly model: LanguageModel },
  request: GenerateRequest,
  { options, record }: { readonly options: CallOptions; readonly record: (step: Step) => void },
): Promise<GenerateResult> {
  const startedAt = clock.now();
  const key = hashOf({ model: model.ref, request });
  const made = { kind: "model" as const, startedAt, model: model.ref, key, messages: request.messages, cached: false };
  try {
    const result = await model.generate(request, options);
    const cost = costOf(result.usage, model.capabilities.price);
    record({ ...made, totalMs: clock.now() - startedAt, result, error: null, cost });
    return result;
  } catch (error) {
    record({ ...made, totalMs: clock.now() - startedAt, result: null, error: errorShape(error), cost: null });
    throw error;
  }
}

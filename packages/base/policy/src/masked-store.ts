import type { Feedback, GenerateResult, Json, Score, Step, Store, StoredScore, Trace, Unscored } from "@pawl/core";
import { type MaskOptions, maskJson } from "./mask-json.ts";

/** The tag that a masked trace carries. */
export const MASKED_TAG = "masked";

/**
 * Returns a store that masks texts before it writes them: input, outcome and steps of traces, reasons and details of scores, feedback, cached
 * answers. Ids, hashes, references and `origin` stay (a person is forgotten by them); so do variants, whose id is the hash of their data.
 * A trace that was changed has the tag `masked: "true"`, so that grading it again can say it graded masked text; its log-probabilities are
 * left out, since their tokens spell the text. Reading, budgets and looks are the inner store's.
 */
export function maskedStore(store: Store, options: MaskOptions = {}): Store {
  const mask = <T>(value: T): T => maskJson(value, options);
  return {
    ...store,
    traces: { ...store.traces, put: (traces) => store.traces.put(traces.map((trace) => maskTrace(trace, mask))) },
    scores: { ...store.scores, put: (scores) => store.scores.put(scores.map((score) => maskScore(score, mask))) },
    feedback: { ...store.feedback, put: (feedback) => store.feedback.put(feedback.map((one) => maskFeedback(one, mask))) },
    cache: { ...store.cache, put: (key, value, putOptions) => store.cache.put(key, maskAnswer(value, mask), putOptions) },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

type Mask = <T>(value: T) => T;

function maskTrace(trace: Trace, mask: Mask): Trace {
  const masked: Trace = {
    ...trace,
    input: mask(trace.input),
    outcome: mask(trace.outcome),
    steps: trace.steps.map((step) => maskStep(step, mask)),
  };
  if (same(masked, trace)) return trace;
  return { ...masked, origin: { ...trace.origin, tags: { ...trace.origin.tags, [MASKED_TAG]: "true" } } };
}

function maskStep(step: Step, mask: Mask): Step {
  switch (step.kind) {
    case "model":
      return { ...step, messages: mask(step.messages), result: step.result && maskResult(step.result, mask), error: mask(step.error) };
    case "choice":
      return { ...step, messages: mask(step.messages), candidates: mask(step.candidates), error: mask(step.error) };
    case "retrieval":
      return {
        ...step,
        query: mask(step.query),
        hits: step.hits.map((hit) => ({ ...hit, text: mask(hit.text), metadata: mask(hit.metadata) })),
      };
    case "tool":
      return { ...step, argumentsText: mask(step.argumentsText), result: mask(step.result), error: mask(step.error) };
    case "embedding":
      return step;
  }
}

function maskResult(result: GenerateResult, mask: Mask): GenerateResult {
  const message = mask(result.message);
  return same(message, result.message) ? result : { ...result, message, logProbs: null };
}

/** A cached value is mostly a result; its log-probabilities spell the text too. */
function maskAnswer(value: Json, mask: Mask): Json {
  const masked = mask(value);
  if (same(masked, value) || typeof masked !== "object" || masked === null || !("logProbs" in masked) || !("message" in masked))
    return masked;
  return { ...masked, logProbs: null };
}

function maskScore(score: StoredScore, mask: Mask): StoredScore {
  const { result } = score;
  const steps = result.steps?.map((step) => maskStep(step, mask));
  const { steps: _steps, ...rest } = result;
  const masked: Score | Unscored = mask(rest);
  return { ...score, result: steps ? { ...masked, steps } : masked };
}

function maskFeedback(feedback: Feedback, mask: Mask): Feedback {
  return { ...feedback, value: mask(feedback.value) };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

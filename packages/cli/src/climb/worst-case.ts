import { type Example, type LanguageModel, PawlError, type Spend, type Task, type Variant } from "@pawl/core";

export interface WorstCaseOptions {
  readonly task: Task;
  readonly model: LanguageModel;
  /** The rows whose inputs and answers stand in prompts. */
  readonly rows: readonly Example[];
  readonly budget: Spend;
  /** The longest answer time seen so far, in milliseconds. */
  readonly longestMs: () => number;
}

/** What a chat template and an engine put around a message, in tokens; those of Llama 3, ChatML, Gemma and Mistral take 3 to 7. */
const TOKENS_PER_MESSAGE = 8;
const TOKENS_PER_REQUEST = 64;
/** Sealed inputs are not looked at: they may be this much longer than the longest row that is. */
const MARGIN = 2;
/** Of time there is no bound but what was seen, with some caution. */
const CAUTION = 2;

/**
 * Returns the most that one case of a variant can cost, where the budget caps tokens or money; undefined where it does not. A token is at least one
 * byte, so texts count by their bytes, which is too many rather than too few, and the context's size is never passed.
 * @throws PawlError `use.price-unknown` where money is capped and the model has no price.
 */
export function worstCases(options: WorstCaseOptions): ((variant: Variant) => Spend) | undefined {
  const { budget, model, rows, task } = options;
  const { contextTokens, price } = model.capabilities;
  if (budget.microDollars !== undefined && price === null) {
    throw new PawlError(
      "use.price-unknown",
      `The budget caps money, and the price of ${model.ref.id} is not known.\nGive the model its price in pawl.config.ts, or cap time, calls or tokens instead, as in --budget 5m,500calls.\nNothing was run.`,
      { facts: { model: model.ref.id } },
    );
  }
  if (budget.microDollars === undefined && budget.tokens === undefined) return undefined;
  const longestInput = Math.max(0, ...rows.map(({ input }) => bytes(input)));
  const longestRow = Math.max(0, ...rows.map(({ input, expected }) => bytes(input) + bytes(expected) + 2 * TOKENS_PER_MESSAGE));
  const schema = 2 * bytes(task.outputJsonSchema);
  return (variant) => {
    const calls = (1 + variant.reasks) * (1 + (variant.tools?.maxSteps ?? 0));
    const room = contextTokens ?? Number.POSITIVE_INFINITY;
    const output = Math.min(room, variant.decoding === "choose" ? schema : (variant.sampling.maxTokens ?? room));
    const prompt =
      TOKENS_PER_REQUEST + bytes(variant.instructions) + schema + demonstrationsOf(variant) * longestRow + MARGIN * longestInput;
    // Each call after the first carries the answers before it, and what was wrong with them.
    const input = Math.min(room, prompt + (calls - 1) * (2 * output + TOKENS_PER_REQUEST));
    if (!Number.isFinite(output)) return { calls };
    const perInput = price === null ? 0 : Math.max(price.inputPerMillion, price.cachedInputPerMillion);
    const money = (input * perInput + output * (price?.outputPerMillion ?? 0)) / 1_000_000;
    const ms = CAUTION * options.longestMs();
    return { calls, tokens: Math.ceil(calls * (input + output)), microDollars: Math.ceil(calls * money), ms };
  };
}

function demonstrationsOf({ demonstrations, context }: Variant): number {
  const documents = context?.count ?? 0;
  if (demonstrations.kind === "retrieved") return documents + demonstrations.retriever.count;
  if (demonstrations.kind === "fixed") return documents + demonstrations.ids.length;
  return documents + (demonstrations.kind === "inline" ? demonstrations.examples.length : 0);
}

function bytes(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(typeof value === "string" ? value : JSON.stringify(value));
}

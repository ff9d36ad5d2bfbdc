import { type LanguageModel, type Outcome, PawlError, type RunOptions } from "@pawl/core";
import { type CallScope, stopIfOver } from "./call-model.ts";
import { chooseAnswer } from "./choose-answer.ts";
import { generateAnswer } from "./generate-answer.ts";
import { preparePrompt } from "./prepare-prompt.ts";
import type { RunNotes, RunPlan } from "./run-plan.ts";
import type { AnswerEvent } from "./text-deltas.ts";

export interface AnswerOptions {
  readonly options: RunOptions;
  readonly notes: RunNotes;
  readonly streaming: boolean;
}

/** Carries a variant out on one input and returns the outcome. @throws what ended the run; the Runner turns it into an outcome. */
export async function* answerInput<I, O>(
  plan: RunPlan<I, O>,
  input: I,
  { options, notes, streaming }: AnswerOptions,
): AsyncGenerator<AnswerEvent, Outcome<O>> {
  stopIfOver(options, plan.clock);
  const model = await plan.model(options);
  const cannot = incapable(plan, model);
  if (cannot !== null) throw new PawlError("use.model-cannot", cannot, { facts: { model: model.ref.id } });
  const prompt = await preparePrompt(plan, input, { model, options, notes });
  const { budgets, cache, clock, form } = plan;
  const scope: CallScope = { model, counter: plan.counterOf(model), options, budgets, cache, clock, steps: notes.steps };
  // A model that cannot choose is asked to write the label.
  if (plan.variant.decoding === "choose" && form.kind === "closed" && model.choose) return yield* chooseAnswer(plan, form, prompt, scope);
  return yield* generateAnswer(plan, prompt, scope, streaming);
}

/** Returns what the variant asks for and the model cannot do, as a sentence with what to do; null where it can do all. */
export function incapable(plan: RunPlan<never, unknown>, model: LanguageModel): string | null {
  if (plan.tools.length === 0 || model.capabilities.tools) return null;
  return `The variant of task "${plan.task.name}" allows tools, which model "${model.ref.id}" cannot call. Take another model or a variant without tools.`;
}

import type { Choice, Outcome } from "@pawl/core";
import { type CallScope, callModel } from "./call-model.ts";
import { judgeValue } from "./judge-answer.ts";
import type { OutputForm } from "./output-form.ts";
import { plannedChoice } from "./planned-call.ts";
import type { PreparedPrompt } from "./prepare-prompt.ts";
import type { RunPlan } from "./run-plan.ts";
import { type AnswerEvent, textDeltas } from "./text-deltas.ts";

/**
 * Has the model choose among a closed output's labels. Every candidate is scored (`all`), which gives a confidence, where the task is proactive and so
 * needs one to abstain, or the variant's `sampling.extra.choose` is "all"; else only the best is looked for.
 */
export async function* chooseAnswer<O>(
  plan: RunPlan<never, O>,
  form: OutputForm & { readonly kind: "closed" },
  prompt: PreparedPrompt,
  scope: CallScope,
): AsyncGenerator<AnswerEvent, Outcome<O>> {
  const { messages } = prompt;
  const mode = plan.variant.sampling.extra?.["choose"] === "all" || plan.task.profile.trigger === "proactive" ? "all" : "best";
  const repeat = scope.options.origin?.example?.repeat ?? 0;
  const call = plannedChoice(scope.model, { messages, candidates: form.labels, mode }, { added: messages, repeat });
  const choice = yield* textDeltas(callModel(call, scope), { text: false });
  const label = form.labels[choice.index] ?? "";
  const judged = await judgeValue(plan.task, form.valueOf(label), label);
  const confidence = confidenceOf(choice);
  return judged.kind === "ok" && confidence !== null ? { ...judged, confidence } : judged;
}

/** Returns the chosen candidate's share of the probability of all candidates (a softmax); null where any of them is not known. */
export function confidenceOf({ index, logProbs }: Pick<Choice, "index" | "logProbs">): number | null {
  const own = logProbs[index];
  if (own === null || own === undefined) return null;
  let sum = 0;
  for (const logProb of logProbs) {
    if (logProb === null) return null;
    sum += Math.exp(logProb - own);
  }
  return Number.isNaN(sum) ? null : 1 / sum;
}

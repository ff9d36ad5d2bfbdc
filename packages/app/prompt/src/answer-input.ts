import {
  type AssistantMessage,
  type Choice,
  type GenerateRequest,
  type LanguageModel,
  type Message,
  type Outcome,
  PawlError,
  type RunEvent,
  type RunOptions,
} from "@pawl/core";
import { callModel, stopIfOver } from "./call-model.ts";
import { type Judged, judgeAnswer, judgeValue } from "./judge-answer.ts";
import { neutralise } from "./neutralise.ts";
import { plannedChoice, plannedGeneration } from "./planned-call.ts";
import { type PreparedPrompt, preparePrompt, tooLong } from "./prepare-prompt.ts";
import type { RunNotes, RunPlan } from "./run-plan.ts";
import { runTools } from "./run-tools.ts";

/** A stream of answer text without its end, which the Runner adds. */
export type AnswerEvent = Exclude<RunEvent<never>, { readonly type: "end" }>;

export interface AnswerOptions {
  readonly options: RunOptions;
  readonly notes: RunNotes;
  readonly streaming: boolean;
}

/** Carries a variant out on one input and returns the outcome. @throws what ended the run; the Runner turns it into an outcome. */
export async function* answerInput<I, O>(plan: RunPlan<I, O>, input: I, run: AnswerOptions): AsyncGenerator<AnswerEvent, Outcome<O>> {
  stopIfOver(run.options, plan.clock);
  const model = await plan.model(run.options);
  checkCapabilities(plan, model);
  const prompt = await preparePrompt(plan, input, { model, options: run.options, notes: run.notes });
  if (plan.variant.decoding === "choose" && plan.form.kind === "closed" && model.choose) return yield* chosen(plan, model, prompt, run);
  return yield* generated(plan, model, prompt, run);
}

/** @throws PawlError `use.model-cannot` where the variant asks for what the model does not have. */
export function checkCapabilities(plan: RunPlan<never, unknown>, model: LanguageModel): void {
  if (plan.tools.length === 0 || model.capabilities.tools) return;
  throw new PawlError(
    "use.model-cannot",
    `The variant of task "${plan.task.name}" allows tools, which model "${model.ref.id}" cannot call. Take another model or a variant without tools.`,
    { facts: { model: model.ref.id, capability: "tools" } },
  );
}

async function* chosen<I, O>(
  plan: RunPlan<I, O>,
  model: LanguageModel,
  prompt: PreparedPrompt,
  run: AnswerOptions,
): AsyncGenerator<AnswerEvent, Outcome<O>> {
  const { form, variant } = plan;
  if (form.kind !== "closed") throw new TypeError("Only a closed output can be chosen.");
  const mode = variant.sampling.extra?.["choose"] === "all" || plan.task.profile.trigger === "proactive" ? "all" : "best";
  const worst = await prompt.worst(prompt.messages);
  const call = plannedChoice(model, { messages: prompt.messages, candidates: form.labels, mode }, { added: prompt.messages, worst });
  const choice = yield* textDeltas(
    callModel(call, { model, options: run.options, steps: run.notes.steps, budgets: plan.budgets, cache: plan.cache, clock: plan.clock }),
  );
  const label = form.labels[choice.index] ?? "";
  const judged = await judgeValue(plan.task, form.valueOf(label), label);
  const confidence = confidenceOf(choice);
  return judged.kind === "ok" && confidence !== null ? { ...judged, confidence } : judged;
}

/** The chosen candidate's share of the probability of all; null where any is not known. */
function confidenceOf({ index, logProbs }: Choice): number | null {
  const known = logProbs.filter((logProb) => logProb !== null);
  const own = logProbs[index];
  if (known.length !== logProbs.length || own === null || own === undefined) return null;
  const sum = known.reduce((total, logProb) => total + Math.exp(logProb - own), 0);
  return Number.isFinite(sum) && sum > 0 ? 1 / sum : null;
}

async function* generated<I, O>(
  plan: RunPlan<I, O>,
  model: LanguageModel,
  prompt: PreparedPrompt,
  run: AnswerOptions,
): AsyncGenerator<AnswerEvent, Outcome<O>> {
  const { form, task, variant } = plan;
  const { notes, options, streaming } = run;
  let { messages } = prompt;
  let added = messages;
  let reasks = 0;
  let toolRounds = 0;
  let last: Judged<O> | null = null;
  for (;;) {
    const tokens = await prompt.count(messages);
    if (prompt.limit !== null && tokens > prompt.limit) {
      if (last !== null) return last;
      throw tooLong(plan, { tokens, limit: prompt.limit, contextTokens: model.capabilities.contextTokens });
    }
    const request = requestOf(plan, model, { messages, seed: options.seed, toolRounds });
    const call = plannedGeneration(model, request, { added, worst: await prompt.worst(messages), streaming });
    const heard = { text: false };
    const result = yield* textDeltas(
      callModel(call, { model, options, steps: notes.steps, budgets: plan.budgets, cache: plan.cache, clock: plan.clock }),
      heard,
    );

    const calls = result.message.toolCalls ?? [];
    if (calls.length > 0 && plan.tools.length > 0 && result.finishReason !== "length" && toolRounds < (variant.tools?.maxSteps ?? 0)) {
      toolRounds++;
      added = [result.message, ...(await runTools(calls, { tools: plan.tools, options, clock: plan.clock, steps: notes.steps }))];
    } else {
      const judged = await judgeAnswer(task, form, result);
      if (judged.kind !== "invalid" || reasks >= variant.reasks) return judged;
      last = judged;
      reasks++;
      added = [withoutCalls(result.message), { role: "user", content: reaskText(judged) }];
    }
    messages = [...messages, ...added];
    if (heard.text) yield { type: "restart" };
  }
}

async function* textDeltas<R>(
  calling: AsyncGenerator<string, R>,
  heard: { text: boolean } = { text: false },
): AsyncGenerator<AnswerEvent, R> {
  try {
    for (;;) {
      const next = await calling.next();
      if (next.done) return next.value;
      heard.text = true;
      yield { type: "text-delta", text: next.value };
    }
  } finally {
    // Does nothing to a call that is over; one that the consumer left is stopped and settled.
    await calling.return(undefined as never);
  }
}

function requestOf(
  plan: RunPlan<never, unknown>,
  model: LanguageModel,
  state: { readonly messages: readonly Message[]; readonly seed: number | undefined; readonly toolRounds: number },
): GenerateRequest {
  const { task, tools, variant } = plan;
  const constrained = variant.decoding !== "free" && model.capabilities.jsonSchema !== "none" && !isPlainText(plan);
  const spent = state.toolRounds >= (variant.tools?.maxSteps ?? 0);
  return {
    messages: state.messages,
    sampling: variant.sampling,
    ...(state.seed === undefined ? {} : { seed: state.seed }),
    ...(constrained ? { responseSchema: { name: task.name, schema: task.outputJsonSchema } } : {}),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ definition }) => definition), toolChoice: spent ? "none" : "auto" }),
  };
}

const SAYS_NOTHING = new Set(["type", "title", "description", "examples"]);

/** A text without any further rule is better written as it is than as a JSON string. */
function isPlainText(plan: RunPlan<never, unknown>): boolean {
  return plan.form.kind === "text" && Object.keys(plan.task.outputJsonSchema).every((keyword) => SAYS_NOTHING.has(keyword));
}

/** Calls that nobody answered are refused by engines when they come back. */
function withoutCalls({ toolCalls: _toolCalls, ...message }: AssistantMessage): AssistantMessage {
  return message;
}

const MOST_ISSUES = 20;

function reaskText({ issues }: { readonly issues: readonly { readonly path: string; readonly message: string }[] }): string {
  const lines = issues.slice(0, MOST_ISSUES).map(({ path, message }) => `- ${path === "" ? "" : `${path}: `}${neutralise(message)}`);
  const more = issues.length > MOST_ISSUES ? [`- and ${issues.length - MOST_ISSUES} more`] : [];
  return `Your answer is not valid:\n${[...lines, ...more].join("\n")}\nGive the whole corrected answer and nothing else.`;
}

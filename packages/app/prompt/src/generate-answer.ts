import type { AssistantMessage, GenerateRequest, GenerateResult, JsonSchema, Message, Outcome, RunOptions, Sampling } from "@pawl/core";
import { type CallScope, callModel } from "./call-model.ts";
import { type Judged, judgeAnswer } from "./judge-answer.ts";
import { neutralise } from "./neutralise.ts";
import type { OutputForm } from "./output-form.ts";
import { plannedGeneration } from "./planned-call.ts";
import { type PreparedPrompt, tooLong } from "./prepare-prompt.ts";
import type { RunPlan } from "./run-plan.ts";
import { runTools } from "./run-tools.ts";
import { withoutWrapper } from "./strict-schema.ts";
import { type AnswerEvent, textDeltas } from "./text-deltas.ts";

/**
 * Has the model write an answer: calls its tools, up to the variant's steps, then parses and validates, and asks again with what is wrong. A re-ask that
 * would not fit into the context is not made: the answer stays invalid.
 */
export async function* generateAnswer<O>(
  plan: RunPlan<never, O>,
  prompt: PreparedPrompt,
  scope: CallScope,
  streaming: boolean,
): AsyncGenerator<AnswerEvent, Outcome<O>> {
  const { tools, variant } = plan;
  const mostToolRounds = tools.length === 0 ? 0 : (variant.tools?.maxSteps ?? 0);
  let { messages } = prompt;
  let added = messages;
  let reasks = 0;
  let toolRounds = 0;
  let last: Judged<O> | null = null;
  for (;;) {
    const tokens = await prompt.count(messages);
    if (prompt.limit !== null && tokens > prompt.limit) {
      if (last !== null) return last;
      throw tooLong(plan, { tokens, limit: prompt.limit, contextTokens: scope.model.capabilities.contextTokens });
    }
    const request = requestOf(plan, { messages, schema: prompt.schema, seed: scope.options.seed, mayCall: toolRounds < mostToolRounds });
    const heard = { text: false };
    const result = yield* textDeltas(callModel(plannedGeneration(scope.model, request, { added, streaming }), scope), heard);

    const calls = result.message.toolCalls ?? [];
    if (calls.length > 0 && toolRounds < mostToolRounds && (result.finishReason === "tool-calls" || result.finishReason === "stop")) {
      toolRounds++;
      const { clock, steps } = scope;
      const options: RunOptions = { ...scope.options, report: (step) => steps.push(step) };
      added = [result.message, ...(await runTools(calls, { tools, options, clock, steps }))];
    } else {
      const judged = await judgeAnswer(plan.task, plan.form, prompt.schema === null ? result : unwrapped(result, plan.form));
      if (judged.kind !== "invalid" || reasks >= variant.reasks) return judged;
      last = judged;
      reasks++;
      added = [withoutCalls(result.message), { role: "user", content: reaskText(judged) }];
    }
    messages = [...messages, ...added];
    if (heard.text) yield { type: "restart" };
  }
}

function unwrapped(result: GenerateResult, form: OutputForm): GenerateResult {
  if (form.kind === "json") return result;
  return { ...result, message: { ...result.message, content: withoutWrapper(result.message.content) } };
}

function requestOf(
  plan: RunPlan<never, unknown>,
  state: {
    readonly messages: readonly Message[];
    readonly schema: JsonSchema | null;
    readonly seed: number | undefined;
    readonly mayCall: boolean;
  },
): GenerateRequest {
  const { task, tools, variant } = plan;
  return {
    messages: state.messages,
    sampling: variant.decoding === "choose" ? withoutChoose(variant.sampling) : variant.sampling,
    ...(state.seed === undefined ? {} : { seed: state.seed }),
    ...(state.schema === null ? {} : { responseSchema: { name: task.name, schema: state.schema } }),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ definition }) => definition), toolChoice: state.mayCall ? "auto" : "none" }),
  };
}

/** `extra.choose` is for choices; no engine knows it on its wire. */
function withoutChoose({ extra, ...sampling }: Sampling): Sampling {
  const { choose: _choose, ...rest } = extra ?? {};
  return Object.keys(rest).length === 0 ? sampling : { ...sampling, extra: rest };
}

/** Calls that nobody answered are refused by engines when they come back. */
function withoutCalls({ toolCalls: _toolCalls, ...message }: AssistantMessage): AssistantMessage {
  return message;
}

const MOST_ISSUES = 20;

function reaskText({ issues }: Judged<unknown> & { readonly kind: "invalid" }): string {
  const lines = issues.slice(0, MOST_ISSUES).map(({ path, message }) => `- ${path === "" ? "" : `${path}: `}${neutralise(message)}`);
  const more = issues.length > MOST_ISSUES ? [`- and ${issues.length - MOST_ISSUES} more`] : [];
  return `Your answer is not valid:\n${[...lines, ...more].join("\n")}\nGive the whole corrected answer and nothing else.`;
}

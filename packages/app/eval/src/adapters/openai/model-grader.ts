import type { GenerateResult, Json, Message, Scorer } from "@pawl/core";
import { visibleText } from "@pawl/policy";
import { verdictSchema } from "../../judge/grading-prompt.ts";
import { judgeScorer } from "../../judge/judge-scorer.ts";
import { isDoubt } from "../../judge/judge-session.ts";
import { type JudgeOptions, judgeSetup } from "../../judge/judge-setup.ts";

import { type Doubt, doubt, readVerdict } from "../../judge/read-reply.ts";
import { replyObjects } from "../../judge/reply-objects.ts";
import { graderText, type Request } from "./grader-text.ts";

export interface GraderMessage {
  readonly role: "system" | "user" | "assistant";
  readonly text: string;
}

/** Returns a judge that sorts into labels, as the grader's own messages ask: 1 for a passing one, else 0. Reasoning stands before the label; every doubt is unscored. */
export function labelModel<const Name extends string>(
  name: Name,
  grader: { readonly messages: readonly GraderMessage[]; readonly labels: readonly string[]; readonly passing: readonly string[] },
  options: JudgeOptions,
): Scorer<unknown, unknown, unknown, Name> {
  const { labels, messages, passing } = grader;
  const setup = judgeSetup(options);
  return judgeScorer<unknown, unknown, Name>({
    name,
    version: 1,
    setup,
    scale: "binary",
    prompts: promptsOf(messages),
    settings: { labels: [...labels], passing: [...passing] },
    judge: async (request, session) => {
      const shown = shownMessages(
        messages,
        request,
        `Reply with one JSON object and nothing else: {"reasoning": "at most three sentences", "verdict": ${labels.map((label) => JSON.stringify(label)).join(" or ")}}`,
      );
      if (isDoubt(shown)) return shown;
      const schema = verdictSchema(labels, setup.model.capabilities);
      const read = (result: GenerateResult) => readVerdict(result, labels);
      const found = await session.reply({ messages: shown.messages, schema, sampling: setup.sampling, seedOf: name, read });
      if (isDoubt(found)) return found;
      return { kind: "judged", value: passing.includes(found.label) ? 1 : 0, reason: found.reasoning, detail: { label: found.label } };
    },
  });
}

/** Returns a judge that gives a number in a range, as the grader's own messages ask, brought to 0..1. A number off the range, and every other doubt, is unscored. */
export function scoreModel<const Name extends string>(
  name: Name,
  grader: { readonly messages: readonly GraderMessage[]; readonly range: readonly [number, number] },
  options: JudgeOptions,
): Scorer<unknown, unknown, unknown, Name> {
  const { messages, range } = grader;
  const [low, high] = range;
  const setup = judgeSetup(options);
  const schema = {
    name: "score",
    schema: {
      type: "object",
      properties: { reasoning: { type: "string" }, result: { type: "number" } },
      required: ["reasoning", "result"],
      additionalProperties: false,
    },
  } as const;
  return judgeScorer<unknown, unknown, Name>({
    name,
    version: 1,
    setup,
    scale: "share",
    prompts: promptsOf(messages),
    settings: { range: [low, high] },
    judge: async (request, session) => {
      const shown = shownMessages(
        messages,
        request,
        `Reply with one JSON object and nothing else: {"reasoning": "at most three sentences", "result": a number from ${low} to ${high}}`,
      );
      if (isDoubt(shown)) return shown;
      const read = (result: GenerateResult) => readNumber(result, range);
      const found = await session.reply({ messages: shown.messages, schema, sampling: setup.sampling, seedOf: name, read });
      if (isDoubt(found)) return found;
      return { kind: "judged", value: (found.number - low) / (high - low), reason: found.reasoning, detail: { result: found.number } };
    },
  });
}

function promptsOf(messages: readonly GraderMessage[]): Json {
  return messages.map(({ role, text }) => ({ role, text }));
}

function shownMessages(messages: readonly GraderMessage[], request: Request, last: string): { readonly messages: Message[] } | Doubt {
  const shown: Message[] = [];
  for (const { role, text } of messages) {
    const written = graderText(text, request);
    if (typeof written !== "string") return doubt(`The case has no ${written.missing.join(", ")}.`);
    shown.push({ role, content: visibleText(written) });
  }
  return { messages: [...shown, { role: "user", content: last }] };
}

function readNumber(
  { finishReason, message }: Pick<GenerateResult, "finishReason" | "message">,
  [low, high]: readonly [number, number],
): { readonly number: number; readonly reasoning: string } | Doubt {
  if (finishReason !== "stop") return doubt(`The judge's reply ended with "${finishReason}".`);
  const { broken, objects } = replyObjects(message.content);
  const members = objects.findLast((object) => object.members.some(({ key }) => key === "result"))?.members ?? [];
  const number = members.findLast(({ key }) => key === "result")?.value;
  const reasoning = members[0]?.key === "reasoning" ? members[0].value : undefined;
  if (broken || typeof number !== "number") return doubt("The judge's reply states no number.");
  if (typeof reasoning !== "string" || reasoning.trim() === "") return doubt("The judge stated its number before any reasoning.");
  return number < low || number > high ? doubt(`The judge's number, ${number}, lies outside ${low} to ${high}.`) : { number, reasoning };
}

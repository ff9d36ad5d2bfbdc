import { existsSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { type ChooseRequest, defineTask, type GenerateResult, type LanguageModel, type Scorer, type Usage } from "@pawl/core";
import { exact, label } from "@pawl/eval";
import * as z from "zod";
import { type Config, defineConfig } from "./define-config.ts";

/*
 * The configuration of test projects: a task of four labels with a model that is better the more demonstrations its prompt has, and one of free text.
 * What it answers is a function of the prompt alone, and is said to have taken 20 ms. `SCRIPTED_MS` makes each call take that long in truth; at the
 * place named by `SCRIPTED_HOLD` it writes the file `SCRIPTED_HELD` and waits until that is gone.
 */
const LABELS = ["refund", "track", "damage", "other"] as const;

const triage = defineTask({ name: "triage", input: z.object({ message: z.string() }), output: z.enum(LABELS) });

const timings = { totalMs: 20, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null };
/** Rows of test have the numbers from here on. */
const FIRST_SEALED = 100;
let calls = 0;
let sealed = 0;
let scores = 0;

const model: LanguageModel = {
  ref: { id: "scripted" },
  capabilities: {
    family: "scripted",
    contextTokens: 8192,
    jsonSchema: "enforced",
    tools: false,
    logProbs: true,
    files: [],
    price: { inputPerMillion: 0, cachedInputPerMillion: 0, outputPerMillion: 0 },
  },
  countTokens: (text) => Math.ceil(text.length / 4),
  generate: async ({ messages }) => written(messages),
  stream: async function* ({ messages }) {
    for (const text of ["Hello ", "from ", "the shop."]) yield { type: "text-delta", text };
    yield { type: "end", result: written(messages) };
  },
  choose: async ({ messages, candidates }, options) => {
    const { SCRIPTED_MS: ms = "0" } = process.env;
    if (ms !== "0") await wait(Number(ms), undefined, { signal: options?.abortSignal });
    await held(`call:${++calls}`, options?.abortSignal);
    if (numberOf(messages) >= FIRST_SEALED) await held(`sealed:${++sealed}`, options?.abortSignal);
    const index = candidates.indexOf(answer(messages));
    return { index, logProbs: candidates.map(() => null), usage: usageOf(messages), timings };
  },
};

const slowLabel: Scorer<unknown, string, string> = {
  ...label(),
  score: async (request, options) => {
    await held(`score:${++scores}`, options?.abortSignal);
    return label().score(request, options);
  },
};

const say = defineTask({ name: "say", input: z.object({ message: z.string() }), output: z.string() });

const config: Config = defineConfig({
  models: [model],
  tasks: {
    triage: {
      task: triage,
      dataset: "data/triage.jsonl",
      scorers: [slowLabel],
      climb: {
        instructions: { plain: "Sort the message.", detailed: "Sort the message: refund, track, damage or other." },
        fixed: [4],
        retrieved: [4],
        kept: 4,
        minimumUsefulEffect: 0.1,
        budget: { ms: 60_000 },
      },
    },
    say: { task: say, dataset: "data/say.jsonl", scorers: [exact()], climb: { instructions: { plain: "Greet." }, decoding: "free" } },
  },
});
export default config;

/** The number in a message says its label, and whether the skill that the prompt gives is enough for it. */
function answer(messages: ChooseRequest["messages"]): string {
  const number = numberOf(messages);
  const labelAt = (index: number): string => LABELS[index % LABELS.length] ?? "other";
  const shown = messages.filter(({ role }) => role === "assistant").length;
  const detailed = messages.some(({ content }) => String(content).includes("damage or other"));
  const skill = shown >= 8 ? 0.95 : shown >= 4 ? 0.6 : detailed ? 0.35 : 0.3;
  return (number * 37) % 100 < 100 * skill ? labelAt(number) : labelAt(number + 1);
}

/** Waits at the place that `SCRIPTED_HOLD` names, as `call:12`, `score:9` or `sealed:3`; with `SCRIPTED_DEAF` an abort is not heard. */
async function held(place: string, abortSignal: AbortSignal | undefined): Promise<void> {
  const { SCRIPTED_HOLD: hold, SCRIPTED_HELD: file, SCRIPTED_DEAF: deaf } = process.env;
  if (file === undefined || place !== hold) return;
  writeFileSync(file, String(process.pid));
  while (existsSync(file)) await wait(5, undefined, deaf === undefined ? { signal: abortSignal } : {});
}

function written(messages: ChooseRequest["messages"]): GenerateResult {
  const message = { role: "assistant" as const, content: "Hello from the shop." };
  return { message, finishReason: "stop", usage: usageOf(messages), timings, servedBy: "scripted", logProbs: null };
}

function numberOf(messages: ChooseRequest["messages"]): number {
  return Number(/#(\d+)/.exec(String(messages.at(-1)?.content))?.[1] ?? 0);
}

function usageOf(messages: ChooseRequest["messages"]): Usage {
  return { inputTokens: Math.ceil(JSON.stringify(messages).length / 4), cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
}

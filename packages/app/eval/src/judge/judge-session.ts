import {
  type CallOptions,
  type GenerateRequest,
  type GenerateResult,
  type Message,
  type Sampling,
  type Step,
  seededRandom,
} from "@pawl/core";
import type { ReplySchema } from "./grading-prompt.ts";
import type { JudgeSetup } from "./judge-setup.ts";
import { type Doubt, doubt } from "./read-reply.ts";
import { recordedCall } from "./recorded-call.ts";

/** One reply to get: what is asked, how it is read, and what tells its seed from that of every other. */
export interface Asked<T> {
  readonly messages: readonly Message[];
  readonly schema: ReplySchema;
  readonly sampling: Sampling;
  readonly topLogProbs?: number | undefined;
  readonly seedOf: string;
  readonly read: (result: GenerateResult) => T | Doubt;
}

/** The calls that one score takes. */
export interface JudgeSession {
  readonly setup: JudgeSetup;
  readonly steps: readonly Step[];
  /** Which example and repeat this is about: part of every seed. */
  readonly about: string;
  readonly options: CallOptions;
  /** Keeps a step that something else made for this score: a sample that was drawn. */
  readonly add: (step: Step) => void;
  /** Asks, and asks once more with another seed where the reply leaves a doubt. What the model throws is thrown. */
  readonly reply: <T extends object>(asked: Asked<T>) => Promise<T | Doubt>;
}

/** Returns a session with no step yet. Each step goes to the caller's `report` where a call fails, since there is no score to carry it. */
export function judgeSession(setup: JudgeSetup, about: string, options: CallOptions = {}): JudgeSession {
  const steps: Step[] = [];
  const { model } = setup;

  const call = async (request: GenerateRequest): Promise<GenerateResult> => {
    options.abortSignal?.throwIfAborted();
    const record = (step: Step): void => void steps.push(step);
    try {
      return await recordedCall(setup, request, { options: { ...options, report: record }, record });
    } catch (error) {
      for (const step of steps) options.report?.(step);
      throw error;
    }
  };

  return {
    setup,
    steps,
    about,
    options,
    add: (step) => void steps.push(step),
    reply: async (asked) => {
      const room = await missingRoom(setup, asked);
      if (room !== null) return room;
      let read = doubt("");
      for (const attempt of ["first", "again"]) {
        const { messages, sampling, schema, topLogProbs } = asked;
        const request: GenerateRequest = {
          messages,
          sampling,
          seed: seedFor(setup.seed, `${about}/${asked.seedOf}/${attempt}`),
          ...(model.capabilities.jsonSchema === "none" ? {} : { responseSchema: schema }),
          ...(topLogProbs === undefined ? {} : { topLogProbs }),
        };
        const found = asked.read(await call(request));
        if (!isDoubt(found)) return found;
        read = found;
      }
      return read;
    },
  };
}

/** Whether what was read is a doubt. */
export function isDoubt(read: object): read is Doubt {
  return "kind" in read && read.kind === "doubt";
}

/** Returns a seed in 0..2³¹ − 1 that only the base and the name decide. */
export function seedFor(base: number, name: string): number {
  return Math.floor(seededRandom(base).fork(name).next() * 2 ** 31);
}

/** Tokens that a chat template and a schema may take beside the messages' text. */
const OVERHEAD_TOKENS = 256;

async function missingRoom({ model }: JudgeSetup, { messages, sampling }: Asked<object>): Promise<Doubt | null> {
  const { contextTokens } = model.capabilities;
  if (contextTokens === null) return null;
  let tokens = OVERHEAD_TOKENS + (sampling.maxTokens ?? 0);
  for (const { content } of messages) if (typeof content === "string") tokens += await model.countTokens(content);
  if (tokens <= contextTokens) return null;
  return doubt(`What is to be judged takes ${tokens} tokens with room for a reply; the judge has a context of ${contextTokens}.`);
}

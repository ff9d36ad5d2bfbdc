import type { Example, GenerateRequest, GenerateResult, Score, Scorer, Step, Trace, Unscored } from "@pawl/core";
import { type FakeAnswer, type FakeModel, type FakeModelOptions, fakeClock, fakeModel } from "@pawl/core/testing";
import { traceOf } from "../run/trace.fixture.ts";
import type { JudgeOptions } from "./judge-setup.ts";

/** A judge's reply in its schema. */
export function reply(verdict: string, reasoning = "The words decide."): string {
  return JSON.stringify({ reasoning, verdict });
}

/** A judge's model that answers as told and gives no log-probabilities. */
export function judgeModel(answers: FakeModelOptions["answers"], options: FakeModelOptions = {}): FakeModel {
  return fakeModel({
    ref: { id: "judge-7b" },
    answers,
    ...options,
    capabilities: {
      logProbs: false,
      price: { inputPerMillion: 1e6, cachedInputPerMillion: 0, outputPerMillion: 1e6 },
      ...options.capabilities,
    },
  });
}

/** One reply a question, with a clock that stands still. */
export function once(answers: FakeModelOptions["answers"], options: FakeModelOptions = {}): JudgeOptions & { readonly model: FakeModel } {
  return { model: judgeModel(answers, options), draws: 1, clock: fakeClock() };
}

/** A reply with the log-probabilities of its tokens: the tokens are the content, the tops as given for the one that is the label. */
export function weighed(
  label: string,
  top: { readonly [token: string]: number },
  tokens: readonly string[] = [`{"reasoning": "so", "verdict": "`],
): FakeAnswer {
  const written = [...tokens, label, `"}`];
  const logProbs: GenerateResult["logProbs"] = written.map((token) => ({
    token,
    logProb: token === label ? Math.log(top[label] ?? 1) : 0,
    top: token === label ? Object.entries(top).map(([one, p]) => ({ token: one, logProb: Math.log(p) })) : [],
  }));
  return { message: { role: "assistant", content: written.join("") }, logProbs };
}

/** The user's message of a request. */
export function questionOf({ messages }: GenerateRequest): string {
  const content = messages.at(-1)?.content;
  return typeof content === "string" ? content : "";
}

export interface AskedCase<O> {
  readonly output: O;
  readonly example?: Partial<Example>;
  readonly trace?: Partial<Trace<unknown, O>>;
  readonly abortSignal?: AbortSignal;
  readonly report?: (step: Step) => void;
}

/** Asks a scorer about one case. */
export async function ask<O>(scorer: Scorer<unknown, O, unknown>, asked: AskedCase<O>): Promise<Score | Unscored> {
  const { abortSignal, example, output, report, trace } = asked;
  return scorer.score(
    {
      example: { id: "e1", input: "Where is my parcel?", ...example },
      output,
      trace: traceOf(output, trace),
    },
    { abortSignal, report },
  );
}

/** A step of a model that answered in a trace. */
export function answeredBy(id: string, content = "It is late."): Step {
  return {
    kind: "model",
    startedAt: 0,
    totalMs: 1,
    model: { id },
    key: null,
    messages: [],
    result: {
      message: { role: "assistant", content },
      finishReason: "stop",
      usage: null,
      timings: { totalMs: 1, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null },
      servedBy: id,
      logProbs: null,
    },
    error: null,
    cost: null,
    cached: false,
  };
}

import type { CallOptions, Json, ScoreRequest, Scorer, Step } from "@pawl/core";
import type { Subject } from "../run/evaluate-options.ts";
import { isRunner } from "../run/evaluation-plan.ts";
import { scorerHash } from "../scorers/code-scorer.ts";
import { askCriterion } from "./ask-criterion.ts";
import type { Criterion } from "./criterion.ts";
import { promptsOf } from "./criterion-judge.ts";
import { aboutOf, type Judged, judgeScorer } from "./judge-scorer.ts";
import { isDoubt, seedFor } from "./judge-session.ts";
import { type JudgeOptions, judgeSetup } from "./judge-setup.ts";
import { type Doubt, doubt } from "./read-reply.ts";
import { textOf } from "./section.ts";

/** A way to compare two texts without a model, or with one of your own: how far the first says the second, in 0..1. */
export interface TextCheck {
  /** Changes with what `check` answers: part of the hash. */
  readonly version: string;
  readonly check: (first: string, second: string, options: CallOptions) => number | Promise<number>;
}

export interface DrawnOptions<I, O> {
  /** Draws a further output for an input: the Runner that is evaluated, or a function. It needs a temperature above 0. */
  readonly sample: Subject<I, O>;
  /** What `sample` is, by a name that changes with it: part of the hash. A Runner's variant is in it anyway. @default "1" */
  readonly sampleVersion?: string | undefined;
  readonly samples?: number | undefined;
  /** @default 0 */
  readonly seed?: number | undefined;
}

export interface SampledOptions<I, O> extends DrawnOptions<I, O> {
  /** Who compares texts: a judge, or a function. */
  readonly by: JudgeOptions | TextCheck;
}

/** Compares two texts of one case: how far the first says the second, in 0..1. */
export type Compare = (first: string, second: string, name: string) => Promise<number | Doubt>;

export interface SampledScorerOptions<I, O, Name extends string> extends SampledOptions<I, O> {
  readonly name: Name;
  readonly direction: "higher" | "lower";
  readonly scale: "share" | "real";
  readonly defaultSamples: number;
  readonly criterion: Criterion;
  /** Tags of the two texts in the judge's prompt. */
  readonly tags: readonly [first: string, second: string];
  /** Further settings that the measure depends on: part of the hash. */
  readonly settings?: { readonly [option: string]: Json } | undefined;
  readonly measure: (output: string, samples: readonly string[], compare: Compare) => Promise<Judged | Doubt>;
}

/** Returns a scorer that draws further outputs and compares texts; fewer than two samples with an answer are a doubt. The draws are steps of the score. */
export function sampledScorer<I, O, const Name extends string>(options: SampledScorerOptions<I, O, Name>): Scorer<I, O, unknown, Name> {
  const { by, criterion, direction, name, scale, tags } = options;
  const sampler = samplerOf(options, options.defaultSamples);
  const settings = { ...options.settings, ...sampler.settings };

  const measured = async (request: ScoreRequest<I, O, unknown>, session: Drawing, compare: Compare): Promise<Judged | Doubt> => {
    const drawn = await sampler.draw(request, session);
    if (isDoubt(drawn)) return drawn;
    const judged = await options.measure(textOf(request.output), drawn.texts, compare);
    return isDoubt(judged) ? judged : { ...judged, detail: { ...judged.detail, ...drawn.detail } };
  };

  if ("check" in by) {
    return {
      name,
      hash: scorerHash(name, 1, { ...settings, check: by.version }),
      direction,
      scale,
      score: async (request, callOptions = {}) => {
        const steps: Step[] = [];
        const session = { options: callOptions, add: (step: Step) => void steps.push(step) };
        const judged = await measured(request, session, async (first, second) => by.check(first, second, callOptions));
        if (isDoubt(judged)) return { kind: "unscored", reason: judged.reason, steps };
        return { kind: "score", value: judged.value, detail: judged.detail, steps };
      },
    };
  }
  return judgeScorer<I, O, Name>({
    name,
    version: 1,
    setup: judgeSetup(by),
    direction,
    scale,
    prompts: { criterion: promptsOf(criterion), tags: [...tags] },
    settings,
    judge: (request, session) =>
      measured(request, session, async (first, second, question) => {
        const shown = session.show([
          { tag: "input", value: request.example.input },
          { tag: tags[0], value: first },
          { tag: tags[1], value: second },
        ]);
        const answer = await askCriterion(session, { criterion, shown, name: question });
        return isDoubt(answer) ? answer : answer.value;
      }),
  });
}

export interface Drawn {
  readonly texts: readonly string[];
  readonly detail: { readonly samples: number; readonly failedSamples: number };
}

export interface Sampler<I, O> {
  /** What the draws depend on: part of the hash. */
  readonly settings: { readonly [option: string]: Json };
  /** Further outputs for a case; a doubt where fewer than two gave an answer. */
  readonly draw: (request: ScoreRequest<I, O, unknown>, session: Drawing) => Promise<Drawn | Doubt>;
}

/** Returns what draws the samples of a case. @throws RangeError for under two samples */
export function samplerOf<I, O>(options: DrawnOptions<I, O>, defaultSamples: number): Sampler<I, O> {
  const { sample, sampleVersion = "1", samples = defaultSamples, seed = 0 } = options;
  if (!Number.isInteger(samples) || samples < 2) throw new RangeError(`"samples" is a whole number of at least 2; got ${samples}.`);
  return {
    settings: { samples, sampleVersion, seed, variant: isRunner(sample) ? sample.variantId : null },
    draw: async (request, session) => {
      const texts: string[] = [];
      for (let i = 0; i < samples; i++) {
        const output = await draw(sample, request.example.input, { ...session, seed: seedFor(seed, `${aboutOf(request)}/sample-${i}`) });
        if (output !== null) texts.push(textOf(output.value));
      }
      if (texts.length < 2) return doubt(`Only ${texts.length} of ${samples} samples gave an answer; at least two are needed.`);
      return { texts, detail: { samples: texts.length, failedSamples: samples - texts.length } };
    },
  };
}

export interface Drawing {
  readonly options: CallOptions;
  readonly add: (step: Step) => void;
}

/** Returns an output; null where a Runner's outcome is none. What a plain function throws is thrown. */
async function draw<I, O>(
  sample: Subject<I, O>,
  input: I,
  { add, options, seed }: Drawing & { readonly seed: number },
): Promise<{ readonly value: O } | null> {
  options.abortSignal?.throwIfAborted();
  if (!isRunnerOf(sample)) return { value: await sample(input, { ...options, seed, report: add }) };
  const trace = await sample.run(input, { ...options, seed });
  for (const step of trace.steps) add(step);
  options.abortSignal?.throwIfAborted();
  return trace.outcome.kind === "ok" ? { value: trace.outcome.output } : null;
}

function isRunnerOf<I, O>(sample: Subject<I, O>): sample is Exclude<Subject<I, O>, (...args: never) => unknown> {
  return isRunner(sample);
}

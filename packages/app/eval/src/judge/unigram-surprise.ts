import type { Scorer, Step } from "@pawl/core";
import { scorerHash } from "../scorers/code-scorer.ts";
import { unigramSurpriseOf } from "../scorers/text/unigram-surprise.ts";
import { isDoubt } from "./judge-session.ts";
import { type DrawnOptions, samplerOf } from "./sampled-scorer.ts";
import { textOf } from "./section.ts";

export interface UnigramSurpriseOptions<I, O> extends DrawnOptions<I, O> {
  /** Further outputs drawn. @default 5 */
  readonly samples?: number | undefined;
}

/** Sentences whose numbers the detail holds. */
const SHOWN = 20;

/**
 * Returns a scorer of hallucination by self-consistency without a judge: the mean surprise of the output's tokens to a unigram model of it and several further outputs, `unigramSurpriseOf`, lower is better.
 * It sees words, not what they say: a floor beside `selfConsistency`. The detail has the most surprising sentences first. Costs as many calls as samples.
 */
export function unigramSurprise<I, O>(options: UnigramSurpriseOptions<I, O>): Scorer<I, O, unknown, "unigram-surprise"> {
  const sampler = samplerOf(options, 5);
  return {
    name: "unigram-surprise",
    hash: scorerHash("unigram-surprise", 1, sampler.settings),
    direction: "lower",
    scale: "real",
    score: async (request, callOptions = {}) => {
      const steps: Step[] = [];
      const drawn = await sampler.draw(request, { options: callOptions, add: (step) => void steps.push(step) });
      if (isDoubt(drawn)) return { kind: "unscored", reason: drawn.reason, steps };
      const { mean, most, sentences } = unigramSurpriseOf(textOf(request.output), drawn.texts);
      if (mean === null) return { kind: "unscored", reason: "The output has no word to look for.", steps };
      const doubtful = sentences.toSorted((a, b) => b.mean - a.mean).slice(0, SHOWN);
      const shown = doubtful.map(({ text, ...numbers }) => ({ text: text.slice(0, 500), ...numbers }));
      return { kind: "score", value: mean, detail: { most, sentences: shown, ...drawn.detail }, steps };
    },
  };
}

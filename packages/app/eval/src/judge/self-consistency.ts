import type { Scorer } from "@pawl/core";
import { yesNo } from "./criterion.ts";
import { doubt } from "./read-reply.ts";
import { type SampledOptions, sampledScorer } from "./sampled-scorer.ts";

export interface SelfConsistencyOptions<I, O> extends SampledOptions<I, O> {
  /** Further outputs drawn. @default 5 */
  readonly samples?: number | undefined;
  /** Sentences checked at most; an output of more is unscored. @default 20 */
  readonly mostSentences?: number | undefined;
}

const SUPPORTED = yesNo("Does the sample support the sentence?", {
  yes: "the sample states what the sentence says, or it follows from the sample",
  no: "the sample says something else, or nothing of it",
});

/**
 * Returns a scorer of hallucination by self-consistency: what a model knows it says again. Each sentence of the output is looked for in each of several
 * further outputs, and the score is the mean support, 1 where all samples say it all (Manakul et al. 2023, SelfCheckGPT, §5.5 with a judge). The detail has each
 * sentence's support. Costs samples + sentences · samples calls.
 */
export function selfConsistency<I, O>(options: SelfConsistencyOptions<I, O>): Scorer<I, O, unknown, "self-consistency"> {
  const { mostSentences = 20 } = options;
  return sampledScorer<I, O, "self-consistency">({
    ...options,
    name: "self-consistency",
    direction: "higher",
    scale: "share",
    defaultSamples: 5,
    settings: { mostSentences },
    criterion: SUPPORTED,
    tags: ["sample", "sentence"],
    measure: async (output, samples, compare) => {
      const sentences = sentencesOf(output);
      if (sentences.length === 0) return doubt("The output has no sentence to look for.");
      if (sentences.length > mostSentences)
        return doubt(`The output has ${sentences.length} sentences; at most ${mostSentences} are checked.`);
      const rows: { readonly sentence: string; readonly support: number }[] = [];
      for (const [i, sentence] of sentences.entries()) {
        let sum = 0;
        for (const [j, sample] of samples.entries()) {
          const support = await compare(sample, sentence, `sentence-${i}/${j}`);
          if (typeof support !== "number") return support;
          sum += support;
        }
        rows.push({ sentence, support: sum / samples.length });
      }
      const value = rows.reduce((sum, { support }) => sum + support, 0) / rows.length;
      return { kind: "judged", value, detail: { sentences: rows } };
    },
  });
}

function sentencesOf(text: string): string[] {
  const segments = new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text);
  return [...segments].map(({ segment }) => segment.trim()).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

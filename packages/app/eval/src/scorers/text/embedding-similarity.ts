import type { EmbeddingModel, Scorer } from "@pawl/core";
import { acceptedAnswers, NO_ANSWER, scorerHash } from "../code-scorer.ts";

export interface EmbeddingSimilarityOptions {
  /** Cosine that unrelated texts have with this model: the value is then (cosine − baseline)/(1 − baseline). Measure it on pairs of your own. @default 0 */
  readonly baseline?: number | undefined;
}

/**
 * Returns a scorer of likeness in meaning: the cosine of the embeddings of output and accepted answer, the best over the answers, rescaled by
 * the baseline and cut to 0..1; the detail holds the cosine as it is. Two texts of opposite meaning are often close. A text the model gives
 * no direction (all zeros) leaves the case unscored. One call of the model a case.
 */
export function embeddingSimilarity(
  model: EmbeddingModel,
  options: EmbeddingSimilarityOptions = {},
): Scorer<unknown, string, string, "embedding-similarity"> {
  const { baseline = 0 } = options;
  if (!(baseline >= -1 && baseline < 1)) throw new RangeError(`"baseline" is a cosine below 1; got ${baseline}.`);
  return {
    name: "embedding-similarity",
    hash: scorerHash("embedding-similarity", 1, { model: { ...model.ref }, baseline }),
    direction: "higher",
    scale: "share",
    score: async ({ example, output }, callOptions) => {
      const answers = acceptedAnswers(example);
      if (answers === null) return NO_ANSWER;
      const [given, ...wanted] = await model.embedMany([output, ...answers], { ...callOptions, purpose: "document" });
      const cosines = wanted.map((vector) => cosine(given ?? new Float32Array(), vector));
      const best = Math.max(...cosines);
      if (!Number.isFinite(best)) return { kind: "unscored", reason: "A text has no embedding: its vector is zero or not a number." };
      return { kind: "score", value: Math.min(1, Math.max(0, (best - baseline) / (1 - baseline))), detail: { cosine: best } };
    },
  };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  let left = 0;
  let right = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    product += x * y;
    left += x * x;
    right += y * y;
  }
  return product / Math.sqrt(left * right);
}

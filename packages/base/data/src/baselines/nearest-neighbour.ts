import type { Example } from "@pawl/core";
import { inputText } from "../input-text.ts";
import { answersOf, type BaselineOptions, type Predictor } from "./baseline.ts";
import { letterTerms } from "./terms.ts";
import { tfIdf } from "./tf-idf.ts";

/** Returns the baseline that gives the answer of the most similar example: the cosine of their tf-idf vectors over runs of 2 to 4 letters, the first on ties and where nothing is known. Works for any output. */
export function nearestNeighbour<I, E>(examples: readonly Example<I, E>[], options: BaselineOptions<NoInfer<I>> = {}): Predictor<I, E> {
  const { text = inputText } = options;
  const { answers, inputs, of } = answersOf(examples);
  const texts = inputs.map((input) => text(input));
  const weighting = tfIdf(texts, letterTerms);
  const postings: { readonly row: number; readonly value: number }[][] = Array.from({ length: weighting.size }, () => []);
  for (const [row, words] of texts.entries()) {
    const { features, values } = weighting.vector(words);
    for (const [i, feature] of features.entries()) postings[feature]?.push({ row, value: values[i] ?? 0 });
  }
  return (input) => {
    const similarity = new Float64Array(texts.length);
    const { features, values } = weighting.vector(text(input));
    for (const [i, feature] of features.entries()) {
      for (const { row, value } of postings[feature] ?? []) similarity[row] = (similarity[row] ?? 0) + value * (values[i] ?? 0);
    }
    let best = 0;
    for (let row = 1; row < similarity.length; row++) if ((similarity[row] ?? 0) > (similarity[best] ?? 0) + 1e-12) best = row;
    return answers[of[best] ?? 0] as E;
  };
}

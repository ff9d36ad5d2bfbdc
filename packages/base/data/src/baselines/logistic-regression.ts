import type { Example } from "@pawl/core";
import { inputText } from "../input-text.ts";
import { answersOf, type BaselineOptions, type Predictor } from "./baseline.ts";
import { fitSoftmax, scoresOf } from "./softmax-regression.ts";
import { wordTerms } from "./terms.ts";
import { tfIdf } from "./tf-idf.ts";

export interface LogisticRegressionOptions<I> extends BaselineOptions<I> {
  /** Inverse of the L2 penalty, as scikit-learn's C. @default 10 */
  readonly c?: number | undefined;
  /** Steps of the descent. @default 200 */
  readonly steps?: number | undefined;
}

/**
 * Returns the baseline for a closed set of answers: multinomial logistic regression over the tf-idf of words and word pairs with an L2 penalty, the intercept free of it,
 * by accelerated full gradients from zero (Nesterov 1983; step 1 / L, L ≤ ½·max‖x‖² for the softmax, Böhning 1992). Nothing in it is drawn:
 * the same examples give the same answers. Time grows with examples × answers × steps.
 */
export function logisticRegression<I, E>(
  examples: readonly Example<I, E>[],
  options: LogisticRegressionOptions<NoInfer<I>> = {},
): Predictor<I, E> {
  const { text = inputText, c = 10, steps = 200 } = options;
  if (!(c > 0)) throw new RangeError(`c is above 0; got ${c}.`);
  if (!Number.isInteger(steps) || steps < 1) throw new RangeError(`steps is a whole number from 1; got ${steps}.`);
  const { answers, inputs, of } = answersOf(examples);
  const texts = inputs.map((input) => text(input));
  const weighting = tfIdf(texts, wordTerms);
  const rows = texts.map((words) => weighting.vector(words));
  const weights = fitSoftmax({ rows, of, classes: answers.length, features: weighting.size, penalty: 1 / (c * rows.length), steps });
  return (input) => {
    const scores = scoresOf(weighting.vector(text(input)), weights, new Float64Array(answers.length));
    return answers[scores.reduce((best, score, i) => (score > (scores[best] ?? 0) ? i : best), 0)] as E;
  };
}

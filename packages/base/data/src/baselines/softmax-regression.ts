import type { SparseVector } from "./tf-idf.ts";

/** Rows with the class of each; `penalty` is that of the mean loss. */
export interface Problem {
  readonly rows: readonly SparseVector[];
  readonly of: Uint32Array;
  readonly classes: number;
  readonly features: number;
  readonly penalty: number;
  readonly steps: number;
}

/**
 * Returns the weights of a multinomial logistic regression, [features + 1, classes], row-major, the last row the intercepts, which have no
 * penalty. Rows have length 1 at most.
 */
export function fitSoftmax({ rows, of, classes, features, penalty, steps }: Problem): Float64Array {
  const size = (features + 1) * classes;
  // An intercept makes each row's square one longer: 2 in all.
  const step = 1 / (1 + penalty);
  let weights = new Float64Array(size);
  const ahead = new Float64Array(size);
  let momentum = 1;
  const gradient = new Float64Array(size);
  const scores = new Float64Array(classes);
  for (let round = 0; round < steps; round++) {
    for (let i = 0; i < size; i++) gradient[i] = i < features * classes ? penalty * (ahead[i] ?? 0) : 0;
    for (const [row, vector] of rows.entries()) {
      softmax(scoresOf(vector, ahead, scores));
      const own = of[row] ?? 0;
      scores[own] = (scores[own] ?? 0) - 1;
      addScaled(gradient, vector, scores, 1 / rows.length);
    }
    const next = new Float64Array(size);
    const following = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const carry = (momentum - 1) / following;
    for (let i = 0; i < size; i++) {
      const moved = (ahead[i] ?? 0) - step * (gradient[i] ?? 0);
      next[i] = moved;
      ahead[i] = moved + carry * (moved - (weights[i] ?? 0));
    }
    weights = next;
    momentum = following;
  }
  return weights;
}

/** Writes the score of each class into `out` and returns it. */
export function scoresOf({ features, values }: SparseVector, weights: Float64Array, out: Float64Array): Float64Array {
  const classes = out.length;
  const intercept = weights.length - classes;
  for (let k = 0; k < classes; k++) out[k] = weights[intercept + k] ?? 0;
  for (let i = 0; i < features.length; i++) {
    const at = (features[i] ?? 0) * classes;
    const value = values[i] ?? 0;
    for (let k = 0; k < classes; k++) out[k] = (out[k] ?? 0) + value * (weights[at + k] ?? 0);
  }
  return out;
}

function softmax(scores: Float64Array): void {
  const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const value = Math.exp((scores[k] ?? 0) - highest);
    scores[k] = value;
    sum += value;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) / sum;
}

function addScaled(gradient: Float64Array, { features, values }: SparseVector, slopes: Float64Array, scale: number): void {
  const classes = slopes.length;
  const intercept = gradient.length - classes;
  for (let k = 0; k < classes; k++) gradient[intercept + k] = (gradient[intercept + k] ?? 0) + scale * (slopes[k] ?? 0);
  for (let i = 0; i < features.length; i++) {
    const at = (features[i] ?? 0) * classes;
    const value = (values[i] ?? 0) * scale;
    for (let k = 0; k < classes; k++) gradient[at + k] = (gradient[at + k] ?? 0) + value * (slopes[k] ?? 0);
  }
}

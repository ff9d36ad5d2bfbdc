import { requireCount, requireShare } from "../internal/require.ts";

export interface LabelSplitOptions {
  /** Share of items the judge passes, above 0 and under 1. */
  readonly judgedShare: number;
  /** A guess from a pilot; under 1. */
  readonly sensitivity: number;
  /** A guess from a pilot; under 1. */
  readonly specificity: number;
}

/**
 * Returns how many of `budget` human labels to spend on items that humans pass and on those they fail, for a narrow Rogan–Gladen interval:
 * m1 = m/(1 + (1/p − 1)√κ) with κ = (1 − q0)/(1 − q1) (Lee et al., 2511.21140), rounded, at least one of each. It is the narrowest for a judge who seldom errs (q0, q1 near 1,
 * p near the true share), else near it: at q0 = .7, q1 = .9, p = .5 it gives 37 of 100 where 25 would be best, for an error 3 % larger.
 * No tool has it; the tests check the formula. Assumes a judge who errs alike on all items of a class.
 * Who passes is not known before the labels: draw by a rough sign of it (a rule, another model). Drawing by this judge's own verdicts would bias both
 * of its error rates. @throws RangeError for a budget under 2 or a share of 0 or 1
 */
export function labelSplit(budget: number, options: LabelSplitOptions): { readonly positive: number; readonly negative: number } {
  requireCount("budget", budget, 2);
  for (const [name, share] of Object.entries(options)) requireShare(name, share);
  const { judgedShare: p, sensitivity, specificity } = options;
  if (p === 0 || p === 1 || sensitivity === 1 || specificity === 1)
    throw new RangeError(
      "judgedShare must lie between 0 and 1, sensitivity and specificity under 1, all excluded: smooth them, (hits + 1)/(n + 2).",
    );
  const kappa = (1 - specificity) / (1 - sensitivity);
  const wanted = Math.round(budget / (1 + (1 / p - 1) * Math.sqrt(kappa)));
  const positive = Math.min(budget - 1, Math.max(1, wanted));
  return { positive, negative: budget - positive };
}

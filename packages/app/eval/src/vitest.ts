export { type DescribeEvalOptions, describeEval } from "./vitest/describe-eval.ts";
export { type BetterMatchers, type BetterOptions, toBeBetterThan } from "./vitest/to-be-better-than.ts";
export { type NoWorseMatchers, type NoWorseOptions, toBeNoWorseThan } from "./vitest/to-be-no-worse-than.ts";

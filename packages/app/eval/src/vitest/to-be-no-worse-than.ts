import { expect } from "vitest";
import { type NonInferiority, nonInferiority } from "../compare/non-inferiority.ts";
import type { Evaluation } from "../evaluation.ts";
import { formatInterval, formatQuantity } from "../report/axis.ts";
import { givenEvaluation } from "./given-evaluation.ts";

export interface NoWorseOptions {
  /** @default the baseline's first metric that both have */
  readonly metric?: string | undefined;
  /** How much worse is still good enough, in the metric's own unit. @default .05 on a binary or share scale */
  readonly margin?: number | undefined;
  /** @default .95 */
  readonly level?: number | undefined;
}

/** What importing `@pawl/eval/vitest` adds to `expect`. */
export interface NoWorseMatchers<R> {
  /**
   * Passes where the evaluation is shown to be no worse than the baseline by more than the margin (the lower end of the interval is
   * above −margin), also with what is missing at its worst. Inconclusive is a failure.
   */
  readonly toBeNoWorseThan: (baseline: Evaluation<unknown, unknown, never>, options?: NoWorseOptions) => R;
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends NoWorseMatchers<R> {}
}

/** Returns the matcher's answer. Importing this module has registered it. @throws as `compare` does, and TypeError where either side is not an evaluation */
export function toBeNoWorseThan(
  received: unknown,
  baseline: unknown,
  options: NoWorseOptions = {},
): { readonly pass: boolean; readonly message: () => string } {
  const found = nonInferiority(givenEvaluation(baseline, "toBeNoWorseThan()"), givenEvaluation(received, "expect()"), options);
  return { pass: found.kind === "pass", message: () => said(found) };
}

expect.extend({ toBeNoWorseThan });

function said({ kind, margin, notes, verdict }: NonInferiority): string {
  const { effect, interval, level, method, metric, n } = verdict;
  const answer = {
    pass: `shown to be no worse than the baseline by more than ${margin}`,
    regression: `worse than the baseline by more than ${margin}`,
    inconclusive: `not shown to be no worse than the baseline by more than ${margin}: the data cannot tell`,
  };
  const lines = [
    `${metric} is ${answer[kind]}.`,
    "",
    `verdict   ${kind}`,
    `effect    ${formatQuantity(effect)}, ${Math.round(1_000 * level) / 10} % interval ${formatInterval(interval)}, n = ${n}`,
    `margin    ${margin}: passes when the interval begins above ${formatQuantity(-margin)}`,
    `method    ${method}`,
    ...[...notes, ...verdict.notes].map((note) => `note      ${note}`),
  ];
  return lines.join("\n");
}

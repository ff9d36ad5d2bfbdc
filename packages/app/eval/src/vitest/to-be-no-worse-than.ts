import { expect } from "vitest";
import { type NonInferiority, nonInferiority } from "../compare/non-inferiority.ts";
import type { Evaluation } from "../evaluation.ts";
import type { Baseline } from "../gate/baseline.ts";
import { baselineOutline } from "../gate/baseline-outline.ts";
import { formatInterval, formatQuantity } from "../report/axis.ts";
import { givenEvaluation, isBaseline } from "./given-evaluation.ts";

export interface NoWorseOptions {
  /** @default the baseline's first metric that both have; of a blessed one, the metric that gates */
  readonly metric?: string | undefined;
  /** How much worse is still good enough, in the metric's own unit. @default what was blessed, else .05 on a binary or share scale */
  readonly margin?: number | undefined;
  /** @default what was blessed, else .95 */
  readonly level?: number | undefined;
}

/** What importing `@pawl/eval/vitest` adds to `expect`. */
export interface NoWorseMatchers<R> {
  /**
   * Passes where the evaluation is shown to be no worse than the baseline by more than the margin (the lower end of the interval is
   * above −margin), also with what is missing at its worst. Inconclusive is a failure. The baseline is a run, or what `parseBaseline` reads of a blessed file.
   */
  readonly toBeNoWorseThan: (baseline: Evaluation<unknown, unknown, never> | Baseline, options?: NoWorseOptions) => R;
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
  const given = givenEvaluation(received, "expect()");
  const found = isBaseline(baseline)
    ? nonInferiority(baselineOutline(baseline), given, blessedOptions(baseline, options))
    : nonInferiority(givenEvaluation(baseline, "toBeNoWorseThan()"), given, options);
  return { pass: found.kind === "pass", message: () => said(found) };
}

function blessedOptions({ criteria }: Baseline, options: NoWorseOptions): NoWorseOptions {
  const { level, metrics, scorers } = criteria;
  const gates = Object.entries(metrics).filter(([name, { severity }]) => severity === "gate" && Object.hasOwn(scorers, name));
  const metric = options.metric ?? gates[0]?.[0];
  return { metric, margin: options.margin ?? metrics[metric ?? ""]?.margin, level: options.level ?? level };
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
    // How many pairs would decide a comparison is another question.
    ...[...notes, ...verdict.notes.filter((note) => !/would decide it/.test(note))].map((note) => `note      ${note}`),
  ];
  return lines.join("\n");
}

import type { Verdict } from "@pawl/core";
import { expect } from "vitest";
import { compare } from "../compare/compare.ts";
import type { Evaluation } from "../evaluation.ts";
import { formatInterval, formatQuantity } from "../report/axis.ts";
import { givenEvaluation } from "./given-evaluation.ts";

export interface BetterOptions {
  /** @default the champion's first metric that both have */
  readonly metric?: string | undefined;
  /** Smallest difference that matters, in the metric's own unit. @default .05 on a binary or share scale */
  readonly minimumUsefulEffect?: number | undefined;
  /** Ask for more than "better": the whole interval is at or above the minimum useful effect. @default false */
  readonly useful?: boolean | undefined;
  /** @default .95 */
  readonly level?: number | undefined;
}

/** What importing `@pawl/eval/vitest` adds to `expect`. */
export interface BetterMatchers<R> {
  /** Passes where the verdict on the evaluation against the champion is "better". Equivalent, worse and inconclusive are failures; the last says how many examples would decide it. */
  readonly toBeBetterThan: (champion: Evaluation<unknown, unknown, never>, options?: BetterOptions) => R;
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends BetterMatchers<R> {}
}

/** Returns the matcher's answer. Importing this module has registered it. @throws as `compare` does, and TypeError where either side is not an evaluation */
export function toBeBetterThan(
  received: unknown,
  champion: unknown,
  options: BetterOptions = {},
): { readonly pass: boolean; readonly message: () => string } {
  const { useful = false, ...asked } = options;
  const { verdict } = compare(givenEvaluation(champion, "toBeBetterThan()"), givenEvaluation(received, "expect()"), asked);
  return { pass: verdict.kind === "better" && (!useful || verdict.useful), message: () => said(verdict, useful) };
}

expect.extend({ toBeBetterThan });

function said(verdict: Verdict, useful: boolean): string {
  const { effect, interval, kind, level, method, metric, minimumUsefulEffect, n, needed, notes } = verdict;
  const more =
    needed === null
      ? "no number of examples can be named that would decide it"
      : `about ${needed.toLocaleString("en-US")} examples would decide it`;
  const answer = {
    better:
      useful && !verdict.useful
        ? `shown better than the champion, but not by ${minimumUsefulEffect} or more`
        : "shown better than the champion",
    worse: "shown worse than the champion",
    equivalent: `no better than the champion: whatever difference there is, is smaller than ${minimumUsefulEffect}`,
    inconclusive: `not shown to be better than the champion: the data cannot tell, ${more}`,
  }[kind];
  return [
    `${metric} is ${answer}.`,
    "",
    `verdict   ${kind}`,
    `effect    ${formatQuantity(effect)}, ${Math.round(1_000 * level) / 10} % interval ${formatInterval(interval)}, n = ${n}`,
    ...(kind === "inconclusive" ? [`needed    ${needed === null ? "not known" : needed.toLocaleString("en-US")}`] : []),
    `method    ${method}`,
    ...notes.map((note) => `note      ${note}`),
  ].join("\n");
}

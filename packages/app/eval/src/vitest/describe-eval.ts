import type { Estimate } from "@pawl/core";
import { beforeAll, describe, expect, it } from "vitest";
import { judgeWorth } from "../compare/judge-notes.ts";
import type { Evaluation } from "../evaluation.ts";
import type { Baseline } from "../gate/baseline.ts";
import { formatInterval } from "../report/axis.ts";
import { evaluate } from "../run/evaluate.ts";
import type { EvaluateOptions } from "../run/evaluate-options.ts";
import { type MetricSummary, summarise } from "../summary/summarise.ts";
import { toBeBetterThan } from "./to-be-better-than.ts";
import { type NoWorseOptions, toBeNoWorseThan } from "./to-be-no-worse-than.ts";

export interface DescribeEvalOptions<I, E, Name extends string, O> extends EvaluateOptions<I, E, Name, O>, NoWorseOptions {
  /** What a metric must be shown to reach: the lower end of its interval, with missing scores at their worst, is at least this; of a judge whose errors are known the interval of what people would say. @default none */
  readonly atLeast?: { readonly [N in NoInfer<Name>]?: number } | undefined;
  /** The same for metrics where lower is better: the upper end is at most this. @default none */
  readonly atMost?: { readonly [N in NoInfer<Name>]?: number } | undefined;
  /** A run, as `evaluate` returned it or read from a file, or a blessed baseline, that this one must not be worse than. @default none */
  readonly baseline?: Evaluation<unknown, unknown, never> | Baseline | undefined;
  /** A run that this one must be shown better than. @default none */
  readonly champion?: Evaluation<unknown, unknown, never> | undefined;
  /** For the champion: smallest difference that matters. @default .05 on a binary or share scale */
  readonly minimumUsefulEffect?: number | undefined;
  /** Largest share of the cases that may go without a score, 0..1. @default 0 */
  readonly maxMissing?: number | undefined;
  /** For the whole run. @default 600,000 */
  readonly timeoutMs?: number | undefined;
  /** More to expect of the run. @default nothing */
  readonly check?: ((evaluation: Evaluation<I, O, Name>) => void | Promise<void>) | undefined;
}

/** Registers a suite that runs an evaluation once and has one test for each thing asked of it. Without a scorer's floor or a baseline it only asks that every case has its scores. */
export function describeEval<I, E, const Name extends string, O = never>(name: string, options: DescribeEvalOptions<I, E, Name, O>): void {
  const {
    atLeast = {},
    atMost = {},
    baseline,
    champion,
    check,
    level,
    margin,
    maxMissing = 0,
    metric,
    timeoutMs = 600_000,
    ...rest
  } = options;
  const { minimumUsefulEffect, ...run } = rest;
  describe(name, () => {
    let evaluation: Evaluation<I, O, Name>;
    let metrics: ReadonlyMap<string, MetricSummary>;
    beforeAll(async () => {
      evaluation = await evaluate<I, E, Name, O>(run);
      metrics = new Map(summarise(evaluation, { level }).metrics.map((summary) => [summary.metric, summary]));
    }, timeoutMs);

    it(maxMissing === 0 ? "scores every case" : `leaves at most ${maxMissing} of the cases unscored`, () => {
      for (const { metric: scorer, missing, reasons, scored } of metrics.values()) {
        expect(
          missing / Math.max(1, missing + scored),
          `${scorer}: ${missing} of ${missing + scored} missing: ${JSON.stringify(reasons)}`,
        ).toBeLessThanOrEqual(maxMissing);
      }
    });
    for (const [scorer, floor] of asked(atLeast)) {
      it(`${scorer} is shown to be at least ${floor}`, () => {
        const found = metrics.get(scorer);
        expect(worstEnd(found, 0), stated(scorer, found)).toBeGreaterThanOrEqual(floor);
      });
    }
    for (const [scorer, ceiling] of asked(atMost)) {
      it(`${scorer} is shown to be at most ${ceiling}`, () => {
        const found = metrics.get(scorer);
        expect(worstEnd(found, 1), stated(scorer, found)).toBeLessThanOrEqual(ceiling);
      });
    }
    if (baseline) {
      it(`${metric ?? run.scorers[0]?.name ?? "the run"} is no worse than the baseline`, () => {
        const { message, pass } = toBeNoWorseThan(evaluation, baseline, { level, margin, metric });
        if (!pass) expect.fail(message());
      });
    }
    if (champion) {
      it(`${metric ?? run.scorers[0]?.name ?? "the run"} is better than the champion`, () => {
        const { message, pass } = toBeBetterThan(evaluation, champion, { level, metric, minimumUsefulEffect });
        if (!pass) expect.fail(message());
      });
    }
    if (check) it("passes its own check", () => check(evaluation));
  });
}

function asked(limits: { readonly [metric: string]: number | undefined }): [string, number][] {
  return Object.entries(limits).flatMap(([metric, limit]): [string, number][] => (limit === undefined ? [] : [[metric, limit]]));
}

/**
 * The end of the interval that counts, over the completed cases and with the missing at worst and best; NaN, which reaches nothing, where there is none. Of a
 * judge whose errors are known it is that of what people would have given.
 */
function worstEnd(found: MetricSummary | undefined, end: 0 | 1): number {
  if (!found?.estimate) return Number.NaN;
  const { bounds, corrected, missing, scale, scored } = found;
  if (missing > 0 && (scale === "real" || !bounds)) return Number.NaN;
  const estimates = corrected?.kind === "corrected" ? [corrected] : [found.estimate, bounds?.worst, bounds?.best];
  const ends = estimates.flatMap((estimate) => (estimate ? [estimate.interval[end]] : []));
  const [reached] = ends;
  if (corrected?.kind === "corrected" && reached !== undefined && missing > 0) {
    const kept = scored / (scored + missing);
    ends.push(kept * reached, kept * reached + 1 - kept);
  }
  return end === 0 ? Math.min(...ends) : Math.max(...ends);
}

function stated(metric: string, found: MetricSummary | undefined): string {
  if (!found?.estimate) return `${metric} has no estimate`;
  const { corrected, estimate, missing } = found;
  const said = ({ interval, level, n, value }: Estimate): string =>
    `${value.toFixed(3)}, ${100 * level} % interval ${formatInterval(interval)}, n = ${n}`;
  const worth = judgeWorth(found);
  const judge = worth === null ? "" : ` ${worth}`;
  if (corrected?.kind === "corrected")
    return `${metric} is ${said(corrected)} as people would say, ${missing} missing; as judged ${said(estimate)}.${judge}`;
  const why = corrected?.kind === "cannot-correct" ? ` It is not corrected: ${corrected.message}` : "";
  return `${metric} is ${said(estimate)}, ${missing} missing${judge === "" ? "" : `.${judge}`}${why}`;
}

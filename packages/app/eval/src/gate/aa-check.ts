import type { Estimate, Sha256 } from "@pawl/core";
import { proportionEstimate } from "@pawl/stats";
import type { Evaluation, EvaluationItem } from "../evaluation.ts";
import { exampleScores } from "../summary/example-scores.ts";
import { metricNames } from "../summary/summarise.ts";
import { baselineOf } from "./baseline.ts";
import { gate } from "./gate.ts";
import { criteriaHash, criteriaOf, type GateSettings } from "./gate-settings.ts";

/** A gate whose verdict flips more often than this on identical input is not to be believed. */
export const DEFAULT_FLIP_LIMIT = 0.05;

export type AaCheck = {
  readonly format: "pawl.aa/1";
  readonly task: string;
  readonly variantId: Sha256 | null;
  readonly criteria: Sha256;
  /** Of the examples: the flip rate of others is not known. */
  readonly splitHash: Sha256;
  /** Comparisons of a run with another of the same variant on the same examples. */
  readonly comparisons: number;
  /** Those that called one of the two a regression. */
  readonly flips: number;
  readonly inconclusive: number;
  readonly unmeasured: number;
  /** Share of flips with Wilson's interval; null without comparisons. */
  readonly flipRate: Estimate | null;
  /** Share of items whose headline score differed within a comparison. */
  readonly itemFlips: number;
  /** No score of any item ever differed: a flip rate of 0 is then so by construction, and no evidence. */
  readonly deterministic: boolean;
  readonly statement: string;
};

/**
 * Returns how often the gate calls identical input a regression: of a run with an even number of repeats (shuffled demonstrations, own seeds), repeat 0 is
 * gated against 1, 2 against 3 and so on, so that comparisons share no answer. An item without one of a pair is unmatched there. @throws RangeError for fewer than two repeats
 */
export function aaCheck<Name extends string>(evaluation: Evaluation<unknown, unknown, Name>, settings: GateSettings): AaCheck {
  const repeats = Math.max(0, ...evaluation.items.map(({ trace }) => (trace.origin.example?.repeat ?? 0) + 1));
  const comparisons = Math.floor(repeats / 2);
  if (comparisons < 1) throw new RangeError(`An A/A check compares repeats: at least 2 of each example; got ${repeats}.`);
  const counted = { flips: 0, inconclusive: 0, unmeasured: 0 };
  let changed = 0;
  let pairs = 0;
  for (let k = 0; k < comparisons; k++) {
    const [a, b] = [repeat(evaluation, 2 * k), repeat(evaluation, 2 * k + 1)];
    const result = gate(baselineOf(a, settings), b, settings);
    if (result.verdict === "regression") counted.flips++;
    else if (result.verdict === "inconclusive") counted.inconclusive++;
    else if (result.verdict !== "pass") counted.unmeasured++;
    const [first] = result.changes;
    changed += (first?.better.length ?? 0) + (first?.worse.length ?? 0);
    pairs += (first?.better.length ?? 0) + (first?.worse.length ?? 0) + (first?.unchanged ?? 0);
  }
  const names = metricNames(evaluation);
  const deterministic = names.every((metric) =>
    exampleScores(evaluation, metric).every(({ values }) => values.every((value) => value === values[0])),
  );
  const measured = comparisons - counted.unmeasured;
  const flipRate = measured === 0 ? null : proportionEstimate({ successes: counted.flips, n: measured });
  return {
    format: "pawl.aa/1",
    task: evaluation.record.task.name,
    variantId: evaluation.record.variantId,
    criteria: criteriaHash(criteriaOf(settings, evaluation.metrics)),
    splitHash: evaluation.record.splitHash,
    comparisons,
    ...counted,
    flipRate,
    itemFlips: pairs === 0 ? 0 : changed / pairs,
    deterministic,
    statement: statementOf({ deterministic, flipRate, ...counted, comparisons, changed: pairs === 0 ? 0 : changed / pairs }),
  };
}

/** Whether the gate flips too often to be used. Null is not known, which is too often. */
export function flipsTooOften({ flipRate }: Pick<AaCheck, "flipRate">, limit: number = DEFAULT_FLIP_LIMIT): boolean {
  return flipRate === null || flipRate.value > limit;
}

function repeat<Name extends string>(evaluation: Evaluation<unknown, unknown, Name>, number: number): Evaluation<unknown, unknown, Name> {
  const items = evaluation.items.flatMap((item): EvaluationItem<unknown, unknown, Name>[] => {
    const { example } = item.trace.origin;
    return example?.repeat === number ? [item] : [];
  });
  return { ...evaluation, items };
}

function statementOf(seen: {
  readonly deterministic: boolean;
  readonly flipRate: Estimate | null;
  readonly flips: number;
  readonly inconclusive: number;
  readonly comparisons: number;
  readonly changed: number;
}): string {
  const { changed, comparisons, deterministic, flipRate, flips, inconclusive } = seen;
  if (flipRate === null) return `None of ${comparisons} A/A comparisons could be measured.`;
  if (deterministic)
    return `Deterministic: no score differed in ${comparisons} A/A comparisons. A flip rate of 0 is so by construction, which is no evidence about the gate.`;
  const [low, high] = flipRate.interval.map((end) => `${(100 * end).toFixed(1)} %`);
  const open = inconclusive === 0 ? "" : ` ${inconclusive} were inconclusive.`;
  return `On identical input ${flips} of ${flipRate.n} comparisons were called a regression (${low} to ${high}); ${(100 * changed).toFixed(1)} % of the items' scores differ from run to run.${open}`;
}

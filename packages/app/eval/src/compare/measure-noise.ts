import { repeatsEstimate } from "@pawl/stats";
import type { Evaluation } from "../evaluation.ts";
import { evaluate } from "../run/evaluate.ts";
import type { EvaluateOptions } from "../run/evaluate-options.ts";
import { exampleScores } from "../summary/example-scores.ts";
import { metricNames } from "../summary/summarise.ts";

export type Noise = {
  readonly metric: string;
  /** Examples with a score in at least one repeat, and the repeats asked for. */
  readonly n: number;
  readonly repeats: number;
  /** σ²: how much one example's score varies from repeat to repeat; null where no example has two scores. */
  readonly withinVariance: number | null;
  /** ω²: how much examples differ beyond that. */
  readonly betweenVariance: number | null;
  /** Share of the variance of a single score that is noise, 0..1; null where nothing varies at all. */
  readonly noiseShare: number | null;
  /** Repeats beyond which more are waste (σ²/K under a quarter of ω²); null where more always help or it cannot be told. */
  readonly usefulRepeats: number | null;
  /** True where no example's score ever differed between repeats. */
  readonly deterministic: boolean;
  /** The same in one sentence. */
  readonly statement: string;
};

export type NoiseMeasurement<out I, out O, in Names extends string = string> = {
  readonly noise: readonly Noise[];
  readonly evaluation: Evaluation<I, O, Names>;
};

/**
 * Returns how much each metric varies when nothing is changed but the order of the demonstrations and the seeds, by running every
 * example several times. Greedy decoding alone would show none. @throws RangeError for under two repeats; else as `evaluate`
 */
export async function measureNoise<I, E, const Name extends string, O = never>(
  options: EvaluateOptions<I, E, Name, O>,
): Promise<NoiseMeasurement<I, O, Name>> {
  const repeats = options.repeats ?? 3;
  if (repeats < 2) throw new RangeError(`Noise shows between repeats: "repeats" is at least 2; got ${repeats}.`);
  const evaluation = await evaluate<I, E, Name, O>({ shuffleDemonstrations: true, ...options, repeats });
  return { evaluation, noise: metricNames(evaluation).map((metric) => noiseOf(evaluation, metric, repeats)) };
}

function noiseOf<Name extends string>(evaluation: Evaluation<unknown, unknown, Name>, metric: Name, repeats: number): Noise {
  const scored = exampleScores(evaluation, metric)
    .map(({ values }) => values.filter((value) => value !== null))
    .filter((values) => values.length > 0);
  const n = scored.length;
  const repeated = scored.filter((values) => values.length > 1);
  const deterministic = repeated.length > 0 && repeated.every((values) => values.every((value) => value === values[0]));
  const estimated = n < 2 ? { withinVariance: null, betweenVariance: null, usefulRepeats: null } : repeatsEstimate(scored);
  const { betweenVariance, usefulRepeats } = estimated;
  // Equal scores such as .1 three times have a variance of 1e-34 in floating point.
  const withinVariance = deterministic ? 0 : estimated.withinVariance;
  const total = withinVariance === null || betweenVariance === null ? null : withinVariance + betweenVariance;
  const noiseShare = total === null || withinVariance === null || total === 0 ? null : withinVariance / total;
  const statement =
    withinVariance === null
      ? `The noise of ${metric} cannot be told from ${n} scored ${n === 1 ? "example" : "examples"}.`
      : deterministic
        ? `Deterministic: ${metric} of each of ${n} examples was the same in all of its ${repeats} repeats.`
        : `Of the variance of one score of ${metric}, ${percent(noiseShare ?? 0)} is noise (within ${withinVariance.toPrecision(2)}, between examples ${(betweenVariance ?? 0).toPrecision(2)}; ${n} examples, ${repeats} repeats).`;
  return { metric, n, repeats, withinVariance, betweenVariance, noiseShare, usefulRepeats, deterministic, statement };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

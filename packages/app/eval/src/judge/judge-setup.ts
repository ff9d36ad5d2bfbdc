import { type Calibration, type Clock, type Json, type LanguageModel, type Sampling, systemClock } from "@pawl/core";
import { type FamilyTable, MODEL_FAMILIES } from "./model-family.ts";

/** What every judge takes. */
export interface JudgeOptions {
  /** Wrap it with `@pawl/policy` for retries, limits, deadlines and budgets. */
  readonly model: LanguageModel;
  /** How well this judge agrees with people. Without one its scores are shown as not calibrated. @default null */
  readonly calibration?: Calibration | null | undefined;
  /** `log-probs` weighs the labels at the verdict's token in one reply; `draws` takes the mean of several. @default "log-probs" where the model gives them */
  readonly weighting?: "log-probs" | "draws" | undefined;
  /** Replies whose mean is taken, where they are not weighed by log-probabilities. @default 3, 1 where `sampling` says temperature 0 */
  readonly draws?: number | undefined;
  /** @default temperature 0 where labels are weighed, else the engine's own temperature; `maxTokens` 1,024, 8,192 for models without log-probabilities (their hidden thoughts count) */
  readonly sampling?: Sampling | undefined;
  /** The seed of every call is drawn from this one, the example, its repeat and the question. @default 0 */
  readonly seed?: number | undefined;
  /** Of each text shown, in UTF-16 units. @default 24,000 (about 6,000 tokens of English) */
  readonly maxCharacters?: number | undefined;
  /** What becomes of a score when a text was longer than that: the judge did not see all of it. @default "unscored" */
  readonly whenCut?: "unscored" | "flag" | undefined;
  /** Whether the judge may grade answers of a model of its own family. @default false */
  readonly allowSameFamily?: boolean | undefined;
  /** What family a model's name is of, asked before the built-in table. */
  readonly families?: FamilyTable | undefined;
  /** Changes when a function you give does (`sections`, `context`, `goal`): code is not hashed, this is. @default none */
  readonly version?: string | undefined;
  readonly clock?: Clock | undefined;
}

/** The options with their defaults, checked. */
export interface JudgeSetup {
  readonly model: LanguageModel;
  readonly calibration: Calibration | null;
  readonly weighting: "log-probs" | "draws";
  readonly draws: number;
  readonly sampling: Sampling;
  /** Of draws after a reply whose labels could not be weighed: those of temperature 0 would all be equal. */
  readonly drawSampling: Sampling;
  readonly seed: number;
  readonly maxCharacters: number;
  readonly whenCut: "unscored" | "flag";
  readonly allowSameFamily: boolean;
  readonly families: FamilyTable;
  readonly clock: Clock;
  /** What of this a judge's hash covers. */
  readonly settings: { readonly [option: string]: Json };
}

/** Returns a judge's options with their defaults. @throws TypeError, RangeError for options that are wrong. */
export function judgeSetup(options: JudgeOptions): JudgeSetup {
  const { model } = options;
  if (typeof model?.generate !== "function") throw new TypeError('A judge\'s "model" is a LanguageModel.');
  const { logProbs } = model.capabilities;
  const weighting = options.weighting ?? (logProbs ? "log-probs" : "draws");
  if (weighting === "log-probs" && !logProbs)
    throw new TypeError(`The model ${model.ref.id} gives no log-probabilities; take weighting: "draws".`);
  const maxTokens = logProbs ? 1_024 : 8_192;
  const drawSampling: Sampling = { maxTokens, ...options.sampling };
  const sampling: Sampling = options.sampling || weighting === "draws" ? drawSampling : { maxTokens, temperature: 0 };
  const draws = options.draws ?? (drawSampling.temperature === 0 ? 1 : 3);
  const { maxCharacters = 24_000, seed = 0, whenCut = "unscored" } = options;
  if (!Number.isInteger(draws) || draws < 1) throw new RangeError(`"draws" is a whole number of at least 1; got ${draws}.`);
  if (!Number.isInteger(maxCharacters) || maxCharacters < 100)
    throw new RangeError(`"maxCharacters" is a whole number of at least 100; got ${maxCharacters}.`);
  if (!Number.isFinite(seed)) throw new RangeError(`"seed" is a finite number; got ${seed}.`);
  const version = options.version === undefined ? {} : { version: options.version };
  const settings = { model: { ...model.ref }, weighting, draws, sampling: { ...sampling }, seed, maxCharacters, whenCut, ...version };
  return {
    model,
    calibration: options.calibration ?? null,
    weighting,
    draws,
    sampling,
    drawSampling,
    seed,
    maxCharacters,
    whenCut,
    allowSameFamily: options.allowSameFamily ?? false,
    families: [...(options.families ?? []), ...MODEL_FAMILIES],
    clock: options.clock ?? systemClock,
    settings,
  };
}

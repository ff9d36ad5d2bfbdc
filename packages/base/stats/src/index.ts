export { type AgreementOptions, type BinaryAgreement, type BinaryRating, binaryAgreement } from "./agreement/binary-agreement.ts";
export type { CeilingMeasure } from "./agreement/ceiling-measure.ts";
export { fleissKappa, gwetAc1, type RatersOptions, randolphKappa } from "./agreement/chance-corrected.ts";
export { cohenKappa, type KappaEstimate, type KappaOptions } from "./agreement/cohen-kappa.ts";
export { type ConfusionMatrix, confusionMatrix } from "./agreement/confusion-matrix.ts";
export { type CorrelationOptions, kendallTauB, pearson, spearman } from "./agreement/correlation.ts";
export { type CeilingOptions, type HumanCeiling, humanCeiling } from "./agreement/human-ceiling.ts";
export { type IccForm, type IccOptions, intraclassCorrelation } from "./agreement/intraclass-correlation.ts";
export { type AlphaLevel, type AlphaOptions, krippendorffAlpha } from "./agreement/krippendorff-alpha.ts";
export { type SelfConsistency, selfConsistency } from "./agreement/self-consistency.ts";
export { type CorrectedInput, type CorrectedOptions, correctedEstimate, type LabelledScore } from "./correction/corrected-estimate.ts";
export type { CannotCorrect, CannotCorrectReason, Corrected, Correction } from "./correction/correction.ts";
export { type DesignEffectOptions, designEffect } from "./correction/design-effect.ts";
export { type LabelSplitOptions, labelSplit } from "./correction/label-split.ts";
export { type JudgedPair, type PpiDifferenceOptions, ppiDifference } from "./correction/ppi-difference.ts";
export { type PpiEstimate, type PpiInput, type PpiOptions, ppiMean } from "./correction/ppi-mean.ts";
export type { PpiClusters } from "./correction/ppi-variance.ts";
export { type RoganGladenInput, type RoganGladenOptions, roganGladen } from "./correction/rogan-gladen.ts";
export { type AurocOptions, auroc } from "./detection/auroc.ts";
export { averagePrecision } from "./detection/average-precision.ts";
export { brierScore, logLoss } from "./detection/probability-scores.ts";
export { type Reliability, type ReliabilityBin, type ReliabilityOptions, reliability } from "./detection/reliability.ts";
export type { ScoredLabels } from "./detection/requirements.ts";
export { type RiskCoverage, type RiskPoint, riskCoverage } from "./detection/risk-coverage.ts";
export { clusterByEntailment, semanticEntropy } from "./detection/semantic-entropy.ts";
export { beta } from "./distributions/beta.ts";
export { binomial } from "./distributions/binomial.ts";
export { chiSquared } from "./distributions/chi-squared.ts";
export type { Distribution } from "./distributions/distribution.ts";
export { fisherF } from "./distributions/fisher-f.ts";
export { normal } from "./distributions/normal.ts";
export { studentT } from "./distributions/student-t.ts";
export type { Rating } from "./internal/ratings.ts";
export { type ClusteredError, clusteredError } from "./intervals/clusters.ts";
export { type MeanOptions, meanEstimate } from "./intervals/mean-estimate.ts";
export {
  allPassedBound,
  exactCoverage,
  type Proportion,
  type ProportionMethod,
  type ProportionOptions,
  proportionEstimate,
} from "./intervals/proportion.ts";
export {
  type PassCounts,
  passAtK,
  passHatK,
  type RepeatsEstimate,
  type RepeatsOptions,
  repeatsEstimate,
} from "./intervals/repeats.ts";
export { skewnessCorrectedInterval } from "./intervals/skewness-corrected.ts";
export {
  type ErrorCorrelation,
  type ErrorCorrelationOptions,
  effectiveJudges,
  errorCorrelation,
} from "./juries/error-correlation.ts";
export { type JurorInfluence, type JuryInfluenceOptions, juryInfluence } from "./juries/jury-influence.ts";
export { type JuryOptions, type JuryRule, type JuryVerdict, juryVerdict } from "./juries/jury-verdict.ts";
export { type MissingBounds, type MissingOptions, missingBounds } from "./missing/missing-bounds.ts";
export { type Missingness, type MissingnessInput, type MissingnessOptions, missingness } from "./missing/missingness.ts";
export { type Adjustment, adjustPValues } from "./multiple/adjust-p-values.ts";
export { type BestSet, type BestSetMember, type BestSetOptions, bestSet } from "./multiple/best-set.ts";
export { type MaxT, type MaxTComparison, type MaxTOptions, maxT } from "./multiple/max-t.ts";
export { discordantOdds } from "./paired/discordant-odds.ts";
export { type EquivalenceOptions, type EquivalenceResult, equivalenceTest } from "./paired/equivalence-test.ts";
export { leastDiscordant, type McNemarMethod, mcnemar, type TestResult } from "./paired/mcnemar.ts";
export { type PairedComparison, type PairedScores, type PairedTOptions, pairedT } from "./paired/paired-t.ts";
export { type SignFlipOptions, signFlipTest } from "./paired/sign-flip.ts";
export { type SignTestOptions, type SignTestResult, signTest } from "./paired/sign-test.ts";
export { type PairedCounts, tangoInterval } from "./paired/tango.ts";
export { type TwoProportionMethod, type TwoProportionOptions, twoProportionEstimate } from "./paired/two-proportions.ts";
export { cliffDelta, type MannWhitneyOptions, mannWhitney, welchT } from "./paired/two-samples.ts";
export { hodgesLehmann, type WilcoxonOptions, wilcoxon } from "./paired/wilcoxon.ts";
export {
  type BradleyTerry,
  type BradleyTerryOptions,
  bradleyTerry,
  type Comparison,
  eloGap,
  type PlayerStrength,
} from "./pairwise/bradley-terry.ts";
export { type LengthControlled, type LengthControlledOptions, lengthControlledRate } from "./pairwise/length-controlled.ts";
export { type BothOrders, type PositionConsistency, type Preference, positionConsistency } from "./pairwise/position-consistency.ts";
export { type PairwiseScore, type WinRate, winRate } from "./pairwise/win-rate.ts";
export { mcnemarDetectable, mcnemarItems, signTestPower, twoProportionItems } from "./planning/binary-items.ts";
export { type PairedVariance, pairedVariance, type RepeatedScores } from "./planning/paired-variance.ts";
export {
  type Certainty,
  equivalenceItems,
  type ItemsNeededInput,
  itemsNeeded,
  type MarginInput,
  nonInferiorityItems,
  pairedTItems,
  type RepeatedVariance,
  repeatedDetectable,
  repeatedItems,
  smallestDetectable,
} from "./planning/sample-size.ts";
export { type BootstrapEstimate, type BootstrapInterval, type BootstrapOptions, bootstrap } from "./resampling/bootstrap.ts";
export { type BootstrapMeanOptions, bootstrapMean } from "./resampling/bootstrap-mean.ts";
export type { ReplicatesOptions, ResamplingOptions, Statistic } from "./resampling/replicates.ts";
export { type AsymptoticSequenceOptions, asymptoticHalfWidth } from "./sequential/asymptotic-sequence.ts";
export { type BettingIntervalOptions, bettingInterval } from "./sequential/betting-interval.ts";
export { type BettingSequence, type BettingSequenceOptions, bettingSequence } from "./sequential/betting-sequence.ts";
export { type DiscordantSequenceOptions, discordantSequence } from "./sequential/discordant-sequence.ts";
export {
  type Arm,
  type ArmState,
  createElimination,
  type Elimination,
  type EliminationOptions,
} from "./sequential/elimination.ts";
export { type GroupSequential, type GroupSequentialOptions, groupSequential, type Look } from "./sequential/group-sequential.ts";
export { type Discordant, mixtureEValue } from "./sequential/mixture-e-value.ts";
export { shareAtAnyLook } from "./sequential/share-at-any-look.ts";
export { type SlicedPair, type SliceEffect, type SliceEffects, type SliceEffectsOptions, sliceEffects } from "./slices/slice-effects.ts";
export { type SlicedScore, type SliceEstimate, type SliceEstimates, type SliceOptions, sliceEstimates } from "./slices/slice-estimates.ts";
export { type DecideInput, decide } from "./verdict/decide.ts";
export { type PairedById, pairById, type ScoredItem } from "./verdict/pair-by-id.ts";
export { type PairedVerdictOptions, pairedVerdict } from "./verdict/paired-verdict.ts";
export type { Pair, ScoreScale } from "./verdict/pairs.ts";
export { type Bounded, createRace, type Race, type RaceOptions } from "./verdict/race.ts";

export { type TraceTotals, traceTotals } from "@pawl/core";
export { type CompareOptions, compare, DEFAULT_USEFUL_EFFECT } from "./compare/compare.ts";
export {
  type Against,
  evaluateUntilDecided,
  type UntilDecided,
  type UntilDecidedOptions,
} from "./compare/evaluate-until-decided.ts";
export { measureNoise, type Noise, type NoiseMeasurement } from "./compare/measure-noise.ts";
export { type NonInferiority, type NonInferiorityOptions, nonInferiority } from "./compare/non-inferiority.ts";
export { type Evaluation, type EvaluationItem, type MetricFacts, metricFacts, type OutlinedTrace, type RunOutline } from "./evaluation.ts";
export { evaluate } from "./run/evaluate.ts";
export { evaluateEach } from "./run/evaluate-each.ts";
export type { EvaluateOptions, Subject, TracedFunction } from "./run/evaluate-options.ts";
export { type ReadOutlineOptions, readOutline } from "./run/read-outline.ts";
export { type FunctionTraceOptions, functionTrace } from "./run/run-case.ts";
export { editSimilarity } from "./scorers/edit-similarity.ts";
export { type ExactOptions, exact } from "./scorers/exact.ts";
export { type FieldF1Options, fieldF1 } from "./scorers/field-f1.ts";
export { type IncludesOptions, includes } from "./scorers/includes.ts";
export { type JsonDifference, jsonDifference, jsonSimilarity } from "./scorers/json/json-difference.ts";
export { type ListMatch, type ListSimilarity, listMatch, matchLists } from "./scorers/json/list-match.ts";
export { type JsonValidOptions, jsonValid } from "./scorers/json-valid.ts";
export { label } from "./scorers/label.ts";
export { matches } from "./scorers/matches.ts";
export { negate } from "./scorers/negate.ts";
export { type NumericOptions, numeric } from "./scorers/numeric.ts";
export { numericDifference } from "./scorers/numeric-difference.ts";
export { passAt } from "./scorers/pass-at.ts";
export { recordOnly } from "./scorers/record-only.ts";
export {
  type RankedOutput,
  type RankingSource,
  type RelevantDocuments,
  type RetrievalMeasure,
  type RetrievalName,
  type RetrievalOptions,
  retrieval,
} from "./scorers/retrieval.ts";
export { type RubricItem, type RubricOptions, rubric } from "./scorers/rubric.ts";
export { type AcceptedCall, acceptedCalls, exactCall } from "./scorers/tools/accepted-call.ts";
export { type CallIssue, type CheckCallOptions, type CheckedTool, checkCall } from "./scorers/tools/check-call.ts";
export { callsIn, type GivenCall } from "./scorers/tools/given-call.ts";
export { type CallMatch, type CallOrder, type MatchCallsOptions, matchCalls } from "./scorers/tools/match-calls.ts";
export { type CallsOutput, type ToolCallsOptions, toolCalls } from "./scorers/tools/tool-calls.ts";
export { latency, timeToFirstToken } from "./scorers/trace/latency.ts";
export { cost, tokens } from "./scorers/trace/spend.ts";
export { type WeightedMember, type WeightedOptions, weighted } from "./scorers/weighted.ts";
export type { AllAlike } from "./summary/all-alike.ts";
export { type MetricSummary, type RunSummary, summarise } from "./summary/summarise.ts";

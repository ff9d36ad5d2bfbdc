export { type AaCheck, aaCheck, DEFAULT_FLIP_LIMIT, flipsTooOften } from "./gate/aa-check.ts";
export { type Baseline, baselineOf } from "./gate/baseline.ts";
export { baselineOutline } from "./gate/baseline-outline.ts";
export { baselineText, parseBaseline } from "./gate/baseline-text.ts";
export { criteriaChanges, type PresentCriteria } from "./gate/criteria-changes.ts";
export { type FallbackUse, fallbackProblem, fallbackText, fallbackUse } from "./gate/fallback-use.ts";
export { type GateInput, type GateMetric, type GateResult, type GateVerdict, gate, type SequentialAnswer } from "./gate/gate.ts";
export { type GateDefaultsInput, type GateOptions, gateDefaults, gateProblems } from "./gate/gate-defaults.ts";
export { gateJunit } from "./gate/gate-junit.ts";
export { type GateMarkdownOptions, gateMarkdown } from "./gate/gate-markdown.ts";
export type { GateItem } from "./gate/gate-run.ts";
export {
  type Criteria,
  criteriaHash,
  criteriaOf,
  FIRST_TOKEN,
  type GateSettings,
  type MetricSettings,
  PRECISION,
  type Severity,
} from "./gate/gate-settings.ts";
export { gateText } from "./gate/gate-text.ts";
export type { ItemChange, ItemChanges } from "./gate/item-changes.ts";
export {
  type DifferencePlan,
  type DifferenceVariance,
  differenceVariance,
  type PlanBasis,
  type PlanInput,
  planDifference,
} from "./gate/plan-differences.ts";
export { type Leaderboard, type LeaderboardOptions, type LeaderboardRow, leaderboard } from "./leaderboard/leaderboard.ts";
export { leaderboardCharts, leaderboardText } from "./leaderboard/leaderboard-text.ts";
export type { ParetoState } from "./leaderboard/pareto-states.ts";

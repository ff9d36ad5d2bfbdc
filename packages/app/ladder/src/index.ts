export { CHAMPION_FORMAT, type ChampionArtefact, championArtefact } from "./champion-artefact.ts";
export type { ClassMatrix } from "./class-matrix.ts";
export { climb } from "./climb.ts";
export { type ClimbCharts, climbCharts } from "./climb-charts.ts";
export type { ClimbEvent, ClimbPhase } from "./climb-event.ts";
export type { Baseline, ClimbOptions, ConfirmOptions } from "./climb-options.ts";
export { type ClimbReportHtmlOptions, climbReportHtml } from "./climb-report-html.ts";
export { type ClimbReportTextOptions, climbReportText } from "./climb-report-text.ts";
export type {
  BaselineRow,
  ClimbResult,
  Confirmation,
  Fate,
  Noise,
  RungRow,
  RungState,
  Step,
  TrainingGround,
  VariantRow,
} from "./climb-result.ts";
export { type ClimbSentences, climbSentences } from "./climb-sentences.ts";
export { type DecisionLog, decisionLog, readDecisionLog } from "./decision-log.ts";
export { type DemonstrationsOptions, demonstrations } from "./demonstrations.ts";
export { type FineTuningNeeds, type FineTuningNeedsOptions, needsForFineTuning } from "./fine-tuning-needs.ts";
export { type CostAxis, type CostPoint, type Forecast, type ForecastOptions, forecast } from "./forecast.ts";
export { type InstructionsOptions, instructions } from "./instructions.ts";
export type { Detectable } from "./plan-climb.ts";
export { type RetrievedDemonstrationsOptions, retrievedDemonstrations } from "./retrieved-demonstrations.ts";
export { loadArtefact, saveArtefact } from "./save-artefact.ts";
export { type VerdictSentenceOptions, verdictSentence } from "./verdict-sentence.ts";

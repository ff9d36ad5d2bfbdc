export { type CalibrateJudgeOptions, type CalibrationItem, calibrateJudge } from "./calibration/calibrate-judge.ts";
export type { HumanLabel, LabelScale } from "./calibration/human-labels.ts";
export { type JudgeAgreement, type JudgeAgreementOptions, judgeAgreement, type RatedItem } from "./calibration/judge-agreement.ts";
export {
  type CheckedProbe,
  calibrationOf,
  type JudgeCheck,
  type JudgeVerdict,
  type JudgeVerdictKind,
  type JuryCheck,
  judgeCheckFile,
  type NotProbed,
  parseJudgeCheck,
  type ReadingDrift,
  readingDrift,
  withCalibration,
} from "./calibration/judge-check.ts";
export { judgeCheckHtml, judgeCheckText } from "./calibration/judge-check-report.ts";
export { DEFAULT_BAR } from "./calibration/judge-verdict.ts";

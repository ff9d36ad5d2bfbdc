export type { BaselineOptions, Predictor } from "./baselines/baseline.ts";
export { type LogisticRegressionOptions, logisticRegression } from "./baselines/logistic-regression.ts";
export { majority } from "./baselines/majority.ts";
export { nearestNeighbour } from "./baselines/nearest-neighbour.ts";
export { type CheapestSubset, type CheapestSubsetOptions, cheapestSubset } from "./diagnostics/cheapest-subset.ts";
export { type Contradiction, diagnoseExamples, type ExampleDiagnostics } from "./diagnostics/diagnose-examples.ts";
export { type DiagnoseItemsOptions, diagnoseItems, type ItemDiagnostics } from "./diagnostics/diagnose-items.ts";
export type { ItemDiscrimination } from "./diagnostics/discrimination.ts";
export type { ItemGroup } from "./diagnostics/item-group.ts";
export type { SubsetMethod } from "./diagnostics/item-orders.ts";
export type { ScoreEnds, SystemScores } from "./diagnostics/score-table.ts";
export { type ClusterExamplesOptions, clusterExamples } from "./duplicates/cluster-examples.ts";
export { type DuplicatePair, type NearDuplicateOptions, type NearDuplicates, nearDuplicates } from "./duplicates/near-duplicates.ts";
export { type ExampleDocumentsOptions, exampleDocuments } from "./example-documents.ts";
export type { ExampleRow } from "./example-row.ts";
export { examples } from "./examples.ts";
export { type ClusterFailuresOptions, clusterFailures, type FailureCluster, type FailureClusters } from "./failures/cluster-failures.ts";
export { type Failure, failureKinds } from "./failures/failure-kinds.ts";
export { type ImportExamplesOptions, type ImportedExamples, importExamples } from "./import-examples.ts";
export { inputText, type TextOf } from "./input-text.ts";
export { type Leak, type LeakCheckOptions, type LeakReport, leakCheck } from "./leak-check.ts";
export type { LeakPlace, LeakSource, Rows } from "./leaks/leak-source.ts";
export {
  placeText,
  type SealedLeak,
  type SealedLeakCheckOptions,
  type SealedLeakReport,
  sealedLeakCheck,
} from "./leaks/sealed-leak-check.ts";
export { type LoadDatasetOptions, loadDataset } from "./load-dataset.ts";
export { type LookHistory, lookHistory } from "./look-history.ts";
export type { Mistake } from "./mistakes.ts";
export { type ReadExamplesOptions, readExamples } from "./read-examples.ts";
export { type FileRow, type ReadRowsOptions, readRows } from "./read-rows.ts";
export { type RecordLookOptions, recordLook } from "./record-look.ts";
export type { ColumnMap, RowMap } from "./row-map.ts";
export { type ExampleSlice, type ExampleSlices, type SliceBy, type SliceExamplesOptions, sliceExamples } from "./slices/slice-examples.ts";
export { type ScoredExample, type SliceReport, type SliceReportOptions, sliceReport } from "./slices/slice-report.ts";
export type { DataFormat, RowSource } from "./sources/open-source.ts";
export { type SplitExamplesOptions, splitExamples } from "./split-examples.ts";
export { type TakePerClassOptions, takePerClass } from "./take-per-class.ts";
export { type Moment, type ReadMoment, readMoment, type TimeUnit } from "./time/read-moment.ts";
export { type SplitByTimeOptions, splitByTime, type TimeCrossing, type TimeSplit } from "./time/split-by-time.ts";
export { type ExampleFile, type WriteExamplesOptions, writeExamples } from "./write-examples.ts";

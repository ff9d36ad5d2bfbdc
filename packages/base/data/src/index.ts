export type { ExampleRow } from "./example-row.ts";
export { examples } from "./examples.ts";
export { type ImportExamplesOptions, type ImportedExamples, importExamples } from "./import-examples.ts";
export { type LoadDatasetOptions, loadDataset } from "./load-dataset.ts";
export type { Mistake } from "./mistakes.ts";
export { type RecordLookOptions, recordLook } from "./record-look.ts";
export type { ColumnMap, RowMap } from "./row-map.ts";
export type { DataFormat, RowSource } from "./sources/open-source.ts";

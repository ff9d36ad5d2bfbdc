export type { ExampleRow } from "./example-row.ts";
export { examples } from "./examples.ts";
export type { Mistake } from "./mistakes.ts";
export { type RecordLookOptions, recordLook } from "./record-look.ts";

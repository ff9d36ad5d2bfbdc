export { climb } from "./climb.ts";
export type { Baseline, ClimbOptions, ConfirmOptions } from "./climb-options.ts";

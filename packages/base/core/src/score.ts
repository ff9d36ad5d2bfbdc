import type { Json } from "./json.ts";
import type { Step } from "./step.ts";

/** `steps` are the calls a judge made: they cost money and are looked into like those of a trace. */
export type Score = {
  readonly kind: "score";
  readonly value: number;
  readonly detail?: Json;
  readonly reason?: string;
  readonly steps?: readonly Step[];
};

/** The scorer could not tell. Never a zero and never a pass. */
export type Unscored = { readonly kind: "unscored"; readonly reason: string; readonly steps?: readonly Step[] };

import type { Json } from "./json.ts";
import type { Id, Ms } from "./scalars.ts";

/** `by` tells raters apart, `about` the criterion: without them there is no agreement to measure a judge by. */
export type Feedback = {
  readonly id: Id;
  readonly traceId: Id;
  readonly at: Ms;
  readonly source: "user" | "reviewer" | "rule";
  readonly by?: string;
  readonly about?: string;
  readonly value:
    | { readonly kind: "boolean"; readonly value: boolean }
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "comment"; readonly text: string }
    | { readonly kind: "correction"; readonly output: Json };
};

import type { Ms } from "@pawl/core";

/** What happens to a queue on the way. `trouble`: the server answered with an error that the queue goes on after. */
export type QueueState =
  | { readonly kind: "away"; readonly address: string; readonly patienceMs: Ms }
  | { readonly kind: "back"; readonly address: string }
  | { readonly kind: "no-workers"; readonly address: string; readonly patienceMs: Ms }
  | { readonly kind: "trouble"; readonly address: string; readonly message: string };

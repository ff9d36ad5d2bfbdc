import type { Json } from "./json.ts";
import type { Message } from "./message.ts";
import type { SearchHit } from "./retriever.ts";
import type { Sha256 } from "./scalars.ts";

/** Ready to render: the Runner has retrieved and drops parts until the messages fit, since counting tokens may take a call. */
export type PromptParts = {
  readonly demonstrations: readonly { readonly id: string; readonly input: Json; readonly output: Json }[];
  readonly context: readonly SearchHit[];
};

/** Made for one task and variant; pure and synchronous. `hash` is of the code and its settings, the variant has its own id. The trainer, the server and the evaluation all call this one. */
export interface Renderer<in I = never> {
  readonly hash: Sha256;
  readonly render: (input: I, parts: PromptParts) => readonly Message[];
}

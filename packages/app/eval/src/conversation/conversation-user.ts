import type { CallOptions, Message, Sha256 } from "@pawl/core";

export interface UserTurnRequest<out S> {
  /** The example's input: who is talking and why. */
  readonly scenario: S;
  /** What was said so far, the user's turns included. */
  readonly messages: readonly Message[];
  /** Of the case; two repeats have two. */
  readonly seed: number;
}

/** The person an assistant is evaluated with. */
export interface ConversationUser<in S = never> {
  /** Of what decides its words; runs with another user are other runs. */
  readonly hash: Sha256;
  /** Returns the user's next message, or null where there is nothing more to say. */
  readonly say: (request: UserTurnRequest<S>, options: CallOptions) => string | null | Promise<string | null>;
}

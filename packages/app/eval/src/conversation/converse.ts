import type { AssistantMessage, CallOptions, Message, RunOptions } from "@pawl/core";
import type { ConversationUser } from "./conversation-user.ts";

/** What is evaluated: answers a conversation with its next message. */
export type Assistant = (
  messages: readonly Message[],
  options: RunOptions,
) => string | AssistantMessage | Promise<string | AssistantMessage>;

export interface ConverseOptions<S> {
  readonly assistant: Assistant;
  readonly user: ConversationUser<S>;
  /** How often the user speaks at most. @default 8 */
  readonly mostTurns?: number | undefined;
  /** What stands before the user's first message, as a system message or a greeting. @default nothing */
  readonly opening?: ((scenario: S) => readonly Message[]) | undefined;
}

/**
 * Returns a function from a scenario to the conversation that a user and an assistant have about it: what `evaluate` takes as `run`. It ends when
 * the user has nothing more to say or has spoken `mostTurns` times; each time the assistant has the last word. What either throws is the outcome.
 */
export function converse<S>(options: ConverseOptions<S>): (scenario: S, options: RunOptions) => Promise<readonly Message[]> {
  const mostTurns = checkedTurns(options.mostTurns);
  return (scenario, runOptions) =>
    talk(
      { ...options, mostTurns, scenario, seed: runOptions.seed ?? 0 },
      async (messages) => {
        const said = await options.assistant(messages, runOptions);
        return typeof said === "string" ? { role: "assistant", content: said } : said;
      },
      runOptions,
    );
}

/** Returns how often the user may speak. @throws RangeError where that is no whole number of at least 1 */
export function checkedTurns(mostTurns: number = 8): number {
  if (!Number.isInteger(mostTurns) || mostTurns < 1) throw new RangeError(`"mostTurns" is a whole number of at least 1; got ${mostTurns}.`);
  return mostTurns;
}

export interface TalkPlan<S> extends Pick<ConverseOptions<S>, "opening" | "user"> {
  readonly scenario: S;
  readonly mostTurns: number;
  readonly seed: number;
}

/** Returns the whole conversation. `answer` gives the assistant's next message, or null to end it there. */
export async function talk<S>(
  { mostTurns, opening, scenario, seed, user }: TalkPlan<S>,
  answer: (messages: readonly Message[]) => Promise<AssistantMessage | null>,
  options: CallOptions,
): Promise<readonly Message[]> {
  const messages: Message[] = [...(opening?.(scenario) ?? [])];
  for (let turn = 0; turn < mostTurns; turn++) {
    options.abortSignal?.throwIfAborted();
    const said = await user.say({ scenario, messages, seed }, options);
    if (said === null) break;
    messages.push({ role: "user", content: said });
    const answered = await answer([...messages]);
    if (answered === null) break;
    messages.push(answered);
  }
  return messages;
}

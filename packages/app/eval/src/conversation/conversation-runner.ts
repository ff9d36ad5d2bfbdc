import {
  type Clock,
  hashOf,
  idSource,
  type Message,
  type Outcome,
  type Runner,
  type Step,
  systemClock,
  type TaskRef,
  type Trace,
} from "@pawl/core";
import { failureOutcome } from "../run/failure-outcome.ts";
import type { ConversationUser } from "./conversation-user.ts";
import { checkedTurns, talk } from "./converse.ts";

export interface ConversationRunnerOptions<S, I, O> {
  /** The task whose examples are scenarios. */
  readonly task: TaskRef;
  /** Answers one turn. Its variant is what is evaluated. */
  readonly assistant: Runner<I, O>;
  /** The assistant's input at a turn; the last message is the user's. */
  readonly input: (messages: readonly Message[], scenario: S) => I;
  /** What the assistant says, from its output. */
  readonly text: (output: O) => string;
  readonly user: ConversationUser<S>;
  /** How often the user speaks at most. @default 8 */
  readonly mostTurns?: number | undefined;
  readonly opening?: ((scenario: S) => readonly Message[]) | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Returns a Runner that holds a whole conversation with a Runner of single turns. The first turn that is not `ok` ends it and is the outcome of
 * the whole: an assistant that refuses or answers invalidly is scored as such. Steps are those of all turns and of a user that a model plays.
 */
export function conversationRunner<S, I, O>(options: ConversationRunnerOptions<S, I, O>): Runner<S, readonly Message[]> {
  const { assistant, clock = systemClock, task, user } = options;
  const mostTurns = checkedTurns(options.mostTurns);
  const newId = idSource({ clock });
  // The user is not the variant, but another user makes another run.
  const rendererHash = hashOf({ conversation: "pawl.conversation/1", renderer: assistant.rendererHash, user: user.hash, mostTurns });
  return {
    task,
    variantId: assistant.variantId,
    rendererHash,
    run: async (scenario, runOptions = {}) => {
      const startedAt = clock.now();
      const steps: Step[] = [];
      const demonstrations = new Set<string>();
      const context = new Set<string>();
      let failed: Exclude<Outcome<readonly Message[]>, { kind: "ok" }> | null = null;
      const callOptions = { ...runOptions, report: (step: Step) => void steps.push(step) };
      const outcome = await talk(
        { ...options, scenario, mostTurns, seed: runOptions.seed ?? 0 },
        async (messages) => {
          const trace = await assistant.run(options.input(messages, scenario), runOptions);
          steps.push(...trace.steps);
          for (const id of trace.used.demonstrations) demonstrations.add(id);
          for (const id of trace.used.context) context.add(id);
          if (trace.outcome.kind === "ok") return { role: "assistant", content: options.text(trace.outcome.output) };
          failed = trace.outcome;
          return null;
        },
        callOptions,
      ).then(
        (output): Outcome<readonly Message[]> => failed ?? { kind: "ok", output },
        (error: unknown): Outcome<readonly Message[]> =>
          failureOutcome(error, { afterMs: clock.now() - startedAt, abortSignal: runOptions.abortSignal }),
      );
      const trace: Trace<unknown, readonly Message[]> = {
        format: "pawl.trace/1",
        id: newId(),
        task,
        variantId: assistant.variantId,
        rendererHash,
        origin: runOptions.origin ?? {},
        input: scenario,
        outcome,
        used: { demonstrations: [...demonstrations], context: [...context] },
        steps,
        startedAt,
        totalMs: clock.now() - startedAt,
      };
      return trace;
    },
  };
}

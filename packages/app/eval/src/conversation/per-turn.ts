import type { Message, Score, ScoreRequest, Scorer, Step, Unscored } from "@pawl/core";
import { scorerHash } from "../scorers/code-scorer.ts";
import { innerScore } from "../scorers/inner-score.ts";
import { messageText } from "./message-text.ts";

/** What a scorer of one turn sees as the example's input: everything that was said before. */
export interface TurnInput<out S> {
  readonly scenario: S;
  readonly messages: readonly Message[];
}

export interface PerTurnOptions<E, T> {
  /** What is known of the right answer at a turn, counted from 0. @default nothing */
  readonly expected?: ((expected: E | undefined, turn: number) => T | undefined) | undefined;
}

/** What `turnEstimates` reads from a score's detail. */
export type TurnScore = { readonly turn: number; readonly value: number } | { readonly turn: number; readonly unscored: string };

/**
 * Returns a scorer of conversations that gives each of the assistant's turns to a scorer of single answers: the mean over turns, a share where the
 * scorer is binary, each turn in `detail`. One turn that is unscored leaves the conversation unscored, and so does one without a turn;
 * a scorer that throws or answers off its scale at one turn leaves it unscored too.
 */
export function perTurn<S, E, T, Name extends string>(
  scorer: Scorer<TurnInput<S>, string, T, Name>,
  options: PerTurnOptions<E, T> = {},
): Scorer<S, readonly Message[], E, `${Name}-per-turn`> {
  return {
    name: `${scorer.name}-per-turn`,
    hash: scorerHash("per-turn", 1, { scorer: scorer.hash }),
    direction: scorer.direction,
    scale: scorer.scale === "binary" ? "share" : scorer.scale,
    // People were compared with it on single turns, not on what a mean of them says of a conversation.
    ...(scorer.judge === undefined ? {} : { judge: { model: scorer.judge.model, calibration: null } }),
    ...(scorer.role === undefined ? {} : { role: scorer.role }),
    score: async (request, callOptions) => {
      const steps: Step[] = [];
      const turns: TurnScore[] = [];
      let sum = 0;
      for (const [index, message] of request.output.entries()) {
        if (message.role !== "assistant") continue;
        const turn = turns.length;
        const result = await innerScore(
          scorer,
          turnRequest(request, { index, turn, expected: options.expected?.(request.example.expected, turn) }),
          callOptions,
        );
        steps.push(...(result.steps ?? []));
        if (result.kind === "score") sum += result.value;
        turns.push(result.kind === "score" ? { turn, value: result.value } : { turn, unscored: result.reason });
      }
      const kept = steps.length > 0 ? { steps } : {};
      const unscored = turns.find((turn) => "unscored" in turn);
      if (turns.length === 0) return { kind: "unscored", reason: "The assistant said nothing." };
      if (unscored) return { kind: "unscored", reason: `Turn ${unscored.turn + 1}: ${unscored.unscored}`, ...kept } satisfies Unscored;
      return { kind: "score", value: sum / turns.length, detail: { turns }, ...kept } satisfies Score;
    },
  };
}

function turnRequest<S, E, T>(
  { example, output, trace }: ScoreRequest<S, readonly Message[], E>,
  { expected, index, turn }: { readonly index: number; readonly turn: number; readonly expected: T | undefined },
): ScoreRequest<TurnInput<S>, string, T> {
  const { alternatives: _, expected: __, input: scenario, ...rest } = example;
  const message = output[index];
  const text = message === undefined ? "" : messageText(message);
  return {
    example: {
      ...rest,
      // Judges draw their seeds by the example's id.
      id: `${example.id}#${turn + 1}`,
      input: { scenario, messages: output.slice(0, index) },
      ...(expected === undefined ? {} : { expected }),
    },
    output: text,
    trace: { ...trace, outcome: { kind: "ok", output: text } },
  };
}

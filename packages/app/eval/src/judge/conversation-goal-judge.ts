import type { Json, Message, ScoreRequest, Scorer } from "@pawl/core";
import { messageText } from "../conversation/message-text.ts";
import { boundedLines } from "./bounded-lines.ts";
import { yesNo } from "./criterion.ts";
import { criterionJudge } from "./criterion-judge.ts";
import { type JudgeOptions, judgeSetup } from "./judge-setup.ts";
import { doubt } from "./read-reply.ts";

export interface ConversationGoalJudgeOptions extends JudgeOptions {
  /** What the user wanted. @default the example's rubric, else its expected answer where that is a text */
  readonly goal?: ((request: ScoreRequest<unknown, readonly Message[], unknown>) => string | undefined) | undefined;
  /** Turns shown at most, first and last ones. @default 40 */
  readonly mostTurns?: number | undefined;
}

/** Of each turn, in UTF-16 units: about 500 tokens of English. */
const MOST_OF_A_TURN = 2_000;

const REACHED = yesNo("At the end of the conversation, has the user reached the goal?", {
  yes: "the turns show that everything the goal asks for was given or done",
  no: "something the goal asks for was not given or done, or the turns do not show it; that the assistant says so is not enough",
});

/**
 * Returns a judge of whether a whole dialogue reached the user's goal: 1 or 0. The output is the list of turns; system messages are left out, the
 * turns are shown as JSON, long ones shortened and the middle of many left out, which is stated to the judge and in the detail. Unscored without a goal or a turn.
 */
export function conversationGoalJudge(
  options: ConversationGoalJudgeOptions,
): Scorer<unknown, readonly Message[], unknown, "conversation-goal"> {
  const { mostTurns = 40 } = options;
  if (!Number.isInteger(mostTurns) || mostTurns < 2) throw new RangeError(`"mostTurns" is a whole number of at least 2; got ${mostTurns}.`);
  const goalOf = options.goal ?? statedGoal;
  const bounds = { mostEntries: mostTurns, maxCharacters: judgeSetup(options).maxCharacters, mostOfAText: MOST_OF_A_TURN };
  return criterionJudge<readonly Message[], "conversation-goal">({
    ...options,
    name: "conversation-goal",
    settings: { mostTurns },
    criterion: REACHED,
    sections: (request) => {
      const goal = goalOf(request)?.trim() ?? "";
      if (goal === "") return doubt("The example does not say what the user wanted.");
      const turns = request.output.filter(({ role }) => role !== "system").map((message, i) => ({ message, turn: i + 1 }));
      if (turns.length === 0) return doubt("The conversation has no turn.");
      return [{ tag: "goal", value: goal }, boundedLines("conversation", { entries: turns, render: turnJson }, bounds)];
    },
  });
}

/** Returns what an example says of its goal: its rubric, else its expected answer where that is a text. */
export function statedGoal({ example }: ScoreRequest<unknown, unknown, unknown>): string | undefined {
  return example.rubric ?? (typeof example.expected === "string" ? example.expected : undefined);
}

function turnJson({ message, turn }: { readonly message: Message; readonly turn: number }, shorten: (text: string) => string): Json {
  const calls = message.role === "assistant" ? (message.toolCalls ?? []) : [];
  const called = calls.map(({ argumentsText, name }) => `${name}(${shorten(argumentsText)})`);
  return { turn, role: message.role, text: shorten(messageText(message)), ...(called.length > 0 ? { calls: called } : {}) };
}

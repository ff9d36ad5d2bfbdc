import type { Json, ScoreRequest, Scorer, Step } from "@pawl/core";
import { boundedLines } from "./bounded-lines.ts";
import { statedGoal } from "./conversation-goal-judge.ts";
import { yesNo } from "./criterion.ts";
import { criterionJudge } from "./criterion-judge.ts";
import { type JudgeOptions, judgeSetup } from "./judge-setup.ts";
import { doubt } from "./read-reply.ts";

export interface TrajectoryGoalJudgeOptions extends JudgeOptions {
  /** What was to be done. @default the example's rubric, else its expected answer where that is a text */
  readonly goal?: ((request: ScoreRequest<unknown, unknown, unknown>) => string | undefined) | undefined;
  /** Steps shown at most, first and last ones. @default 40 */
  readonly mostSteps?: number | undefined;
}

/** Of each argument list, result and reply, in UTF-16 units. */
const MOST_OF_A_STEP = 600;

const DONE = yesNo("Did the run do what the goal asks?", {
  yes: "the steps and the answer show that everything the goal asks for was done, by results of tools where tools were needed",
  no: "something was not done, a needed tool failed and this was not made good, or only the answer claims that it was done",
});

/**
 * Returns a judge of whether an agent's run did what it should: 1 or 0, from a bounded rendering of the trace's steps (tool calls with arguments and
 * results, replies, retrievals), long ones shortened and the middle of many left out, which is stated to the judge. Check tools, order, arguments and
 * cost by code first; this is for what code cannot see. Unscored without a goal or without a step.
 */
export function trajectoryGoalJudge(options: TrajectoryGoalJudgeOptions): Scorer<unknown, unknown, unknown, "trajectory-goal"> {
  const { mostSteps = 40 } = options;
  if (!Number.isInteger(mostSteps) || mostSteps < 2) throw new RangeError(`"mostSteps" is a whole number of at least 2; got ${mostSteps}.`);
  const goalOf = options.goal ?? statedGoal;
  const bounds = { mostEntries: mostSteps, maxCharacters: judgeSetup(options).maxCharacters, mostOfAText: MOST_OF_A_STEP };
  return criterionJudge({
    ...options,
    name: "trajectory-goal",
    settings: { mostSteps },
    criterion: DONE,
    sections: (request) => {
      const goal = goalOf(request)?.trim() ?? "";
      if (goal === "") return doubt("The example does not say what was to be done.");
      const steps = request.trace.steps.filter(isTold);
      if (steps.length === 0) return doubt("The trace has no step to judge.");
      return [
        { tag: "goal", value: goal },
        { tag: "input", value: request.example.input },
        boundedLines("trajectory", { entries: steps, render: stepJson }, bounds),
        { tag: "answer", value: request.output },
      ];
    },
  });
}

/** Choices and embeddings, and replies that only call tools, say nothing that the other steps do not. */
function isTold(step: Step): boolean {
  if (step.kind === "model") return step.result === null || step.result.message.content.trim() !== "";
  return step.kind === "tool" || step.kind === "retrieval";
}

function stepJson(step: Step, shorten: (text: string) => string): Json {
  switch (step.kind) {
    case "tool": {
      const result =
        step.error === null
          ? { result: shorten(typeof step.result === "string" ? step.result : JSON.stringify(step.result)) }
          : { failed: step.error.code };
      return { step: "tool", name: step.name, arguments: shorten(step.argumentsText), ...result };
    }
    case "retrieval":
      return { step: "retrieval", query: shorten(step.query), found: step.hits.map(({ id }) => id).slice(0, 10) };
    case "model":
      if (step.result === null) return { step: "reply", failed: step.error?.code ?? "unknown" };
      return { step: "reply", text: shorten(step.result.message.content) };
    case "choice":
    case "embedding":
      return { step: step.kind };
  }
}

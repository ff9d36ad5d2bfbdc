import type { Json, ScoreRequest, Scorer } from "@pawl/core";
import { type Answered, answerDetail, askCriterion } from "./ask-criterion.ts";
import type { Criterion } from "./criterion.ts";
import { commonSections, promptsOf } from "./criterion-judge.ts";
import { judgeScorer } from "./judge-scorer.ts";
import { isDoubt } from "./judge-session.ts";
import { type JudgeOptions, judgeSetup } from "./judge-setup.ts";
import { doubt } from "./read-reply.ts";

export interface PairwiseJudgeOptions<O> extends JudgeOptions {
  /** The output that the scored one is compared with: the champion's, by example. Undefined where there is none. */
  readonly against: (request: ScoreRequest<unknown, O, unknown>) => O | undefined | Promise<O | undefined>;
  /** What `against` answers from, by a name that changes with it: part of the hash. */
  readonly version: string;
  /** What makes one answer better. @default correctness first, then how well it does what the input asks */
  readonly question?: string | undefined;
}

const QUESTION =
  "Which answer is better? What counts is first that it is correct, then how well it does what the input asks. In doubt it is a tie.";

/**
 * Returns a judge of preference over another output: 1 it wins, ½ tie, 0 it loses. Both orders are asked; a win that does not survive the swap is a tie.
 * The detail says the verdict, that of each order (1, ½ or 0, for the scored output) and whether they agree, which is position consistency.
 */
export function pairwiseJudge<O = unknown>(options: PairwiseJudgeOptions<O>): Scorer<unknown, O, unknown, "pairwise"> {
  const criterion = preference(options.question ?? QUESTION);
  return judgeScorer<unknown, O, "pairwise">({
    name: "pairwise",
    version: 1,
    setup: judgeSetup(options),
    scale: "share",
    prompts: promptsOf(criterion),
    judge: async (request, session) => {
      const other = await options.against(request);
      if (other === undefined) return doubt("There is no other output to compare with.");
      const about = commonSections(request).filter(({ tag }) => tag !== "answer");
      const orders: Answered[] = [];
      for (const [name, a, b] of [
        ["scored-first", request.output, other],
        ["scored-second", other, request.output],
      ] as const) {
        const shown = session.show([...about, { tag: "answer_a", value: a }, { tag: "answer_b", value: b }]);
        const answer = await askCriterion(session, { criterion, shown, name });
        if (isDoubt(answer)) return answer;
        orders.push(answer);
      }
      const [first, second] = orders;
      if (first === undefined || second === undefined) return doubt("An order was not judged.");
      const scoredFirst = worth(first.label);
      const scoredSecond = 1 - worth(second.label);
      const consistent = scoredFirst === scoredSecond;
      const value = consistent ? scoredFirst : 0.5;
      const verdict = value === 1 ? "win" : value === 0 ? "loss" : "tie";
      const detail: { [field: string]: Json } = { verdict, consistent, scoredFirst, scoredSecond, orders: orders.map(answerDetail) };
      return {
        kind: "judged",
        value,
        reason: consistent ? first.reasoning : "The verdict changed with the order, so it is a tie.",
        detail,
      };
    },
  });
}

function preference(question: string): Criterion {
  return {
    question,
    levels: [
      { label: "A", value: 1, anchor: "the text in <answer_a> is better" },
      { label: "tie", value: 0.5, anchor: "neither is better in what counts" },
      { label: "B", value: 0, anchor: "the text in <answer_b> is better" },
    ],
  };
}

/** What a verdict is worth for the answer shown first. */
function worth(label: string): number {
  return label === "A" ? 1 : label === "B" ? 0 : 0.5;
}

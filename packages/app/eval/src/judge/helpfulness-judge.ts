import type { Scorer } from "@pawl/core";
import type { Criterion } from "./criterion.ts";
import { criterionJudge } from "./criterion-judge.ts";
import type { JudgeOptions } from "./judge-setup.ts";

const HELPFULNESS: Criterion = {
  question: "How far does the answer get the person who wrote the input?",
  levels: [
    {
      label: "helpful",
      value: 1,
      anchor: "it does what was asked; the person can act on it without finding out more or correcting anything",
    },
    { label: "partly", value: 0.5, anchor: "it gets the person further, but something needed is missing or has to be corrected" },
    { label: "unhelpful", value: 0, anchor: "it misleads, is beside the point, or declines without need" },
  ],
};

/** Returns a judge of use to the person who asked: 1 helpful, ½ partly, 0 not, weighed. The accepted answers are shown where there are some. */
export function helpfulnessJudge(options: JudgeOptions): Scorer<unknown, unknown, unknown, "helpfulness"> {
  return criterionJudge({ ...options, name: "helpfulness", criterion: HELPFULNESS });
}

import type { Scorer } from "@pawl/core";
import type { Criterion } from "./criterion.ts";
import { criterionJudge } from "./criterion-judge.ts";
import type { JudgeOptions } from "./judge-setup.ts";

const COMPLETENESS: Criterion = {
  question:
    "Does the answer cover every part of what the input asks for? Count the parts first. Whether each is correct does not matter here.",
  levels: [
    { label: "complete", value: 1, anchor: "every part is dealt with (every part of the reference too, where one is given)" },
    { label: "partial", value: 0.5, anchor: "at least half of the parts are dealt with, and at least one is not" },
    { label: "missing", value: 0, anchor: "less than half of the parts are dealt with" },
  ],
};

/** Returns a judge of coverage: 1 where every part of the input is dealt with, ½ where at least half are, else 0, weighed. The accepted answers are shown where there are some. */
export function completenessJudge(options: JudgeOptions): Scorer<unknown, unknown, unknown, "completeness"> {
  return criterionJudge({ ...options, name: "completeness", criterion: COMPLETENESS });
}

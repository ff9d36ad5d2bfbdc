import type { Scorer } from "@pawl/core";
import type { Criterion } from "./criterion.ts";
import { commonSections, criterionJudge, NO_REFERENCE } from "./criterion-judge.ts";
import type { JudgeOptions } from "./judge-setup.ts";

const FACTUALITY: Criterion = {
  question: "Does the answer state the same facts as the reference?",
  levels: [
    {
      label: "correct",
      value: 1,
      anchor: "states every fact of the reference that the input asks for, in any words, and contradicts none",
    },
    { label: "incomplete", value: 0.5, anchor: "contradicts no fact of the reference, but leaves out one that the input asks for" },
    { label: "wrong", value: 0, anchor: "contradicts a fact of the reference, or states none of them" },
  ],
};

/**
 * Returns a judge of facts against the example's accepted answers, which people should have written: 1 correct, ½ incomplete, 0 wrong, weighed.
 * Without an accepted answer: unscored.
 */
export function factualityJudge(options: JudgeOptions): Scorer<unknown, unknown, unknown, "factuality"> {
  return criterionJudge({
    ...options,
    name: "factuality",
    criterion: FACTUALITY,
    sections: (request) => {
      const sections = commonSections(request);
      return sections.some(({ tag }) => tag === "reference") ? sections : NO_REFERENCE;
    },
  });
}

import type { Scorer } from "@pawl/core";
import { yesNo } from "./criterion.ts";
import { commonSections, criterionJudge } from "./criterion-judge.ts";
import type { JudgeOptions } from "./judge-setup.ts";

const RELEVANCE = yesNo("Does the answer address what the input asks? Whether it is correct does not matter here.", {
  yes: "it speaks to what was asked, and most of it is about that",
  no: "it is about something else, evades what was asked, or buries it in what was not asked",
});

/** Returns a judge of whether the output addresses its input: 1 or 0. It sees no reference, and whether the output is right plays no part. */
export function answerRelevanceJudge(options: JudgeOptions): Scorer<unknown, unknown, unknown, "answer-relevance"> {
  return criterionJudge({
    ...options,
    name: "answer-relevance",
    criterion: RELEVANCE,
    sections: (request) => commonSections(request, { reference: false }),
  });
}

import type { Scorer } from "@pawl/core";
import { yesNo } from "./criterion.ts";
import { commonSections, criterionJudge } from "./criterion-judge.ts";
import type { JudgeOptions } from "./judge-setup.ts";

export interface ToneJudgeOptions extends JudgeOptions {
  /** How the output should sound, in your words: "friendly and brief, no exclamation marks". Part of the question, so not for text of users. */
  readonly tone: string;
}

/** Returns a judge of whether the output is written in a tone throughout: 1 or 0. What it says plays no part. @throws TypeError for an empty tone */
export function toneJudge(options: ToneJudgeOptions): Scorer<unknown, unknown, unknown, "tone"> {
  const tone = options.tone.trim().replace(/[.:;]+$/, "");
  if (tone === "") throw new TypeError('toneJudge: "tone" says how the output should sound; it is empty.');
  return criterionJudge({
    ...options,
    name: "tone",
    criterion: yesNo(`Is the answer written in this tone throughout: ${tone}? Whether it is correct does not matter here.`, {
      yes: "every sentence keeps to that tone",
      no: "at least one sentence does not",
    }),
    sections: (request) => commonSections(request, { reference: false }),
  });
}

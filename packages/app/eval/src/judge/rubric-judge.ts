import type { Json, ScoreRequest, Scorer } from "@pawl/core";
import { answerDetail, askCriterion } from "./ask-criterion.ts";
import { requireCriterion } from "./criterion.ts";
import { commonSections, promptsOf, type SectionsOf } from "./criterion-judge.ts";
import { judgeScorer } from "./judge-scorer.ts";
import { isDoubt } from "./judge-session.ts";
import { type JudgeOptions, judgeSetup } from "./judge-setup.ts";
import { type RubricQuestion, requireRubric, rubricCriterion, rubricValue } from "./rubric.ts";

export interface RubricJudgeOptions<O, Name extends string> extends JudgeOptions {
  readonly name: Name;
  readonly items: readonly RubricQuestion[];
  /** What the judge is shown. @default the input, the accepted answers, the example's rubric as grading notes, and the output */
  readonly sections?: SectionsOf<O> | undefined;
}

/**
 * Returns a judge of a rubric: each item is asked by itself, so that no verdict leans on another, and weighed by the judge's probability of yes.
 * The value is `rubricValue`'s; an item in doubt leaves the whole unscored, unless a veto failed. The detail has every item's verdict.
 */
export function rubricJudge<O = unknown, const Name extends string = string>(
  options: RubricJudgeOptions<O, Name>,
): Scorer<unknown, O, unknown, Name> {
  const { items, name } = options;
  requireRubric(items, `rubricJudge "${name}"`);
  for (const item of items) requireCriterion(rubricCriterion(item), `rubricJudge "${name}", item "${item.id}"`);
  const sections: SectionsOf<O> = options.sections ?? ((request: ScoreRequest<unknown, O, unknown>) => commonSections(request));
  return judgeScorer<unknown, O, Name>({
    name,
    version: 1,
    setup: judgeSetup(options),
    scale: "share",
    prompts: items.map((item) => promptsOf(rubricCriterion(item))),
    settings: { items: items.map(({ id, veto = false, weight = 1 }) => ({ id, veto, weight })) },
    judge: async (request, session) => {
      const found = sections(request);
      if ("kind" in found) return found;
      const shown = session.show(found);
      const verdicts: { [id: string]: number | null } = {};
      const detail: { [id: string]: Json } = {};
      const doubts: string[] = [];
      for (const item of items) {
        const answer = await askCriterion(session, { criterion: rubricCriterion(item), shown, name: item.id });
        verdicts[item.id] = isDoubt(answer) ? null : answer.value;
        detail[item.id] = isDoubt(answer) ? { label: null, reason: answer.reason } : answerDetail(answer);
        if (isDoubt(answer)) doubts.push(`${item.id}: ${answer.reason}`);
      }
      const { unknown, value, vetoedBy } = rubricValue(items, verdicts);
      if (value === null) return { kind: "doubt", reason: `${unknown.length} of ${items.length} items are in doubt. ${doubts.join(" ")}` };
      const failing = vetoedBy.length > 0 ? { reason: `Vetoed by ${vetoedBy.join(", ")}.` } : {};
      return { kind: "judged", value, ...failing, detail: { items: detail, vetoedBy } };
    },
  });
}

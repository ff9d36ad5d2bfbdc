import type { Json, ScoreRequest, Scorer } from "@pawl/core";
import { acceptedAnswers } from "../scorers/code-scorer.ts";
import { answerDetail, askCriterion } from "./ask-criterion.ts";
import { type Criterion, isBinary, requireCriterion } from "./criterion.ts";
import { gradingPrompt } from "./grading-prompt.ts";
import { type Judged, judgeScorer } from "./judge-scorer.ts";
import { isDoubt } from "./judge-session.ts";
import { type JudgeOptions, judgeSetup } from "./judge-setup.ts";
import { type Doubt, doubt } from "./read-reply.ts";
import type { Section } from "./section.ts";

/** What a judge sees of a case; null where the case lacks it, with what is said then. */
export type SectionsOf<O> = (request: ScoreRequest<unknown, O, unknown>) => readonly Section[] | Doubt;

export interface CriterionJudgeOptions<O, Name extends string> extends JudgeOptions {
  readonly name: Name;
  readonly criterion: Criterion;
  /** Pieces of data shown, by tag. @default the input, the example's accepted answers where it has some, its rubric, and the output */
  readonly sections?: SectionsOf<O> | undefined;
  /** What else the sections depend on: part of the hash. @default none */
  readonly settings?: { readonly [option: string]: Json } | undefined;
}

/**
 * Returns a judge of one criterion. With two levels worth 0 and 1 its score is binary, the heavier verdict; with others it is the weighted mean of
 * their values. The detail has the weights, and the reasoning is the score's reason.
 */
export function criterionJudge<O = unknown, const Name extends string = string>(
  options: CriterionJudgeOptions<O, Name>,
): Scorer<unknown, O, unknown, Name> {
  const { criterion, name } = options;
  requireCriterion(criterion, `Judge "${name}"`);
  const sections: SectionsOf<O> = options.sections ?? ((request) => commonSections(request));
  const binary = isBinary(criterion);
  return judgeScorer<unknown, O, Name>({
    name,
    version: 1,
    settings: options.settings,
    setup: judgeSetup(options),
    scale: binary ? "binary" : "share",
    prompts: promptsOf(criterion),
    judge: async (request, session): Promise<Judged | Doubt> => {
      const found = sections(request);
      if (!isSections(found)) return found;
      const answer = await askCriterion(session, { criterion, shown: session.show(found), name: "criterion" });
      if (isDoubt(answer)) return answer;
      const { label, reasoning, value } = answer;
      const best = criterion.levels.find((level) => level.label === label)?.value ?? value;
      return { kind: "judged", value: binary ? best : value, reason: reasoning, detail: answerDetail(answer) };
    },
  });
}

/** Returns a criterion's prompt with a name where data goes: what a judge's hash covers. */
export function promptsOf(criterion: Criterion): Json {
  return gradingPrompt("{{sections}}", criterion).map(({ content, role }) => ({
    role,
    content: typeof content === "string" ? content : "",
  }));
}

/** Returns input, reference and rubric of an example, each where it is there, and the output last. */
export function commonSections(
  { example, output }: ScoreRequest<unknown, unknown, unknown>,
  shown: { readonly reference?: boolean; readonly outputTag?: string } = {},
): readonly Section[] {
  const accepted = shown.reference === false ? null : acceptedAnswers(example);
  return [
    { tag: "input", value: example.input },
    ...(accepted === null ? [] : referenceSections(accepted)),
    ...(example.rubric === undefined ? [] : [{ tag: "grading_notes", value: example.rubric }]),
    { tag: shown.outputTag ?? "answer", value: output },
  ];
}

/** Returns the accepted answers as one section: the first as it is, further ones below it. */
export function referenceSections(accepted: readonly unknown[]): readonly Section[] {
  const [first] = accepted;
  return [{ tag: "reference", value: accepted.length === 1 ? first : { anyOfTheseIsRight: accepted } }];
}

/** What a judge that compares with a reference says where there is none. */
export const NO_REFERENCE: Doubt = doubt("The example has no expected answer to judge by.");

function isSections(found: readonly Section[] | Doubt): found is readonly Section[] {
  return Array.isArray(found);
}

import { type CallOptions, type Example, hashOf, type Json, type ScoreRequest, type Scorer, type Sha256, type Trace } from "@pawl/core";
import { scorerHash } from "../scorers/code-scorer.ts";
import { type JudgeSession, judgeSession } from "./judge-session.ts";
import type { JudgeSetup } from "./judge-setup.ts";
import { modelFamilies, modelsOf, requireOtherFamily } from "./model-family.ts";
import type { Doubt } from "./read-reply.ts";
import { type LeftOut, type Section, shownSections } from "./section.ts";

/** What a judge makes of one case; the steps, cuts and families are added to it. */
export interface Judged {
  readonly kind: "judged";
  readonly value: number;
  readonly reason?: string;
  readonly detail: { readonly [field: string]: Json };
}

/** A session with the sections of one case, as they are shown. */
export interface JudgeCase extends JudgeSession {
  /** Writes sections for a prompt and remembers what was cut. */
  readonly show: (sections: readonly Section[]) => string;
}

export interface JudgeScorerOptions<I, O, Name extends string> {
  readonly name: Name;
  readonly version: number;
  readonly setup: JudgeSetup;
  readonly direction?: "higher" | "lower" | undefined;
  readonly scale: "binary" | "share" | "real";
  /** Every text of the judge's prompts, with names where data goes: hashed. */
  readonly prompts: Json;
  /** Further settings that its scores depend on. */
  readonly settings?: { readonly [option: string]: Json } | undefined;
  readonly judge: (request: ScoreRequest<I, O, unknown>, session: JudgeCase) => Promise<Judged | Doubt>;
}

/**
 * Returns a scorer that asks a model: refuses its own family, shows data between tags, keeps the calls as steps of the score, says what was cut,
 * and turns every doubt into *unscored* with the reason. What the model throws (an outage, an empty budget) is thrown: it is no judgement.
 */
export function judgeScorer<I, O, const Name extends string>(options: JudgeScorerOptions<I, O, Name>): Scorer<I, O, unknown, Name> {
  const { name, setup } = options;
  const { calibration, families, maxCharacters, model, whenCut } = setup;
  return {
    name,
    hash: judgeHash(options),
    direction: options.direction ?? "higher",
    scale: options.scale,
    judge: { model: model.ref, calibration },
    score: async (request, callOptions?: CallOptions) => {
      const graded = modelsOf(request.trace);
      if (!setup.allowSameFamily) requireOtherFamily(model.ref, graded, families);
      const cut: { [tag: string]: number } = {};
      const leftOut: { [tag: string]: LeftOut } = {};
      const session: JudgeCase = {
        ...judgeSession(setup, aboutOf(request), callOptions),
        show: (sections) => {
          const shown = shownSections(sections, maxCharacters);
          Object.assign(cut, shown.cut);
          for (const section of sections) if (section.leftOut) leftOut[section.tag] = section.leftOut;
          if (whenCut === "unscored" && Object.keys(cut).length > 0) throw new Cut(cut, maxCharacters);
          return shown.text;
        },
      };
      let judged: Judged | Doubt;
      try {
        judged = await options.judge(request, session);
      } catch (error) {
        if (!(error instanceof Cut)) throw error;
        judged = { kind: "doubt", reason: error.message };
      }
      if (judged.kind === "doubt") return { kind: "unscored", reason: judged.reason, steps: session.steps };
      const detail = {
        ...judged.detail,
        gradedFamilies: [...new Set(graded.flatMap(({ id }) => modelFamilies(id, families)))],
        ...(Object.keys(cut).length > 0 ? { cut } : {}),
        ...(Object.keys(leftOut).length > 0 ? { leftOut } : {}),
      };
      return {
        kind: "score",
        value: judged.value,
        detail,
        ...(judged.reason === undefined ? {} : { reason: judged.reason }),
        steps: session.steps,
      };
    },
  };
}

/** Returns a judge's hash: of its kind and version, model, prompts and settings. Not of its calibration, which is about the hash. */
function judgeHash({ name, prompts, settings, setup, version }: JudgeScorerOptions<never, never, string>): Sha256 {
  return scorerHash(`judge.${name}`, version, { ...setup.settings, prompts: hashOf(prompts), ...settings });
}

/** Returns what tells a case's seeds from those of every other: the example and its repeat. */
export function aboutOf({ example, trace }: { readonly example: Example; readonly trace: Trace }): string {
  return `${example.id}#${trace.origin.example?.repeat ?? 0}`;
}

class Cut extends Error {
  constructor(cut: { readonly [tag: string]: number }, most: number) {
    const parts = Object.entries(cut).map(([tag, characters]) => `${characters} characters of <${tag}>`);
    super(`The judge could not be shown everything: ${parts.join(" and ")} are beyond its limit of ${most}.`);
  }
}

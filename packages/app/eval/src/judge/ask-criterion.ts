import type { Json } from "@pawl/core";
import type { Criterion } from "./criterion.ts";
import { gradingPrompt, verdictSchema } from "./grading-prompt.ts";
import { isDoubt, type JudgeSession } from "./judge-session.ts";
import { type LabelWeights, labelWeights } from "./label-weights.ts";
import { type Doubt, doubt, type ReadVerdict, readVerdict } from "./read-reply.ts";

/** What a judge holds of one criterion. */
export interface Answered {
  readonly kind: "answered";
  /** The heaviest label. */
  readonly label: string;
  readonly weights: LabelWeights;
  /** Σ weight · value, in 0..1. */
  readonly value: number;
  /** Of the first reply that gave the heaviest label. */
  readonly reasoning: string;
  readonly weighting: "log-probs" | "draws";
  /** Replies that gave a verdict. */
  readonly draws: number;
}

export interface CriterionQuestion {
  readonly criterion: Criterion;
  /** The sections, as `shownSections` writes them. */
  readonly shown: string;
  /** Tells this question from the others of one score. */
  readonly name: string;
}

/** The least that engines cap the list of likeliest tokens at is 5 (some OpenAI-compatible hosts); more labels need more. */
const LEAST_TOP = 5;

/**
 * Asks a criterion. Where log-probabilities are to be had, one reply, its labels weighed at the verdict's token; else, or where they could not be
 * weighed, the mean of the draws, of which more than half must have given a verdict. Two labels of equal weight and other worth are a doubt.
 */
export async function askCriterion(session: JudgeSession, question: CriterionQuestion): Promise<Answered | Doubt> {
  const { criterion, name, shown } = question;
  const { draws, drawSampling, sampling, weighting } = session.setup;
  const labels = criterion.levels.map(({ label }) => label);
  const asked = { messages: gradingPrompt(shown, criterion), schema: verdictSchema(labels, session.setup.model.capabilities) };
  const verdicts: ReadVerdict[] = [];
  let refusal = doubt("");

  if (weighting === "log-probs") {
    const read = await session.reply({
      ...asked,
      sampling,
      topLogProbs: Math.max(LEAST_TOP, 2 * labels.length),
      seedOf: `${name}#0`,
      read: (result) => {
        const verdict = readVerdict(result, labels);
        return isDoubt(verdict) ? verdict : { verdict, weights: labelWeights(result, verdict.labelAt, labels) };
      },
    });
    if (isDoubt(read)) return read;
    if (read.weights !== null) return answered(criterion, read.weights, { weighting, verdicts: [read.verdict] });
    verdicts.push(read.verdict);
  }
  for (let draw = verdicts.length; draw < draws; draw++) {
    const read = await session.reply({
      ...asked,
      sampling: drawSampling,
      seedOf: `${name}#${draw}`,
      read: (result) => readVerdict(result, labels),
    });
    if (isDoubt(read)) refusal = read;
    else verdicts.push(read);
    const possible = verdicts.length + draws - draw - 1;
    if (possible * 2 <= draws) return refusal;
  }
  const weights = Object.fromEntries(
    labels.map((label) => [label, verdicts.filter((verdict) => verdict.label === label).length / verdicts.length]),
  );
  return answered(criterion, weights, { weighting: "draws", verdicts });
}

/** Returns an answer as plain JSON, for a score's detail. */
export function answerDetail({ draws, label, reasoning, value, weighting, weights }: Answered): { readonly [field: string]: Json } {
  return { label, value, weights, weighting, draws, reasoning };
}

function answered(
  { levels }: Criterion,
  weights: LabelWeights,
  { verdicts, weighting }: { readonly verdicts: readonly ReadVerdict[]; readonly weighting: "log-probs" | "draws" },
): Answered | Doubt {
  const most = Math.max(...Object.values(weights));
  const heaviest = levels.filter(({ label }) => (weights[label] ?? 0) >= most - 1e-12);
  const [top] = heaviest;
  if (top === undefined || heaviest.some(({ value }) => value !== top.value))
    return doubt("The judge is undecided: two verdicts weigh the same.");
  const said = verdicts.find(({ label }) => label === top.label) ?? verdicts[0];
  return {
    kind: "answered",
    label: top.label,
    weights,
    value: Math.min(
      1,
      levels.reduce((sum, { label, value }) => sum + value * (weights[label] ?? 0), 0),
    ),
    reasoning: said?.reasoning ?? "",
    weighting,
    draws: verdicts.length,
  };
}

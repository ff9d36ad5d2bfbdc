import type { Verdict } from "@pawl/core";
import type { BaselineCases } from "./baselines.ts";
import type { BaselineRow } from "./climb-result.ts";
import type { Climbing, Entrant } from "./climbing.ts";
import type { Confirmed } from "./confirm.ts";
import { fixedVerdict, meanScore, scoreEstimate, sequenceVerdict, sharedCases } from "./paired.ts";

export type JudgedBaseline = { readonly cases: BaselineCases; readonly row: BaselineRow };

/**
 * Compares what leads on dev with each baseline, and logs whether it beats the best of them: a model that does not is not worth its cost.
 * What the races left of the budget pays for more answers of the leader until that is decided.
 */
export async function judgeBaselines<I, O>(
  { metric, level, journal, ledger }: Climbing<I, O>,
  options: { readonly baselines: readonly BaselineCases[]; readonly lead: Entrant; readonly minimumUsefulEffect: number },
): Promise<readonly JudgedBaseline[]> {
  const { lead, minimumUsefulEffect } = options;
  const sign = metric.direction === "higher" ? 1 : -1;
  const mean = ({ cases }: BaselineCases): number => sign * (meanScore(cases) ?? -sign);
  const best = [...options.baselines].sort((a, b) => mean(b) - mean(a))[0];
  if (best === undefined) return [];
  const against = ({ cases }: BaselineCases): Verdict | null => {
    const pairs = sharedCases(cases, lead.arm.cases);
    return pairs.length === 0 ? null : sequenceVerdict(metric, pairs, { level, minimumUsefulEffect });
  };
  for (let index = lead.arm.cases.length; against(best)?.kind === "inconclusive"; index++) {
    if ((await lead.arm.take(index, ledger)) !== "answered") break;
  }
  const judged = options.baselines.map((baseline): JudgedBaseline => {
    const { name, cases } = baseline;
    const row = { name, n: cases.length, score: scoreEstimate(metric, cases, level), verdict: against(baseline), confirmation: null };
    return { cases: baseline, row };
  });
  const verdict = judged.find(({ cases }) => cases === best)?.row.verdict ?? null;
  const beaten = verdict?.kind === "better";
  const { name } = lead.arm.record;
  await journal.write({
    kind: "noted",
    topic: "baselines",
    facts: { best: best.name, beaten, verdict: verdict?.kind ?? null },
    why: beaten
      ? `On dev ${name} beats ${best.name}, the best baseline without a model.`
      : `It is not shown that ${name} beats ${best.name}, which needs no model: so far it is not worth its cost.`,
  });
  return judged;
}

/** Returns the rows with the candidate's verdict against each baseline on the sealed rows. */
export function judgeOnSealed<I, O>(
  { metric, level, options: { seed } }: Climbing<I, O>,
  options: {
    readonly judged: readonly JudgedBaseline[];
    readonly sealed: readonly BaselineCases[];
    readonly confirmed: Confirmed;
    readonly minimumUsefulEffect: number;
  },
): readonly BaselineRow[] {
  const { confirmed, minimumUsefulEffect } = options;
  return options.judged.map(({ row }, index) => {
    const pairs = sharedCases(options.sealed[index]?.cases ?? [], confirmed.candidate.cases);
    return { ...row, confirmation: fixedVerdict(metric, pairs, { level, minimumUsefulEffect, seed }) };
  });
}

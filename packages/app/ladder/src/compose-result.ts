import { classMatrix } from "./class-matrix.ts";
import type { BaselineRow, ClimbResult, Noise, RungRow, Step, TrainingGround } from "./climb-result.ts";
import type { Climbing, Entrant } from "./climbing.ts";
import type { Confirmed } from "./confirm.ts";
import { forecasts, type Led } from "./forecasts.ts";
import { rounded } from "./journal.ts";
import { meanScore, sequenceVerdict, sharedCases } from "./paired.ts";
import type { ClimbPlan } from "./plan-climb.ts";
import { variantRow } from "./variant-row.ts";

export interface ComposeResultOptions {
  readonly start: Entrant;
  readonly lead: Entrant;
  readonly plan: ClimbPlan;
  readonly noise: Noise;
  readonly rungs: readonly RungRow[];
  readonly led: readonly Led[];
  readonly baselines: readonly BaselineRow[];
  readonly confirmed: Confirmed | null;
}

/** Returns the result of a climb that has ended. */
export async function composeResult<I, O>(climbing: Climbing<I, O>, options: ComposeResultOptions): Promise<ClimbResult> {
  const { metric, level, ledger, entrants, dev, task, journal } = climbing;
  const { dataset, budget, seed } = climbing.options;
  const { start, lead, plan, confirmed } = options;
  const crowned = confirmed?.confirmation.verdict.kind === "better";
  const expected = new Map(dev.map((row) => [row.id, row.expected]));
  const answers = lead.arm.cases.map(({ id, output }) => ({ expected: expected.get(id), output }));
  return {
    format: "pawl.climb/1",
    task,
    dataset: { name: dataset.name, splits: dataset.splits },
    metric,
    level,
    minimumUsefulEffect: plan.minimumUsefulEffect,
    detectable: plan.detectable,
    seed,
    champion: crowned ? lead.arm.record : start.arm.record,
    confirmed: crowned,
    candidate: lead === start ? null : lead.arm.record,
    variants: entrants.map((entrant) => variantRow(entrant, { metric, level })),
    baselines: options.baselines,
    noise: options.noise,
    rungs: options.rungs,
    steps: stepsOf(climbing, lead, plan.minimumUsefulEffect),
    confirmation: confirmed?.confirmation ?? null,
    forecast: forecasts(climbing, options.led),
    classes: classMatrix(lead.arm.record.name, answers),
    training: await trainingGround(climbing, start),
    budget,
    spent: rounded(ledger.spent()),
    decisions: journal.decisions,
  };
}

/** What leads against the best of each rung below it, and the best of each rung above against what leads, on the examples that both answered. */
function stepsOf<I, O>({ entrants, metric, level, options }: Climbing<I, O>, lead: Entrant, minimumUsefulEffect: number): readonly Step[] {
  const order = ["start", ...options.rungs.map(({ kind }) => kind)];
  const own = order.indexOf(lead.arm.record.rung);
  return order.flatMap((rung, place): Step[] => {
    const best = bestOf(
      entrants.filter((one) => one.arm.record.rung === rung && one.arm.cases.length > 0),
      metric.direction,
    );
    if (best === null || best === lead || place === own) return [];
    const [champion, candidate] = place < own ? [best, lead] : [lead, best];
    const pairs = sharedCases(champion.arm.cases, candidate.arm.cases);
    const [a, b] = [champion.arm.record, candidate.arm.record];
    const verdict = sequenceVerdict(metric, pairs, { level, minimumUsefulEffect });
    return [{ rung, candidate: b.id, champion: a.id, candidateName: b.name, championName: a.name, verdict }];
  });
}

/** The last that led, else the one with the best score. */
function bestOf(entrants: readonly Entrant[], direction: "higher" | "lower"): Entrant | null {
  const led = entrants.filter(({ fate }) => fate === "led").at(-1);
  if (led) return led;
  const sign = direction === "higher" ? 1 : -1;
  const score = ({ arm }: Entrant): number => sign * (meanScore(arm.cases) ?? -sign);
  return entrants.reduce<Entrant | null>((best, one) => (best === null || score(one) > score(best) ? one : best), null);
}

async function trainingGround<I, O>({ options, costs }: Climbing<I, O>, start: Entrant): Promise<TrainingGround> {
  let rows = 0;
  for await (const { expected } of options.dataset.read("train")) if (expected !== undefined) rows += 1;
  const tokens = costs.mean(start.arm.record).tokens ?? 0;
  return { rows, tokensPerRow: tokens > 0 ? tokens : null };
}

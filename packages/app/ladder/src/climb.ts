import type { Reservation, Spend } from "@pawl/core";
import { runBaselines } from "./baselines.ts";
import { checkOptions, checkReplay } from "./check-options.ts";
import type { ClimbOptions } from "./climb-options.ts";
import type { ClimbResult, Noise, RungRow } from "./climb-result.ts";
import { type Climbing, createClimbing, type Entrant, recordOf } from "./climbing.ts";
import { composeResult } from "./compose-result.ts";
import { type Confirmed, confirmClimb, planConfirmation } from "./confirm.ts";
import { forecasts, type Led } from "./forecasts.ts";
import { type JudgedBaseline, judgeBaselines, judgeOnSealed } from "./judge-baselines.ts";
import { timesSpend } from "./ledger.ts";
import { deterministicNoise, isNoisy, measureNoise } from "./noise.ts";
import { type ClimbPlan, planClimb } from "./plan-climb.ts";
import { probe } from "./probe.ts";
import { runRung } from "./run-rung.ts";

/**
 * Climbs the rungs: races what each proposes against what leads, on paired statistics inside hard budgets, confirms the last leader once on the
 * sealed split, and returns what was shown, what was not and what it cost. However many variants raced, a variant no better than the start is
 * crowned with probability at most 1 − level.
 * Rejects with the signal's reason on abort: what was logged and stored stays, and the same call goes on from it.
 * @throws TypeError or RangeError for wrong options; PawlError `use.budget-too-small`, `use.unseal-without-store`, `use.replay-of-another-climb`,
 * `data.replay-diverged`, `data.empty-split`, `service.nothing-measured`, and what store, runner or rungs throw.
 */
export async function climb<I, O>(options: ClimbOptions<I, O>): Promise<ClimbResult> {
  checkOptions(options);
  options.abortSignal?.throwIfAborted();
  const climbing = await createClimbing(options);
  try {
    return await climbAll(climbing);
  } finally {
    await climbing.close();
  }
}

async function climbAll<I, O>(climbing: Climbing<I, O>): Promise<ClimbResult> {
  const { options, ledger, emit } = climbing;
  await freeze(climbing);
  const start = climbing.enter(recordOf(climbing.task, options.start, { name: options.startName ?? "start", rung: "start", parents: [] }));
  Object.assign(start, { fate: "start", why: "What the climb began with." });
  await probe(climbing, start);
  const plan = planClimb(climbing, start);
  await notePlan(climbing, plan);
  const reservation = await reserve(climbing, plan.reserve);
  let noise = await firstNoise(climbing, start);
  if (options.baselines?.length) emit({ type: "phase", phase: "baselines", rung: null });
  const baselines = await runBaselines(climbing, null);

  let lead = start;
  const led: Led[] = [{ arm: start.arm, spent: ledger.spent() }];
  const rungs: RungRow[] = [];
  for (const [index, rung] of options.rungs.entries()) {
    const allowance = timesSpend(ledger.available(), 1 / (options.rungs.length - index));
    const end = await runRung(climbing, {
      rung,
      lead,
      allowance,
      isLast: index === options.rungs.length - 1,
      minimumUsefulEffect: plan.minimumUsefulEffect,
      start,
      reserve: plan.reserve,
      power: plan.power,
      onLead: async (next) => {
        led.push({ arm: next.arm, spent: ledger.spent() });
        if (noise.kind !== "measured" && isNoisy(next.arm.record.variant)) noise = await noteNoise(climbing, next);
      },
    });
    lead = end.lead;
    rungs.push(end.row);
    await noteForecast(climbing, led);
  }
  const confirmed =
    lead === start ? await nothingToConfirm(climbing, reservation) : await confirmLead(climbing, { start, lead, plan, reservation });
  const judged = await judgeBaselines(climbing, { baselines, lead, minimumUsefulEffect: plan.minimumUsefulEffect });
  const baselineRows = await confirmedBaselines(climbing, judged, confirmed, plan);
  emit({ type: "phase", phase: "done", rung: null });
  return composeResult(climbing, { start, lead, plan, noise, rungs, led, baselines: baselineRows, confirmed });
}

async function freeze<I, O>({ options, task, journal }: Climbing<I, O>): Promise<void> {
  const splits = Object.fromEntries(Object.entries(options.dataset.splits).map(([split, { hash }]) => [split, hash]));
  const scorers = options.scorers.map(({ hash }) => hash);
  checkReplay(options.replay ?? [], { task: task.hash, splits, scorers });
  await journal.write({
    kind: "frozen",
    task: task.hash,
    splits,
    scorers,
    why: "Task, splits and scorers are frozen; the test split stays sealed.",
  });
}

async function notePlan<I, O>(
  { journal, options, level, metric }: Climbing<I, O>,
  { detectable, minimumUsefulEffect, reserve: held }: ClimbPlan,
): Promise<void> {
  const { difference, pairs, power, raceExamples } = detectable;
  const raised = minimumUsefulEffect > options.minimumUsefulEffect;
  const shown =
    difference === null
      ? `What the budget can show of ${metric.name} is not known before its spread is.`
      : `The smallest difference of ${metric.name} that the budget can show is ${difference.toFixed(3)} (${pairs} sealed pairs, power ${power}, level ${level}).`;
  const said = raised
    ? ` The minimum useful effect of ${options.minimumUsefulEffect} is below that and was raised to ${minimumUsefulEffect}.`
    : "";
  await journal.write({
    kind: "noted",
    topic: "detectable",
    facts: { difference, pairs, power, raceExamples, minimumUsefulEffect, asked: options.minimumUsefulEffect, reserved: { ...held } },
    why: `${shown}${said}`,
  });
}

async function reserve<I, O>({ ledger }: Climbing<I, O>, held: Spend): Promise<Extract<Reservation, { granted: true }>> {
  const reservation = await ledger.reserve(held, { ttlMs: Number.MAX_SAFE_INTEGER });
  if (!reservation.granted) throw new Error(`A share of what is left is always granted; left: ${JSON.stringify(reservation.left)}.`);
  return reservation;
}

async function firstNoise<I, O>(climbing: Climbing<I, O>, start: Entrant): Promise<Noise> {
  if (isNoisy(start.arm.record.variant)) return noteNoise(climbing, start);
  await climbing.journal.write({
    kind: "noted",
    topic: "noise",
    facts: { kind: "deterministic" },
    why: "The start is deterministic: greedy, without demonstrations that could be shuffled. The noise is measured on the first leader that has some.",
  });
  return deterministicNoise();
}

async function noteNoise<I, O>(climbing: Climbing<I, O>, entrant: Entrant): Promise<Noise> {
  const noise = await measureNoise(climbing, entrant, climbing.ledger);
  const why =
    noise.sd === null
      ? "The budget does not pay for measuring the noise."
      : `One example's score moves by ${noise.sd.toFixed(3)} (standard deviation) with other seeds and orders of the demonstrations: ${noise.examples} examples, ${noise.repeats} repeats.`;
  await climbing.journal.write({ kind: "noted", topic: "noise", facts: { ...noise }, why });
  return noise;
}

async function noteForecast<I, O>(climbing: Climbing<I, O>, led: readonly Led[]): Promise<void> {
  const all = forecasts(climbing, led);
  const priced = all.filter(({ nextPoint }) => nextPoint !== null);
  const facts = Object.fromEntries(priced.map(({ axis, per, nextPoint }) => [`${axis} per ${per}`, nextPoint]));
  await climbing.journal.write({
    kind: "noted",
    topic: "forecast",
    facts,
    why:
      priced.length > 0
        ? `The price of the next point was fitted on ${priced.length} measures of cost.`
        : (all[0]?.why ?? "Nothing that led cost anything."),
  });
}

async function nothingToConfirm<I, O>({ journal }: Climbing<I, O>, reservation: Extract<Reservation, { granted: true }>): Promise<null> {
  await reservation.release();
  await journal.write({
    kind: "noted",
    topic: "not-confirmed",
    facts: {},
    why: "Nothing was shown better than the start on dev: the start stays, the test split stays sealed.",
  });
  return null;
}

async function confirmLead<I, O>(
  climbing: Climbing<I, O>,
  options: {
    readonly start: Entrant;
    readonly lead: Entrant;
    readonly plan: ClimbPlan;
    readonly reservation: Extract<Reservation, { granted: true }>;
  },
): Promise<Confirmed | null> {
  const { start, lead, plan } = options;
  const { minimumUsefulEffect, power } = plan;
  await options.reservation.release();
  // The share that was kept, and what the races left of theirs.
  const reserved = await climbing.ledger.left();
  const reservation = await reserve(climbing, reserved);
  const pairs = planConfirmation(climbing, { start, lead, minimumUsefulEffect, power, reserved });
  const confirmed = await confirmClimb(climbing, { start, lead, plan: pairs, reservation, reserved, minimumUsefulEffect });
  if (confirmed?.confirmation.verdict.kind === "better") {
    await climbing.journal.write(
      { kind: "crowned", candidate: lead.arm.record.id, why: `${lead.arm.record.name} is the champion: the sealed split confirms it.` },
      { rung: "confirmation", round: 1 },
    );
  }
  return confirmed;
}

async function confirmedBaselines<I, O>(
  climbing: Climbing<I, O>,
  judged: readonly JudgedBaseline[],
  confirmed: Confirmed | null,
  plan: ClimbPlan,
): Promise<ClimbResult["baselines"]> {
  if (confirmed === null) return judged.map(({ row }) => row);
  const sealed = await runBaselines(climbing, confirmed.sealed);
  return judgeOnSealed(climbing, { judged, sealed, confirmed, minimumUsefulEffect: plan.minimumUsefulEffect });
}

import { addSpend, type Budget, type Spend, type VariantRecord, type Verdict } from "@pawl/core";
import type { Arm } from "./arm.ts";
import { timesAffordable, timesSpend } from "./ledger.ts";
import type { Metric } from "./metric.ts";
import { createPairs, type Pairs } from "./pairs.ts";

export interface RaceOptions {
  readonly champion: Arm;
  /** Cheapest first. */
  readonly candidates: readonly Arm[];
  readonly metric: Metric;
  /** Shared among the candidates: each has an error of (1 − level) / their number. */
  readonly level: number;
  readonly minimumUsefulEffect: number;
  readonly purse: Budget;
  readonly concurrency: number;
  /** Dev examples there are. */
  readonly examples: number;
  /** Pairs before which a race is not given up as hopeless: more where no later race wants the money. */
  readonly patience: number;
  /** Whether nothing wants the money that this race leaves: then it goes to the best proposal for as long as that may yet be shown better. */
  readonly unwanted: boolean;
  /** How many examples in all these arms could answer with what is left. */
  readonly reach: (arms: readonly Arm[]) => number;
}

export type Finish = {
  readonly arm: Arm;
  readonly verdict: Verdict;
  /** What the gain is below, one-sided, at the shared level. */
  readonly upper: number;
  readonly fate: "better" | "dropped" | "undecided";
  readonly why: string;
};

export type RaceOutcome = {
  readonly finishes: readonly Finish[];
  /** The best of those that are better, by effect; of equal effects the cheaper. */
  readonly winner: Finish | null;
  /** What ended the race; `hopeless`: what is left would decide nothing, and is kept for later. */
  readonly ended: "decided" | "allowance" | "examples" | "hopeless";
};

type Runner = { readonly arm: Arm; readonly pairs: Pairs; dropped: string | null; aside: string | null };

/** After so many pairs, and then at each half as many again, a race asks whether its money will do. */
const FIRST_LOOK = 6;
const LOOK_FACTOR = 1.5;

/**
 * Races candidates against the champion on the same examples, one example at a time for all: successive elimination by anytime-valid
 * intervals of the paired difference. A candidate is dropped when it is worse, when it can gain less than the minimum useful effect, or
 * when the lower bound of the best is above its upper one. The race ends when all that are left are better, none is left, or nothing pays for more.
 */
export async function race(options: RaceOptions): Promise<RaceOutcome> {
  const { champion, purse, minimumUsefulEffect } = options;
  const level = 1 - (1 - options.level) / Math.max(1, options.candidates.length);
  const runners: Runner[] = options.candidates.map((arm) => ({
    arm,
    pairs: createPairs({ ...options, level }),
    dropped: null,
    aside: null,
  }));
  let ended: RaceOutcome["ended"] = "decided";
  let nextLook = FIRST_LOOK;
  for (let index = 0; ; index++) {
    const live = runners.filter(isLive);
    if (live.every(({ pairs }) => pairs.verdict().kind === "better")) break;
    if (index >= options.examples) {
      ended = "examples";
      break;
    }
    const taken = await takeAll([champion, ...live.map(({ arm }) => arm)], index, purse, options.concurrency);
    if (taken === "no-more") ended = "examples";
    if (taken === "unpaid") ended = "allowance";
    const base = champion.cases[index];
    for (const { arm, pairs } of live) {
      const answer = arm.cases[index];
      if (base !== undefined && answer !== undefined) pairs.add(base, answer);
    }
    drop(runners, minimumUsefulEffect);
    if (taken !== "answered") break;
    if (index + 1 >= nextLook) {
      nextLook = Math.ceil(nextLook * LOOK_FACTOR);
      if (!concentrate(runners, options) && index + 1 >= options.patience && !spendOnBest(runners, options)) {
        ended = "hopeless";
        break;
      }
    }
  }
  const finishes = runners.map((runner): Finish => finish(runner));
  const better = finishes.filter(({ fate }) => fate === "better");
  const winner = better.reduce<Finish | null>(
    (best, one) => (best === null || (one.verdict.effect ?? 0) > (best.verdict.effect ?? 0) ? one : best),
    null,
  );
  return { finishes, winner, ended };
}

async function takeAll(
  arms: readonly Arm[],
  index: number,
  purse: Budget,
  concurrency: number,
): Promise<"answered" | "unpaid" | "no-more"> {
  for (let from = 0; from < arms.length; from += concurrency) {
    const group = await Promise.all(arms.slice(from, from + concurrency).map((arm) => arm.take(index, purse)));
    const short = group.find((taken) => taken !== "answered");
    if (short !== undefined) return short;
  }
  return "answered";
}

function drop(runners: readonly Runner[], minimumUsefulEffect: number): void {
  const live = runners.filter(isLive);
  const best = Math.max(...live.map(({ pairs }) => pairs.lower()));
  for (const runner of live) {
    const upper = runner.pairs.upper();
    if (runner.pairs.verdict().kind === "worse") runner.dropped = "Shown worse than the champion.";
    else if (upper < minimumUsefulEffect) runner.dropped = "It can gain less than the minimum useful effect.";
    else if (upper < best) runner.dropped = "Another proposal is shown better than it.";
  }
}

function isLive({ dropped, aside }: Runner): boolean {
  return dropped === null && aside === null;
}

/**
 * Sees that what is left is spent where it can decide: on all that are live, or else on the best of them alone if that would be shown better.
 * False where neither is in sight. It only ends runs early, so that no bound is touched.
 */
function concentrate(runners: readonly Runner[], { champion, reach }: RaceOptions): boolean {
  const live = runners.filter(isLive);
  const best = bestOf(live);
  if (best === null) return true;
  const together = reach([champion, ...live.map(({ arm }) => arm)]);
  if (best.pairs.outlook(together) === "better" || live.every(({ pairs }) => pairs.outlook(together) !== "open")) return true;
  if (best.pairs.outlook(reach([champion, best.arm])) !== "better") return false;
  for (const runner of live) if (runner !== best) runner.aside = "Set aside: what is left decides the best of the proposals only.";
  return true;
}

/** Sees that money which nothing else wants goes to the best, where more of it might decide that one. False where it could not, or something else wants the money. */
function spendOnBest(runners: readonly Runner[], { champion, reach, unwanted }: RaceOptions): boolean {
  const live = runners.filter(isLive);
  const best = bestOf(live);
  if (!unwanted || best?.pairs.hopeful(reach([champion, best.arm])) !== true) return false;
  for (const runner of live) if (runner !== best) runner.aside = "Set aside: what is left is spent on the best of the proposals only.";
  return true;
}

function bestOf(live: readonly Runner[]): Runner | null {
  return live.reduce<Runner | null>((one, other) => (one !== null && gainOf(one) >= gainOf(other) ? one : other), null);
}

function gainOf({ pairs }: Runner): number {
  return pairs.verdict().effect ?? Number.NEGATIVE_INFINITY;
}

function finish({ arm, pairs, dropped, aside }: Runner): Finish {
  const verdict = pairs.verdict();
  const upper = pairs.upper();
  if (dropped !== null) return { arm, verdict, upper, fate: "dropped", why: dropped };
  if (aside !== null) return { arm, verdict, upper, fate: "undecided", why: aside };
  if (verdict.kind === "better") return { arm, verdict, upper, fate: "better", why: "Shown better than the champion." };
  return { arm, verdict, upper, fate: "undecided", why: "The race ended before it was decided." };
}

/** Returns how many of the candidates, cheapest first, the money can race to at least `pairs` examples each; at least one. */
export function admitted(
  champion: { readonly answered: number; readonly cost: Spend },
  costs: readonly Spend[],
  options: { readonly available: Spend; readonly pairs: number },
): number {
  let total = timesSpend(champion.cost, Math.max(0, options.pairs - champion.answered));
  for (const [index, cost] of costs.entries()) {
    total = addSpend(total, timesSpend(cost, options.pairs));
    if (timesAffordable(options.available, total) < 1) return Math.max(1, index);
  }
  return Math.max(1, costs.length);
}

/** Returns how many examples in all these arms can answer, were each case to cost what the arm's cases cost on average; what is answered is free. */
export function reachOf(
  arms: readonly Arm[],
  options: { readonly available: Spend; readonly examples: number; readonly mean: (record: VariantRecord) => Spend },
): number {
  const answered = arms.map(({ cases }) => cases.length);
  const means = arms.map(({ record }) => options.mean(record));
  let total: Spend = {};
  for (let index = Math.min(...answered); index < options.examples; index++) {
    for (const [i, mean] of means.entries()) if ((answered[i] ?? 0) <= index) total = addSpend(total, mean);
    if (timesAffordable(options.available, total) < 1) return index;
  }
  return options.examples;
}

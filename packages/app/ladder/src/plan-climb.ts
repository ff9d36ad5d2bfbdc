import { formatMoney, PawlError, SPEND_FIELDS, type Spend } from "@pawl/core";
import { itemsNeeded, smallestDetectable } from "@pawl/stats";
import type { Climbing, Entrant } from "./climbing.ts";
import { dearest, NOTHING, timesAffordable, timesSpend } from "./ledger.ts";
import type { Metric } from "./metric.ts";
import { ASSUMED_SPREAD } from "./paired.ts";

/** What the budget can show. `difference` is null for a real scale, whose spread is not known beforehand. */
export type Detectable = {
  /** Sealed pairs that the confirmation's share pays for, were both variants as dear as the start. */
  readonly pairs: number;
  /** Standard deviation of a paired difference that was assumed. */
  readonly sd: number | null;
  /** Found with the stated power at the stated level. */
  readonly difference: number | null;
  readonly power: number;
  /** Dev examples that the race budget pays for, start included, if one candidate were raced. */
  readonly raceExamples: number;
};

export const PROBE_CASES = 3;
/** A race and a confirmation of fewer pairs than this show nothing: six discordant pairs are the fewest that reach .05. */
const LEAST_PAIRS = 6;
/** Cases of the smallest climb that can show anything: a race of two variants, and a confirmation of both in a third of the budget. */
const LEAST_CASES: number = 6 * LEAST_PAIRS;
/** A candidate costs more than the start: its prompt is longer. */
const CANDIDATE_FACTOR = 2;
const DEFAULT_SHARE: number = 1 / 3;
export const DEFAULT_POWER = 0.9;

/**
 * Refuses a budget that pays for no climb, before anything runs as far as that can be known: fields of 0, too few calls, or too little for
 * the worst case that the caller states.
 * @throws PawlError `use.budget-too-small`
 */
export function checkBudget(budget: Spend, worst: Spend): void {
  const least = timesSpend({ ...worst, calls: Math.max(1, worst.calls ?? 1) }, LEAST_CASES);
  refuse(budget, least);
  for (const field of SPEND_FIELDS) if (budget[field] === 0) throw tooSmall(budget, { ...least, [field]: Math.max(1, least[field] ?? 1) });
}

/** Refuses what the probe showed to be too small. @throws PawlError `use.budget-too-small` */
export function checkBudgetAfterProbe(budget: Spend, seen: Spend): void {
  refuse(budget, timesSpend(seen, LEAST_CASES));
}

function refuse(budget: Spend, least: Spend): void {
  if (timesAffordable(budget, least) < 1) throw tooSmall(budget, least);
}

function tooSmall(budget: Spend, least: Spend): PawlError {
  const named = SPEND_FIELDS.filter((field) => budget[field] !== undefined);
  const asked = Object.fromEntries(named.map((field) => [field, least[field] ?? 0]));
  return new PawlError(
    "use.budget-too-small",
    `The budget of ${spendText(budget)} pays for no climb: the smallest that can show anything takes about ${spendText(asked)} (${LEAST_CASES} cases). Raise the budget, or use a cheaper model.`,
    { facts: { budget: { ...budget }, least: { ...least } } },
  );
}

/** Returns a spend for people, the fields that it has, rounded up: `83 s, 40 calls`. */
export function spendText(spend: Spend): string {
  return SPEND_FIELDS.flatMap((field) => (spend[field] === undefined ? [] : [SAYS[field](Math.ceil(spend[field]))])).join(", ");
}

const counted = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? "" : "s"}`;
const SAYS: { readonly [field in (typeof SPEND_FIELDS)[number]]: (n: number) => string } = {
  ms: (n) => (n < 1000 ? `${n} ms` : `${(n / 1000).toFixed(n < 10_000 ? 1 : 0)} s`),
  calls: (n) => counted(n, "call"),
  tokens: (n) => counted(n, "token"),
  microDollars: formatMoney,
};

export interface ClimbPlan {
  readonly detectable: Detectable;
  /** Reserved for the confirmation; only fields that the budget caps. */
  readonly reserve: Spend;
  readonly minimumUsefulEffect: number;
  readonly power: number;
}

/**
 * Returns what the confirmation is given and the smallest difference that it can show. The reserve is what the pairs cost that the useful
 * effect needs, at most the share; a useful effect that those pairs cannot show is raised.
 * @throws RangeError in strict mode instead of raising it.
 */
export function planClimb<I, O>(climbing: Climbing<I, O>, start: Entrant): ClimbPlan {
  const { options, costs, metric, level, ledger, dev } = climbing;
  const { share = DEFAULT_SHARE, power = DEFAULT_POWER } = options.confirm ?? {};
  const each = costs.mean(start.arm.record);
  const pair = timesSpend(each, 2);
  const sd = metric.scale === "real" ? null : ASSUMED_SPREAD[metric.scale];
  const wanted = sd === null ? Number.POSITIVE_INFINITY : wantedPairs(metric, { sd, effect: options.minimumUsefulEffect, level, power });
  const size = Math.min(options.dataset.splits.test.size, wanted);
  const cost = timesSpend(dearest(timesSpend(each, size * (1 + CANDIDATE_FACTOR)), NOTHING), 1);
  const reserve = capped(options.budget, timesSpend(options.budget, share), cost);
  const pairs = Math.min(options.dataset.splits.test.size, timesAffordable(reserve, pair));
  const difference = sd === null || pairs < 1 ? null : Math.min(1, smallestDetectable({ n: pairs, sd }, { level, power }));
  const race = timesAffordable(timesSpend(ledger.available(), 1 - share), pair);
  const detectable = { pairs, sd, difference, power, raceExamples: Math.min(dev.length, race) };
  if (difference === null || options.minimumUsefulEffect >= difference)
    return { detectable, reserve, minimumUsefulEffect: options.minimumUsefulEffect, power };
  if (options.strict === true) {
    throw new RangeError(
      `minimumUsefulEffect must be at least ${difference.toFixed(3)}: ${pairs} sealed pairs, which the budget and the split allow, show nothing smaller; got ${options.minimumUsefulEffect}. Raise it, the budget or the test split.`,
    );
  }
  return { detectable, reserve, minimumUsefulEffect: Math.ceil(difference * 1000) / 1000, power };
}

/** Under 50 pairs a share is tested by bets, which take about twice the pairs of a t test. */
export function wantedPairs(
  metric: Pick<Metric, "scale">,
  options: { readonly sd: number; readonly effect: number; readonly level: number; readonly power: number },
): number {
  const { sd, effect, level, power } = options;
  const needed = Math.ceil(itemsNeeded({ sd, effect }, { level, power }));
  return metric.scale === "share" && needed < 50 ? Math.min(2 * needed, 50) : needed;
}

/** In the fields that the budget caps, the lesser of two. */
function capped(budget: Spend, a: Spend, b: Spend): Spend {
  const out: { -readonly [K in keyof Spend]: number } = {};
  for (const field of SPEND_FIELDS) if (budget[field] !== undefined) out[field] = Math.min(a[field] ?? 0, b[field] ?? 0);
  return out;
}

import { addSpend, hashOf, type Ms, type Reservation, type Spend, type Store } from "@pawl/core";
import type { Arm } from "./arm.ts";
import type { Confirmation } from "./climb-result.ts";
import type { Climbing, Entrant, Sealed } from "./climbing.ts";
import { orderOf } from "./example-order.ts";
import { rounded } from "./journal.ts";
import { createLedger, timesAffordable } from "./ledger.ts";
import { fixedVerdict, gains, scoreEstimate, sharedCases, spread } from "./paired.ts";
import { wantedPairs } from "./plan-climb.ts";

/** No verdict is possible below: six discordant pairs are the fewest that reach .05. */
const LEAST_PAIRS = 6;
/** The t interval is not to be trusted on fewer pairs of skewed scores, whatever the planning says. */
const MODEST_PAIRS = 20;
/** Costs of a case vary: this much of the reserve is planned with. */
const PLANNED_SHARE = 0.9;

export interface ConfirmationPlan {
  readonly pairs: number;
  readonly sd: number;
  readonly effect: number;
}

/**
 * Returns how many sealed pairs to look at: enough for the power asked at an effect between the useful one and what the race saw (half of it,
 * since the best of several looks better than it is), never fewer than 20, limited by the reserve and the split.
 */
export function planConfirmation<I, O>(
  climbing: Climbing<I, O>,
  options: {
    readonly start: Entrant;
    readonly lead: Entrant;
    readonly minimumUsefulEffect: number;
    readonly power: number;
    readonly reserved: Spend;
  },
): ConfirmationPlan {
  const { start, lead, minimumUsefulEffect, power } = options;
  const { costs, metric, level } = climbing;
  const differences = gains(metric, sharedCases(start.arm.cases, lead.arm.cases));
  const sd = spread(differences, metric);
  const mean = differences.length === 0 ? 0 : differences.reduce((sum, d) => sum + d, 0) / differences.length;
  const effect = Math.max(minimumUsefulEffect, mean / 2);
  const wanted = Math.max(MODEST_PAIRS, wantedPairs(metric, { sd, effect, level, power }));
  const pair = addSpend(costs.mean(start.arm.record), costs.mean(lead.arm.record));
  const affordable = timesAffordable(options.reserved, {
    ...pair,
    ms: (pair.ms ?? 0) / PLANNED_SHARE,
    tokens: (pair.tokens ?? 0) / PLANNED_SHARE,
  });
  return { pairs: Math.min(wanted, affordable, climbing.options.dataset.splits.test.size), sd, effect };
}

export interface ConfirmClimbOptions {
  readonly start: Entrant;
  readonly lead: Entrant;
  readonly plan: ConfirmationPlan;
  readonly reservation: Extract<Reservation, { granted: true }>;
  readonly reserved: Spend;
  readonly minimumUsefulEffect: number;
}

export type Confirmed = { readonly confirmation: Confirmation; readonly candidate: Arm; readonly start: Arm; readonly sealed: Sealed };

/**
 * Looks once at the sealed split: the first rows of its seeded order, both variants, one fixed-n test at the full level. Null where the
 * reserve pays for too few pairs for any verdict: then the split stays sealed.
 */
export async function confirmClimb<I, O>(climbing: Climbing<I, O>, options: ConfirmClimbOptions): Promise<Confirmed | null> {
  const { journal, metric, level, emit } = climbing;
  const { start, lead, plan } = options;
  const place = { rung: "confirmation", round: 1 };
  if (plan.pairs < LEAST_PAIRS) {
    await options.reservation.release();
    await journal.write(
      {
        kind: "noted",
        topic: "not-confirmed",
        facts: { pairs: plan.pairs },
        why: `The reserve pays for ${plan.pairs} sealed pairs, and fewer than ${LEAST_PAIRS} can show nothing: the split stays sealed.`,
      },
      place,
    );
    return null;
  }
  emit({ type: "phase", phase: "confirmation", rung: null });
  await journal.write(
    {
      kind: "noted",
      topic: "confirmation",
      facts: { pairs: plan.pairs, sd: plan.sd, effect: plan.effect },
      why: `One look at ${plan.pairs} sealed examples, fixed now: enough for a gain of ${plan.effect.toFixed(3)} at a spread of ${plan.sd.toFixed(3)}.`,
    },
    place,
  );
  const { dataset, seed } = climbing.options;
  const reason = `Confirmation of ${lead.arm.record.name} against ${start.arm.record.name} in a climb of ${climbing.task.name}.`;
  const id = lookId({ split: dataset.splits.test.hash, start: start.arm.record.id, candidate: lead.arm.record.id, seed });
  const look = await climbing.options.store.looks.add(dataset.splits.test.hash, { runId: id, reason, at: climbing.clock.now() });
  const store = lookedAlready(climbing.options.store, look);
  const own = createLedger("confirmation", options.reserved, { clock: climbing.clock });
  const spareMs = (): Ms | null => own.available().ms ?? null;
  const sealed = { reason, store, spareMs, order: (await orderOf(climbing.options, { unseal: reason })).slice(0, plan.pairs) };
  const [before, after] = [climbing.sealedArm(start.arm.record, sealed), climbing.sealedArm(lead.arm.record, sealed)];
  let answered = 0;
  try {
    for (; answered < plan.pairs; answered++) {
      if ((await before.take(answered, own)) !== "answered" || (await after.take(answered, own)) !== "answered") break;
    }
  } finally {
    await options.reservation.settle(own.spent());
  }
  const pairs = sharedCases(before.cases, after.cases);
  const verdict = fixedVerdict(metric, pairs, { level, minimumUsefulEffect: options.minimumUsefulEffect, seed: climbing.options.seed });
  const short = answered < plan.pairs ? ` The reserve paid for ${answered} of ${plan.pairs}.` : "";
  await journal.write(
    {
      kind: "confirmed",
      champion: start.arm.record.id,
      candidate: lead.arm.record.id,
      verdict,
      why: `On the sealed split: ${verdict.kind}.${short}`,
    },
    place,
  );
  return {
    confirmation: {
      candidate: lead.arm.record.id,
      planned: plan.pairs,
      verdict,
      candidateScore: scoreEstimate(metric, after.cases, level),
      startScore: scoreEstimate(metric, before.cases, level),
      spent: rounded(own.spent()),
      look,
    },
    candidate: after,
    start: before,
    sealed,
  };
}

/** Returns a store that takes everything but further looks: both variants' runs and the baselines are one look at the split. */
function lookedAlready(store: Store, count: number): Store {
  return { ...store, looks: { ...store.looks, add: async () => count } };
}

/** A resumed or replayed confirmation is the same look: its id follows from what is confirmed. */
function lookId(of: { readonly split: string; readonly start: string; readonly candidate: string; readonly seed: number }): string {
  const hex = hashOf(of);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

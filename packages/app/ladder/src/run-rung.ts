import { addSpend, type ClimbState, type Proposal, type Rung, type Spend, type Tried } from "@pawl/core";
import { jointBudget } from "@pawl/policy";
import type { RungRow, RungState } from "./climb-result.ts";
import { type Climbing, type Entrant, recordOf } from "./climbing.ts";
import { planConfirmation } from "./confirm.ts";
import { rounded } from "./journal.ts";
import { createLedger, dearest, type Ledger, minusSpend, NOTHING } from "./ledger.ts";
import { spendText } from "./plan-climb.ts";
import { admitted, type Finish, type RaceOutcome, race, reachOf } from "./race.ts";

/** Below this many pairs no race is worth starting: at .05 a betting sequence decides an effect of half the scale after about 10. */
const LEAST_PAIRS = 10;
/** The last rung's money is wanted by no other: an unlucky start does not end its race. */
const PATIENCE = 20;
/** A searched rung that never stops proposing is stopped here. */
const MOST_ROUNDS = 20;

export interface RunRungOptions {
  readonly rung: Rung;
  /** What leads when the rung begins. */
  readonly lead: Entrant;
  /** This rung's part of the race budget. */
  readonly allowance: Spend;
  /** Whether no rung comes after it. */
  readonly isLast: boolean;
  readonly minimumUsefulEffect: number;
  readonly start: Entrant;
  /** Held for the confirmation, and the power it is planned with. */
  readonly reserve: Spend;
  readonly power: number;
  readonly onLead: (lead: Entrant) => Promise<void>;
}

type RoundEnd = { readonly state: RungState; readonly needed: number | null; readonly why: string; readonly lead: Entrant };

/** Asks a rung round by round while it improves, races what it proposes, and returns what leads then with the rung's row. */
export async function runRung<I, O>(
  climbing: Climbing<I, O>,
  options: RunRungOptions,
): Promise<{ readonly lead: Entrant; readonly row: RungRow }> {
  const { rung, allowance } = options;
  const { journal, ledger, emit } = climbing;
  emit({ type: "phase", phase: "race", rung: rung.kind });
  const before = ledger.spent();
  const own = createLedger(`rung ${rung.kind}`, allowance, { clock: climbing.clock });
  let lead = options.lead;
  let rounds = 0;
  let proposed = 0;
  let end: Omit<RoundEnd, "lead"> = { state: "undecidable", needed: null, why: "It proposed nothing." };
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const place = { rung: rung.kind, round };
    const proposals = await propose(climbing, rung, { place, lead, own });
    const searched = rung.searched ? "" : " A hand-written set: not searched.";
    const count = proposals.length;
    await journal.write(
      {
        kind: "proposed",
        proposals,
        why: count === 0 ? "No more proposals." : `${count} ${count === 1 ? "proposal" : "proposals"}.${searched}`,
      },
      place,
    );
    if (count === 0) break;
    rounds = round;
    proposed += count;
    const result = await runRound(climbing, { ...options, lead, proposals, own, place });
    lead = result.lead;
    end = result;
    if (end.state !== "improving") break;
  }
  const place = { rung: rung.kind, round: rounds };
  await journal.write(
    { kind: "rung-ended", state: end.state, why: end.why, ...(end.needed === null ? {} : { needed: end.needed }) },
    place,
  );
  const spent = rounded(minusSpend(ledger.spent(), before));
  return {
    lead,
    row: {
      kind: rung.kind,
      searched: rung.searched,
      state: end.state,
      rounds,
      proposals: proposed,
      spent,
      needed: end.needed,
      why: end.why,
    },
  };
}

type Place = { readonly rung: string; readonly round: number };

async function propose<I, O>(
  climbing: Climbing<I, O>,
  rung: Rung,
  { place, lead, own }: { readonly place: Place; readonly lead: Entrant; readonly own: Ledger },
): Promise<readonly Proposal[]> {
  const { journal, ledger, entrants, options, task } = climbing;
  const logged = journal.replayed(place);
  if (logged !== null) {
    const rungSpent = minusSpend(logged.spent, rounded(ledger.spent()));
    const booking = jointBudget("replayed", [own, ledger]);
    const reserved = await booking.reserve({});
    if (reserved.granted) await reserved.settle(dearest(rungSpent, NOTHING));
    return logged.proposals;
  }
  const tried = (entrant: Entrant): Tried => ({ record: entrant.arm.record, runId: entrant.arm.runId(), verdict: entrant.verdict });
  const state: ClimbState = {
    task,
    round: place.round,
    champion: tried(lead),
    tried: entrants.map(tried),
    budget: jointBudget(own.name, [own, ledger]),
    seed: options.seed,
  };
  return rung.propose(state, { abortSignal: options.abortSignal });
}

async function runRound<I, O>(
  climbing: Climbing<I, O>,
  options: RunRungOptions & { readonly proposals: readonly Proposal[]; readonly own: Ledger; readonly place: Place },
): Promise<RoundEnd> {
  const { costs, size, journal, task, level, metric, ledger, dev } = climbing;
  const { lead, own, place } = options;
  const champion = lead.arm;
  const entered = options.proposals
    .map(({ variant, name, parents }) => climbing.enter(recordOf(task, variant, { name, rung: place.rung, parents })))
    .filter((entrant) => entrant !== lead && (entrant.fate === "set-aside" || entrant.fate === "undecided"))
    .sort((a, b) => size(a.arm.record) - size(b.arm.record));
  const racing = entered.slice(
    0,
    admitted(
      { answered: champion.cases.length, cost: costs.mean(champion.record) },
      entered.map(({ arm }) => costs.mean(arm.record)),
      { available: own.available(), pairs: LEAST_PAIRS },
    ),
  );
  const aside = entered.filter((entrant) => !racing.includes(entrant));
  for (const entrant of aside)
    entrant.why = `Set aside: the allowance does not pay for ${LEAST_PAIRS} examples of it beside the cheaper ones.`;
  const outcome = await race({
    champion,
    candidates: racing.map(({ arm }) => arm),
    metric,
    level,
    minimumUsefulEffect: options.minimumUsefulEffect,
    purse: jointBudget(own.name, [own, ledger]),
    concurrency: climbing.options.concurrency ?? 1,
    examples: dev.length,
    patience: options.isLast ? PATIENCE : 0,
    unwanted: options.isLast && !confirmationWants(climbing, options),
    reach: (arms) => reachOf(arms, { available: own.available(), examples: dev.length, mean: costs.mean }),
  });
  for (const finish of outcome.finishes) {
    const entrant = racing.find(({ arm }) => arm === finish.arm);
    const surpassed = finish.fate === "better" && finish !== outcome.winner;
    const why = surpassed ? "Shown better than the champion, though another proposal more so." : finish.why;
    if (entrant) Object.assign(entrant, { verdict: finish.verdict, fate: finish.fate === "undecided" ? "undecided" : "dropped", why });
    await journal.write(
      {
        kind: "compared",
        champion: champion.record.id,
        candidate: finish.arm.record.id,
        verdict: finish.verdict,
        why: `${finish.arm.record.name}: ${why}`,
      },
      place,
    );
  }
  const winner = racing.find(({ arm }) => arm === outcome.winner?.arm);
  if (winner) {
    winner.fate = "led";
    await journal.write({ kind: "leads", candidate: winner.arm.record.id, why: `${winner.arm.record.name} leads on dev.` }, place);
    await options.onLead(winner);
    return {
      state: "improving",
      needed: null,
      lead: winner,
      why: "Its last proposals still improved; it has no more, or no budget for more.",
    };
  }
  return { ...ended(outcome, { aside: aside.length, delta: options.minimumUsefulEffect, left: own.available() }), lead };
}

/** Whether what the last race leaves would make the leader's confirmation larger; where the start leads there is none. */
function confirmationWants<I, O>(climbing: Climbing<I, O>, options: RunRungOptions & { readonly own: Ledger }): boolean {
  const { lead, minimumUsefulEffect, own, power, reserve, start } = options;
  const pairs = (reserved: Spend): number => planConfirmation(climbing, { start, lead, minimumUsefulEffect, power, reserved }).pairs;
  return lead !== start && pairs(addSpend(reserve, own.available())) > pairs(reserve);
}

/** Plateau where the simultaneous upper bounds of all the last proposals are below the minimum useful effect. */
function ended(
  outcome: RaceOutcome,
  { aside, delta, left }: { readonly aside: number; readonly delta: number; readonly left: Spend },
): Omit<RoundEnd, "lead"> {
  const open = outcome.finishes.filter(({ upper }: Finish) => !(upper < delta));
  if (open.length === 0 && aside === 0) {
    return { state: "plateau", needed: null, why: "None of its last proposals can gain as much as the minimum useful effect." };
  }
  const needs = open.map(({ verdict }) => verdict.needed);
  const needed = needs.length > 0 && needs.every((need) => need !== null) ? Math.max(...needs) : null;
  const cause =
    outcome.ended === "hopeless"
      ? `What is left of its share of the budget (${spendText(left)}) would not decide it and was kept`
      : outcome.ended === "allowance"
        ? "Its share of the budget ended first"
        : outcome.ended === "examples"
          ? "The dev split ended first"
          : "Not all proposals were raced";
  const more = needed === null ? "" : `; about ${needed.toLocaleString("en-US")} examples would decide it`;
  return { state: "undecidable", needed, why: `${cause}${more}.` };
}

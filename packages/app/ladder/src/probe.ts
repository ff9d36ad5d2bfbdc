import { PawlError } from "@pawl/core";
import type { Climbing, Entrant } from "./climbing.ts";
import { checkBudgetAfterProbe, PROBE_CASES } from "./plan-climb.ts";

/**
 * Answers a few dev examples with the start, to know what a case costs; the race uses the answers again.
 * @throws PawlError `use.budget-too-small` where that shows the budget to be, `service.nothing-measured` where none could be scored.
 */
export async function probe<I, O>({ emit, ledger, costs, options, dev }: Climbing<I, O>, { arm }: Entrant): Promise<void> {
  emit({ type: "phase", phase: "probe", rung: null });
  for (let index = 0; index < Math.min(PROBE_CASES, dev.length); index++) {
    const taken = await arm.take(index, ledger);
    if (taken !== "answered") break;
  }
  if (arm.cases.length > 0 && arm.cases.every(({ score }) => score === null)) {
    const outcomes = [...new Set(arm.cases.map(({ outcome }) => outcome))].join(", ");
    throw new PawlError(
      "service.nothing-measured",
      `None of the first ${arm.cases.length} dev examples could be scored for the start (outcomes: ${outcomes}). Check the model or endpoint and the scorer with one run, then climb again; what was answered is kept.`,
      { facts: { outcomes, cases: arm.cases.length }, retryable: true },
    );
  }
  checkBudgetAfterProbe(options.budget, costs.mean(arm.record));
}

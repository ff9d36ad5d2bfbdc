import type { Ms, Spend } from "@pawl/core";
import { barText, fitText } from "@pawl/eval/report";
import { durationText } from "./score-text.ts";

const WIDEST_BAR = 30;
const NARROWEST_BAR = 5;

export interface BudgetBarOptions {
  readonly spent: Spend;
  readonly budget: Spend;
  /** Time that passed while it was spent. */
  readonly elapsedMs: Ms;
  readonly columns: number;
}

/** Returns a line of at most `columns` with how much of the budget is spent, by the cap that will end it first, and the time that the rest lasts at this rate: the climb may end before. Empty without a cap. */
export function budgetBar({ spent, budget, elapsedMs, columns }: BudgetBarOptions): string {
  const shares = (["ms", "microDollars", "calls", "tokens"] as const).flatMap((field) => {
    const cap = budget[field];
    return cap === undefined || cap === 0 ? [] : [Math.min(1, (spent[field] ?? 0) / cap)];
  });
  if (shares.length === 0) return "";
  const share = Math.max(...shares);
  const left = share === 0 ? "" : `at most ${durationText(((1 - share) / share) * elapsedMs)} left`;
  const text = `${String(Math.floor(100 * share)).padStart(3)} %  ${left}`.trimEnd();
  const label = "budget  ";
  const room = Math.min(WIDEST_BAR, columns - label.length - text.length - 2);
  const bar = room < NARROWEST_BAR ? "" : `${barText(share * room).padEnd(room, "░")}  `;
  return fitText(`${label}${bar}${text}`, columns).trimEnd();
}

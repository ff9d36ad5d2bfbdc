import { formatMoney, type Spend } from "@pawl/core";
import { durationText } from "./score-text.ts";

/** Returns a budget for people: `5 min 00 s of answers, 200 calls`. */
export function budgetText(budget: Spend): string {
  const parts = [
    budget.ms === undefined ? null : `${durationText(budget.ms)} of answers`,
    budget.calls === undefined ? null : `${budget.calls} ${budget.calls === 1 ? "call" : "calls"}`,
    budget.tokens === undefined ? null : `${budget.tokens} tokens`,
    budget.microDollars === undefined ? null : formatMoney(budget.microDollars),
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** Returns a budget as `--budget` reads it. */
export function budgetOption({ ms, calls, tokens, microDollars }: Spend): string {
  const parts = [
    ms === undefined ? null : ms % 60_000 === 0 ? `${ms / 60_000}m` : `${Math.ceil(ms / 1000)}s`,
    calls === undefined ? null : `${calls}calls`,
    tokens === undefined ? null : `${tokens}tokens`,
    microDollars === undefined ? null : `'$${microDollars / 1_000_000}'`,
  ];
  return parts.filter((part) => part !== null).join(",");
}

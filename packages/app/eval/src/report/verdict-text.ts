import type { Verdict } from "@pawl/core";
import { formatInterval, formatQuantity, type Quantity } from "./axis.ts";
import { formatLevel } from "./interval-chart.ts";

/** Returns how the effects of a metric are written. */
export function effectQuantity(scale: "binary" | "share" | "real" | undefined): Quantity {
  return scale === "binary" || scale === "share" ? "share" : "number";
}

/** Returns an effect with its sign. */
export function formatEffect(effect: number | null, quantity: Quantity): string {
  const text = formatQuantity(effect, quantity);
  return effect !== null && effect > 0 ? `+${text}` : text;
}

/** Returns a verdict in one sentence, with what it would take where the data cannot tell. */
export function verdictText(verdict: Verdict, quantity: Quantity): string {
  const { effect, interval, kind, level, metric, minimumUsefulEffect, n, needed, useful } = verdict;
  const numbers = `${formatEffect(effect, quantity)}, ${formatLevel(level)} interval ${formatInterval(interval, quantity)}, n = ${n.toLocaleString("en-US")}`;
  switch (kind) {
    case "better":
      return `The candidate is shown better in ${metric}${useful ? ", by what matters" : ""}: ${numbers}.`;
    case "worse":
      return `The candidate is shown worse in ${metric}: ${numbers}.`;
    case "equivalent":
      return `Whatever difference there is in ${metric}, it is smaller than ${formatQuantity(minimumUsefulEffect, quantity)}: ${numbers}.`;
    case "inconclusive":
      return `The data cannot tell whether the candidate is better in ${metric}: ${numbers}.${needed === null ? "" : ` About ${needed.toLocaleString("en-US")} examples would decide it.`}`;
  }
}

import type { Usage } from "./generate-result.ts";
import type { ModelCapabilities } from "./language-model.ts";
import type { MicroDollars } from "./scalars.ts";

/**
 * Returns what a call cost in micro-dollars, rounded up once over all parts; null where price or usage is not known.
 * `inputTokens` contains the cached ones, `outputTokens` the reasoning ones, as the wire counts them.
 */
export function costOf(usage: Usage | null, price: ModelCapabilities["price"]): MicroDollars | null {
  if (usage === null || price === null) return null;
  const fresh = usage.inputTokens - usage.cachedInputTokens;
  const total =
    fresh * price.inputPerMillion + usage.cachedInputTokens * price.cachedInputPerMillion + usage.outputTokens * price.outputPerMillion;
  return Math.ceil(total / 1_000_000);
}

/** Returns an amount for people: `$1.25`, `$0.0042`, `$0`. At most six decimals, at least two unless zero. */
export function formatMoney(amount: MicroDollars): string {
  if (amount === 0) return "$0";
  const sign = amount < 0 ? "-" : "";
  const digits = String(Math.abs(amount)).padStart(7, "0");
  const fraction = digits.slice(-6).replace(/0{1,4}$/, "");
  return `${sign}$${digits.slice(0, -6)}.${fraction}`;
}

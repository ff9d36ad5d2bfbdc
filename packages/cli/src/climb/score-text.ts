import { type Estimate, formatMoney, type Ms, type Spend } from "@pawl/core";

/** Returns an estimate for people: `.47 (.39 to .55)`; `–` where there is none. */
export function scoreText(estimate: Estimate | null): string {
  if (estimate === null) return "–";
  const [low, high] = estimate.interval;
  return `${share(estimate.value)} (${share(low)} to ${share(high)})`;
}

/** Returns a share of 0..1 without its leading zero: `.47`, `1.00`, `-.03`. */
function share(value: number): string {
  const text = value.toFixed(2);
  return text.replace(/^(-?)0\./, "$1.");
}

/** Returns what a case costs: money where it is known, else time. */
export function costText(cost: Required<Spend> | null): string {
  if (cost === null) return "–";
  return cost.microDollars > 0 ? formatMoney(Math.round(cost.microDollars)) : `${Math.round(cost.tokens)} tokens`;
}

/** Returns a length of time: `340 ms`, `1.2 s`, `2 min 05 s`. */
export function durationText(ms: Ms | null): string {
  if (ms === null) return "–";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

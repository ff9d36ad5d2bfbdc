import type { RunOutline } from "../evaluation.ts";
import { formatQuantity } from "./axis.ts";

/** Returns what a run cost, in words. A plain function that reports no step says nothing of money, and that is not $0. */
export function costText({ record }: Pick<RunOutline<never>, "record">, microDollars: number | null): string {
  return record.variantId === null && microDollars === 0 ? "not reported" : formatQuantity(microDollars, "money");
}

import type { Check, MetricCheck } from "./metric-check.ts";

/** A metric's answer, with the level it was decided at. */
export type Decided = Check & { readonly level: number };

/**
 * Returns the answers of a family of metrics, of which any false one comes with probability at most 1 − level: Holm's step-down (1979) by intervals.
 * With r metrics open each is asked at 1 − (1 − level)/r; one that is shown to pass or to be a regression is decided and leaves the family.
 */
export function decideFamily(checks: readonly MetricCheck[], level: number): ReadonlyMap<string, Decided> {
  const decided = new Map<string, Decided>();
  let open = [...checks];
  while (open.length > 0) {
    const at = 1 - (1 - level) / open.length;
    const asked = open.map((check) => ({ check, answer: { ...check.at(at), level: at } }));
    const found = asked.find(({ answer }) => answer.kind !== "inconclusive");
    if (found === undefined) {
      for (const { answer, check } of asked) decided.set(check.metric, answer);
      break;
    }
    decided.set(found.check.metric, found.answer);
    open = open.filter((check) => check !== found.check);
  }
  return decided;
}

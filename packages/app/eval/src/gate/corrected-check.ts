import { smallestDetectable } from "@pawl/stats";
import type { JudgedDifference } from "../compare/judged-difference.ts";
import { asJudged } from "../compare/judged-verdict.ts";
import { type Check, kindOf, type MetricCheck } from "./metric-check.ts";
import { detectableDifference, neededItems, type Scored, scoredCheck } from "./scored-metric.ts";

/**
 * Returns the check of a judged metric on the difference that people would see, what the judge sees beside it in the notes; the given one where they labelled
 * too little for that. Missing pairs are taken at their worst and best.
 */
export function correctedMetricCheck(given: MetricCheck, scored: Scored, difference: JudgedDifference | null): MetricCheck {
  if (difference === null) return given;
  const seen = (level: number): string => asJudged(given.at(level));
  if (difference.kind === "people") {
    const told: Scored = { ...scored, pairs: difference.pairs, scale: difference.scale };
    return {
      ...given,
      at: (level) => {
        const check = scoredCheck(told, level);
        return { ...check, notes: [difference.note, seen(level), ...check.notes], corrected: true };
      },
      detectable: (level) => detectableDifference(told, level),
      needed: (level) => neededItems(told, level),
    };
  }
  const { missing, n } = difference;
  return {
    ...given,
    at: (level): Check => {
      const { effect, interval, method, note, withMissingAt } = difference.at(level);
      const kind = kindOf(interval, scored.margin);
      const ends = [withMissingAt(-1), withMissingAt(1)].map((moved) => kindOf(moved, scored.margin));
      const open = missing > 0 && (scored.scale === "real" || ends.some((end) => end !== kind));
      const lost = `${missing} of ${scored.pairs.length} pairs ${missing === 1 ? "is" : "are"} missing${open ? ", so the data cannot tell" : "; at their worst and at their best the answer is the same"}.`;
      const notes = [note, seen(level), ...(missing > 0 ? [lost] : [])];
      return { kind: open ? "inconclusive" : kind, effect, interval, n, method, notes, corrected: true };
    },
    detectable: (level) => {
      const { standardError } = difference.at(level);
      return standardError > 0 ? smallestDetectable({ n, sd: standardError * Math.sqrt(n) }, { level }) : null;
    },
    // More labels would decide it sooner than more items.
    needed: () => null,
  };
}

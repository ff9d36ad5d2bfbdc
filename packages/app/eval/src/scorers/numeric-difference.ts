import type { Scorer } from "@pawl/core";
import { answerScorer } from "./answer-scorer.ts";
import { numberIn } from "./numeric.ts";

/**
 * Returns a scorer of closeness of numbers: 1 − |given − expected| / (|given| + |expected|), as autoevals' NumericDiff; 1 for equals, zeros included,
 * 0 for opposite signs; the best over the accepted answers. Of a text the last number counts, as for `numeric`; a text without one, or what is not
 * finite, scores 0.
 */
export function numericDifference(): Scorer<unknown, number | string, number | string, "numeric-difference"> {
  return answerScorer({
    name: "numeric-difference",
    kind: "numeric-difference",
    version: 1,
    settings: {},
    measure: (output, answers) => ({ value: Math.max(...answers.map((answer) => closeness(numberIn(output), numberIn(answer)))) }),
  });
}

function closeness(given: number | null, wanted: number | null): number {
  if (given === null || wanted === null || !Number.isFinite(given) || !Number.isFinite(wanted)) return 0;
  if (given === wanted) return 1;
  // Halved first: the sum of two huge numbers is not finite.
  return Math.max(0, 1 - Math.abs(given / 2 - wanted / 2) / (Math.abs(given) / 2 + Math.abs(wanted) / 2));
}

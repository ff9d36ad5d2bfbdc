import type { Scorer } from "@pawl/core";

/**
 * Returns a scorer whose scores are kept and shown and never decide: `compare` and gates refuse it as their metric and pass it over where none is
 * named, and in `weighted` and `rubric` it takes no part. Name and hash stay, so that scores already made are found again.
 */
export function recordOnly<I, O, E, const Name extends string>(scorer: Scorer<I, O, E, Name>): Scorer<I, O, E, Name> {
  return { ...scorer, role: "recorded" };
}

import type { Scorer } from "@pawl/core";
import { answerScorer } from "../answer-scorer.ts";
import { graphemes } from "./graphemes.ts";

/**
 * Returns Jaro's likeness in 0..1: (m/|a| + m/|b| + (m − t)/m)/3, where m signs match within ⌊max(|a|,|b|)/2⌋ − 1 places and t is half the
 * number of matches out of order; in graphemes after NFC. Two empty texts: 1, as rapidfuzz; one empty: 0.
 * Differs from python-Levenshtein 0.12, whose window is too wide (CRATE, TRACE), and from jellyfish, which gives 0 for two empty texts.
 */
export function jaro(a: string, b: string): number {
  return jaroOf(graphemes(a), graphemes(b));
}

/**
 * Returns Jaro–Winkler likeness in 0..1: Jaro + l·.1·(1 − Jaro), l the common beginning of at most four signs; added only where Jaro is
 * above .7, as Winkler's code and rapidfuzz do.
 */
export function jaroWinkler(a: string, b: string): number {
  const [left, right] = [graphemes(a), graphemes(b)];
  const likeness = jaroOf(left, right);
  if (likeness <= BOOST_ABOVE) return likeness;
  let prefix = 0;
  while (prefix < LONGEST_PREFIX && prefix < left.length && left[prefix] === right[prefix]) prefix++;
  return likeness + prefix * PREFIX_WEIGHT * (1 - likeness);
}

/** Returns a scorer of Jaro–Winkler likeness, the best over the accepted answers: for names and short codes. */
export function jaroWinklerSimilarity(): Scorer<unknown, string, string, "jaro-winkler"> {
  return answerScorer({
    name: "jaro-winkler",
    kind: "jaro-winkler",
    version: 1,
    settings: {},
    measure: (output, answers) => ({ value: Math.max(...answers.map((answer) => jaroWinkler(output, answer))) }),
  });
}

const BOOST_ABOVE = 0.7;
const LONGEST_PREFIX = 4;
const PREFIX_WEIGHT = 0.1;

function jaroOf(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 && b.length === 0) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const matched: string[] = [];
  a.forEach((sign, i) => {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j++) {
      if (taken.has(j) || b[j] !== sign) continue;
      taken.add(j);
      matched.push(sign);
      return;
    }
  });
  const m = matched.length;
  if (m === 0) return 0;
  const inOrder = [...taken].sort((x, y) => x - y).map((j) => b[j]);
  const swapped = Math.floor(matched.filter((sign, k) => sign !== inOrder[k]).length / 2);
  return (m / a.length + m / b.length + (m - swapped) / m) / 3;
}

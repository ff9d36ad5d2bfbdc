import type { Scorer } from "@pawl/core";
import { acceptedAnswers, NO_ANSWER, scorerHash } from "./code-scorer.ts";

/**
 * Returns a scorer of likeness: 1 − Levenshtein distance / length of the longer text, in graphemes after NFC, the best over the
 * accepted answers. Two empty texts are alike (1). Quadratic in the length.
 */
export function editSimilarity(): Scorer<unknown, string, string, "edit-similarity"> {
  return {
    name: "edit-similarity",
    hash: scorerHash("edit-similarity", 1, {}),
    direction: "higher",
    scale: "share",
    score: async ({ example, output }) => {
      const accepted = acceptedAnswers(example);
      if (accepted === null) return NO_ANSWER;
      const { distance } = await import("fastest-levenshtein");
      const likeness = (answer: string): number => {
        const [a, b] = asUnits(output.normalize("NFC"), answer.normalize("NFC"));
        const longer = Math.max(a.length, b.length);
        return longer === 0 ? 1 : 1 - distance(a, b) / longer;
      };
      return { kind: "score", value: Math.max(...accepted.map(likeness)) };
    },
  };
}

const ONE_UNIT_EACH = /^[\t\n -~]*$/;

/** The distance counts UTF-16 units: each grapheme is given a unit of its own. */
function asUnits(a: string, b: string): [string, string] {
  if (ONE_UNIT_EACH.test(a) && ONE_UNIT_EACH.test(b)) return [a, b];
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const units = new Map<string, string>();
  const unitsOf = (text: string): string => {
    let out = "";
    for (const { segment } of segmenter.segment(text)) {
      const unit = units.get(segment) ?? String.fromCharCode(units.size);
      units.set(segment, unit);
      out += unit;
    }
    return out;
  };
  return [unitsOf(a), unitsOf(b)];
}

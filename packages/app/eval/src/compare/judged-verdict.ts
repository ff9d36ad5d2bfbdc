import type { Verdict } from "@pawl/core";
import { decide, pairedVerdict } from "@pawl/stats";
import { type JudgedDifferenceInput, judgedDifference } from "./judged-difference.ts";

interface JudgedVerdictInput extends JudgedDifferenceInput {
  readonly metric: string;
  /** Of the judge's own scores. */
  readonly verdict: Verdict;
}

/**
 * Returns the verdict on the difference that people would see (`judgedDifference`), what the judge says beside it in the notes. Null where they labelled too few.
 * Missing pairs are bounded by the ends of a binary or share scale; on a real scale they leave it inconclusive.
 */
export function judgedVerdict(input: JudgedVerdictInput): Verdict | null {
  const { direction, metric, pairs, scale, verdict } = input;
  const { level, minimumUsefulEffect } = verdict;
  const difference = judgedDifference(input);
  if (difference === null) return null;
  const judged = asJudged(verdict);
  if (difference.kind === "people") {
    const told = pairedVerdict({ pairs: difference.pairs, metric, scale: difference.scale, direction, minimumUsefulEffect, level });
    return { ...told, notes: [...told.notes, difference.note, judged] };
  }
  const { effect, interval, method, note, withMissingAt } = difference.at(level);
  const { missing, n } = difference;
  const at = ([lower, upper]: readonly [number, number]): Pick<Verdict, "kind" | "useful"> => decide({ lower, upper, minimumUsefulEffect });
  const found = at(interval);
  const [worst, best] = [at(withMissingAt(-1)), at(withMissingAt(1))];
  const open = missing > 0 && (scale === "real" || worst.kind !== found.kind || best.kind !== found.kind);
  return {
    ...verdict,
    ...(open ? { kind: "inconclusive", useful: false } : { kind: found.kind, useful: found.useful && (missing === 0 || worst.useful) }),
    effect,
    interval,
    n,
    needed: null,
    method,
    notes: [
      note,
      judged,
      ...(missing > 0
        ? [
            `${missing} of ${pairs.length} pairs are missing${open ? ", so the data cannot tell" : "; at their worst and best the verdict is the same"}.`,
          ]
        : []),
    ],
  };
}

/** Returns what the judge alone sees, to be said beside a corrected difference. */
export function asJudged({ effect, interval, kind }: { readonly kind: string } & Pick<Verdict, "effect" | "interval">): string {
  return `As judged the effect is ${number(effect)} (${interval.map(number).join(" to ")}): ${kind}.`;
}

function number(value: number | null): string {
  return value === null ? "?" : String(Number(value.toFixed(3)));
}

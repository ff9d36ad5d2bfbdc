import type { Pair } from "@pawl/stats";
import { meanOfKnown } from "../summary/example-scores.ts";
import type { GateItem } from "./gate-run.ts";
import type { Matched } from "./paired-metric.ts";

/** The share of right answers among those given, with what each item adds to it. */
export interface PrecisionSide {
  readonly precision: number | null;
  readonly answered: number;
  /** The precision plus the item's influence on it: their mean is the precision, their spread that of the ratio (linearisation). Null where missing. */
  readonly values: readonly (number | null)[];
  /** What an item's value can be at least and at most. */
  readonly range: readonly [number, number];
}

/** Returns the precision of one arm by a binary metric: Σ right·answered / Σ answered. An item that abstained counts in neither. */
export function precisionSide(items: readonly GateItem[], metric: string): PrecisionSide {
  const cells = items.map(({ answered, scores }) => {
    const given = meanOfKnown(answered);
    if (given === null) return null;
    const values = (scores[metric] ?? []).map((score, i) => (answered[i] === 1 ? score : null));
    const right = meanOfKnown(values);
    if (given > 0 && right === null) return null;
    return { given, right: right ?? 0 };
  });
  const known = cells.filter((cell) => cell !== null);
  const answered = known.reduce((sum, { given }) => sum + given, 0);
  if (answered === 0) return { precision: null, answered, values: cells.map(() => null), range: [0, 1] };
  const precision = known.reduce((sum, { given, right }) => sum + given * right, 0) / answered;
  const share = answered / known.length;
  return {
    precision,
    answered,
    values: cells.map((cell) => (cell === null ? null : precision + (cell.given * (cell.right - precision)) / share)),
    range: [precision - precision / share, precision + (1 - precision) / share],
  };
}

/** Returns the pairs whose mean difference is the difference in precision, and how many items an answer was given to in both arms. */
export function precisionPairs(
  { pairs }: Pick<Matched, "pairs">,
  metric: string,
): {
  readonly baseline: PrecisionSide;
  readonly candidate: PrecisionSide;
  readonly pairs: readonly Pair[];
  readonly range: readonly [number, number];
} {
  const baseline = precisionSide(
    pairs.map((pair) => pair.baseline),
    metric,
  );
  const candidate = precisionSide(
    pairs.map((pair) => pair.candidate),
    metric,
  );
  return {
    baseline,
    candidate,
    pairs: pairs.map(({ baseline: item }, i) => ({
      id: item.id,
      cluster: item.cluster ?? undefined,
      champion: baseline.values[i] ?? null,
      candidate: candidate.values[i] ?? null,
    })),
    range: [Math.min(baseline.range[0], candidate.range[0]), Math.max(baseline.range[1], candidate.range[1])],
  };
}

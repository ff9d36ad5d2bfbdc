import type { Criterion } from "./criterion.ts";
import { yesNo } from "./criterion.ts";

/** One yes/no item of a rubric, of the shape that `rubric` of `@pawl/eval` takes beside a scorer. */
export interface RubricQuestion {
  readonly id: string;
  /** A question that yes or no answers. */
  readonly question: string;
  /** When yes is right, and when no. */
  readonly anchors: { readonly yes: string; readonly no: string };
  /** What a yes adds; a negative weight makes the item a fault that a yes takes off. @default 1 */
  readonly weight?: number | undefined;
  /** Whether failing this item alone makes the whole 0: a no, or a yes to a fault. @default false */
  readonly veto?: boolean | undefined;
}

/** What is known of each item: its share of yes in 0..1, null where nothing is. */
export type RubricVerdicts = { readonly [id: string]: number | null };

export interface RubricValue {
  /** In 0..1; null where an item that counts is not known. */
  readonly value: number | null;
  /** Items that failed and are vetoes, in the rubric's order. */
  readonly vetoedBy: readonly string[];
  /** Items not known, in the rubric's order. */
  readonly unknown: readonly string[];
}

/**
 * Returns what a rubric is worth: (Σ weight · yes + Σ |negative weights|) / Σ |weights|, so 1 where every merit and no fault is there; 0 where a
 * veto failed (its share of yes is on the wrong side of ½), whatever else is not known. An unknown item is never a no.
 */
export function rubricValue(items: readonly RubricQuestion[], verdicts: RubricVerdicts): RubricValue {
  const known = (id: string): number | null => verdicts[id] ?? null;
  const unknown = items.filter(({ id }) => known(id) === null).map(({ id }) => id);
  const vetoedBy = items.filter((item) => item.veto === true && failed(item, known(item.id))).map(({ id }) => id);
  if (vetoedBy.length > 0) return { value: 0, vetoedBy, unknown };
  if (unknown.length > 0) return { value: null, vetoedBy, unknown };
  let sum = 0;
  let total = 0;
  for (const { id, weight = 1 } of items) {
    const yes = known(id) ?? 0;
    sum += weight >= 0 ? weight * yes : -weight * (1 - yes);
    total += Math.abs(weight);
  }
  return { value: Math.min(1, Math.max(0, sum / total)), vetoedBy, unknown };
}

/** Returns the item as a criterion to be judged. */
export function rubricCriterion({ anchors, question }: RubricQuestion): Criterion {
  return yesNo(question, anchors);
}

/** @throws TypeError for no item, an id twice, or a weight that is not finite; where all weights are 0 a rubric measures nothing. */
export function requireRubric(items: readonly RubricQuestion[], where: string): void {
  if (items.length === 0) throw new TypeError(`${where}: a rubric has at least one item.`);
  const ids = items.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new TypeError(`${where}: two items of the rubric are called "${twice}".`);
  const odd = items.find(({ weight = 1 }) => !Number.isFinite(weight));
  if (odd) throw new TypeError(`${where}: the weight of item "${odd.id}" is a finite number; got ${odd.weight}.`);
  if (items.every(({ weight = 1 }) => weight === 0)) throw new TypeError(`${where}: at least one item has a weight other than 0.`);
}

function failed({ weight = 1 }: RubricQuestion, yes: number | null): boolean {
  return yes !== null && (weight < 0 ? yes > 0.5 : yes < 0.5);
}

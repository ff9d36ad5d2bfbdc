import { classOf } from "./stratified-draw.ts";

/** Square: rows are the expected classes, columns what was answered, in the order of the labels. */
export type ClassMatrix = {
  readonly variant: string;
  /** Sorted; an answer without a class counts as the last one, `(none)`. */
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
  readonly n: number;
};

const NONE = "(none)";

/** Returns how often each expected class was answered as which, or null where no row names a class. `classField` names the field of the output; without it the usual names are tried. */
export function classMatrix(
  variant: string,
  answers: readonly { readonly expected: unknown; readonly output: unknown }[],
  classField?: string,
): ClassMatrix | null {
  const pairs = answers.flatMap(({ expected, output }) => {
    const label = classOf(expected, classField);
    return label === null ? [] : [{ label, answer: classOf(output, classField) ?? NONE }];
  });
  if (pairs.length === 0) return null;
  const named = [...new Set(pairs.flatMap(({ label, answer }) => [label, answer]))].filter((label) => label !== NONE).sort();
  const labels = pairs.some(({ answer }) => answer === NONE) ? [...named, NONE] : named;
  const place = new Map(labels.map((label, index) => [label, index]));
  const counts = labels.map(() => labels.map(() => 0));
  for (const { label, answer } of pairs) {
    const row = counts[place.get(label) ?? -1];
    const column = place.get(answer) ?? -1;
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return { variant, labels, counts, n: pairs.length };
}

import { classOf } from "./stratified-draw.ts";

/** Rows are the expected classes, columns what was answered; the last column of an answer without a class is `null`. */
export type ClassMatrix = {
  readonly variant: string;
  readonly labels: readonly string[];
  readonly columns: readonly (string | null)[];
  readonly counts: readonly (readonly number[])[];
  readonly n: number;
};

/**
 * Returns how often each expected class was answered as which, or null where no row names a class. `classField` is a field of the output;
 * without it the usual names are tried.
 */
export function classMatrix(
  variant: string,
  answers: readonly { readonly expected: unknown; readonly output: unknown }[],
  classField?: string,
): ClassMatrix | null {
  const pairs = answers.flatMap(({ expected, output }) => {
    const label = classOf(expected, classField);
    return label === null ? [] : [{ label, answer: classOf(output, classField) }];
  });
  if (pairs.length === 0) return null;
  const labels = [...new Set(pairs.map(({ label }) => label))].sort();
  const wrong = pairs.flatMap(({ answer }) => (answer === null || labels.includes(answer) ? [] : [answer]));
  const columns: (string | null)[] = [...labels, ...[...new Set(wrong)].sort()];
  if (pairs.some(({ answer }) => answer === null)) columns.push(null);
  const counts = labels.map((label) =>
    columns.map((column) => pairs.filter((pair) => pair.label === label && pair.answer === column).length),
  );
  return { variant, labels, columns, counts, n: pairs.length };
}

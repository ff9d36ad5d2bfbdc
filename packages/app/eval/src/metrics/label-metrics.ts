/** One item: the right label, and the one given; null where none of the labels came (an invalid answer): wrong, and no class of its own. */
export interface LabelPair {
  readonly expected: string;
  readonly given: string | null;
  /** Items of one cluster are not independent; an item without one stands alone. Only `labelEstimate` asks. */
  readonly cluster?: string | undefined;
}

export interface ClassMetrics {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Items whose right label this is. */
  readonly support: number;
  /** Items that were given it. */
  readonly predicted: number;
}

export interface LabelAverages {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface LabelMetrics {
  readonly n: number;
  readonly accuracy: number;
  /** Mean recall of the classes that are expected somewhere. */
  readonly balancedAccuracy: number;
  /** Plain mean over the classes that are expected or given somewhere. */
  readonly macro: LabelAverages;
  /** Of the hits over all labels given and all items. */
  readonly micro: LabelAverages;
  /** Mean weighted by support. */
  readonly weighted: LabelAverages;
  /** Matthews' correlation, −1..1, for any number of classes (Gorodkin 2004); 0 where only one label is expected or given. */
  readonly mcc: number;
  /** By label, in code unit order. */
  readonly perClass: readonly ClassMetrics[];
  /** `counts[i][j]`: items of label i that were given label j; `none[i]`: that were given none. */
  readonly confusion: {
    readonly labels: readonly string[];
    readonly counts: readonly (readonly number[])[];
    readonly none: readonly number[];
  };
}

/**
 * Returns the metrics of closed labels over many items. What would be divided by zero is 0. Agrees with scikit-learn (`zero_division=0`) where
 * every item was given a label; there a label outside the classes would be a class more in the macro mean, here `given: null` is not.
 * @throws RangeError for no item
 */
export function labelMetrics(pairs: readonly LabelPair[]): LabelMetrics {
  const coded = codedPairs(pairs);
  return readConfusion(
    coded,
    Uint32Array.from(pairs, (_, i) => i),
  );
}

/** Labels as numbers, once for many resamples. */
export interface CodedPairs {
  readonly labels: readonly string[];
  readonly expected: Uint32Array;
  /** The number of labels where none was given. */
  readonly given: Uint32Array;
}

/** Returns the pairs with their labels as numbers. @throws RangeError for no item */
export function codedPairs(pairs: readonly LabelPair[]): CodedPairs {
  if (pairs.length === 0) throw new RangeError("Label metrics need at least one item; got none.");
  const labels = [...new Set(pairs.flatMap(({ expected, given }) => (given === null ? [expected] : [expected, given])))].sort();
  const codes = new Map(labels.map((label, i) => [label, i]));
  const code = (label: string | null): number => (label === null ? labels.length : (codes.get(label) ?? labels.length));
  return {
    labels,
    expected: Uint32Array.from(pairs, (pair) => code(pair.expected)),
    given: Uint32Array.from(pairs, (pair) => code(pair.given)),
  };
}

/** Returns the metrics of the items at these positions. */
export function readConfusion({ expected, given, labels }: CodedPairs, positions: Uint32Array): LabelMetrics {
  const size = labels.length;
  const counts = labels.map(() => new Array<number>(size + 1).fill(0));
  for (const position of positions) {
    const row = counts[expected[position] ?? 0];
    const column = given[position] ?? size;
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  const n = positions.length;
  const support = counts.map(sum);
  const predicted = Array.from({ length: size + 1 }, (_, j) => sum(counts.map((row) => row[j] ?? 0)));
  const perClass = labels.map((label, i): ClassMetrics => {
    const hits = counts[i]?.[i] ?? 0;
    const [wanted, had] = [support[i] ?? 0, predicted[i] ?? 0];
    return {
      label,
      precision: ratio(hits, had),
      recall: ratio(hits, wanted),
      f1: ratio(2 * hits, wanted + had),
      support: wanted,
      predicted: had,
    };
  });
  const hits = sum(counts.map((row, i) => row[i] ?? 0));
  const labelled = n - (predicted[size] ?? 0);
  const there = perClass.filter(({ predicted, support }) => support + predicted > 0);
  const supported = perClass.filter((each) => each.support > 0);
  return {
    n,
    accuracy: ratio(hits, n),
    balancedAccuracy: ratio(sum(supported.map(({ recall }) => recall)), supported.length),
    macro: averages(there, () => 1),
    micro: { precision: ratio(hits, labelled), recall: ratio(hits, n), f1: ratio(2 * hits, labelled + n) },
    weighted: averages(perClass, (each) => each.support),
    mcc: matthews(n, { hits, support, predicted }),
    perClass,
    confusion: { labels, counts: counts.map((row) => row.slice(0, size)), none: counts.map((row) => row[size] ?? 0) },
  };
}

function averages(classes: readonly ClassMetrics[], weight: (each: ClassMetrics) => number): LabelAverages {
  const total = sum(classes.map(weight));
  const mean = (read: (each: ClassMetrics) => number): number => ratio(sum(classes.map((each) => weight(each) * read(each))), total);
  return { precision: mean((each) => each.precision), recall: mean((each) => each.recall), f1: mean((each) => each.f1) };
}

function matthews(
  n: number,
  { hits, predicted, support }: { readonly hits: number; readonly support: readonly number[]; readonly predicted: readonly number[] },
): number {
  const squares = (counts: readonly number[]): number => sum(counts.map((count) => count * count));
  const both = sum(support.map((count, i) => count * (predicted[i] ?? 0)));
  const spread = Math.sqrt((n * n - squares(predicted)) * (n * n - squares(support)));
  return ratio(hits * n - both, spread);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** Grades by document id; what is not in it is not judged. A grade of at least 1 is relevant; one below 0 stands for not judged. */
export type Judgements = { readonly [document: string]: number };

export interface CutoffMetrics {
  /** Over k, also where fewer were retrieved. */
  readonly precision: number;
  readonly recall: number;
  readonly ndcg: number;
  /** 1 where a relevant document is among the first k. */
  readonly success: number;
}

export interface RankingMetrics {
  readonly retrieved: number;
  readonly relevant: number;
  readonly relevantRetrieved: number;
  readonly averagePrecision: number;
  readonly reciprocalRank: number;
  readonly ndcg: number;
  /** Precision at as many as there are relevant. */
  readonly rPrecision: number;
  /** Over judged documents only (Buckley and Voorhees 2004). */
  readonly bpref: number;
  /** F1 of the retrieved as a set. */
  readonly setF1: number;
  /** By cutoff. */
  readonly at: { readonly [k: string]: CutoffMetrics };
}

export interface RankingOptions {
  /** @default [5, 10, 20] */
  readonly cutoffs?: readonly number[] | undefined;
}

/**
 * Returns the retrieval metrics of one ranking, best first, against graded judgements; all are 0 where nothing is relevant. Gains are the grades
 * (linear), the discount log2(rank + 1), and the ideal is over all judged documents, retrieved or not. A document that comes again counts at its first
 * place. Agrees with trec_eval 10.0-rc3; the 2^grade − 1 form and an ideal over the retrieved only give other numbers.
 * @throws RangeError for a cutoff that is no whole number of at least 1
 */
export function rankingMetrics(ranking: readonly string[], judged: Judgements, options: RankingOptions = {}): RankingMetrics {
  const { cutoffs = [5, 10, 20] } = options;
  for (const k of cutoffs) if (!Number.isInteger(k) || k < 1) throw new RangeError(`A cutoff is a whole number of at least 1; got ${k}.`);
  const ids = [...new Set(ranking)];
  const grades = ids.map((id) => (Object.hasOwn(judged, id) ? (judged[id] ?? 0) : null));
  const all = Object.values(judged);
  const ideal = all.filter((grade) => grade > 0).sort((a, b) => b - a);
  const relevant = all.filter((grade) => grade >= 1).length;
  const isRelevant = grades.map((grade) => grade !== null && grade >= 1);
  const hitsIn = (k: number): number => isRelevant.slice(0, k).filter(Boolean).length;
  const relevantRetrieved = hitsIn(ids.length);
  const first = isRelevant.indexOf(true);
  let seen = 0;
  let precisions = 0;
  isRelevant.forEach((hit, i) => {
    if (hit) precisions += ++seen / (i + 1);
  });
  const ndcg = (k: number): number => share(discounted(grades.slice(0, k)), discounted(ideal.slice(0, k)));
  return {
    retrieved: ids.length,
    relevant,
    relevantRetrieved,
    averagePrecision: share(precisions, relevant),
    reciprocalRank: first === -1 ? 0 : 1 / (first + 1),
    ndcg: ndcg(Number.POSITIVE_INFINITY),
    rPrecision: share(hitsIn(relevant), relevant),
    bpref: preference(grades, { relevant, judgedOther: all.filter((grade) => grade >= 0 && grade < 1).length }),
    setF1: share(2 * relevantRetrieved, ids.length + relevant),
    at: Object.fromEntries(
      cutoffs.map((k) => [
        k,
        { precision: hitsIn(k) / k, recall: share(hitsIn(k), relevant), ndcg: ndcg(k), success: hitsIn(k) > 0 ? 1 : 0 },
      ]),
    ),
  };
}

function discounted(grades: readonly (number | null)[]): number {
  let sum = 0;
  grades.forEach((grade, i) => {
    if (grade !== null && grade > 0) sum += grade / Math.log2(i + 2);
  });
  return sum;
}

function preference(
  grades: readonly (number | null)[],
  { judgedOther, relevant }: { readonly relevant: number; readonly judgedOther: number },
): number {
  let others = 0;
  let sum = 0;
  for (const grade of grades) {
    if (grade === null || grade < 0) continue;
    if (grade < 1) others++;
    else sum += others === 0 ? 1 : 1 - Math.min(others, relevant) / Math.min(judgedOther, relevant);
  }
  return share(sum, relevant);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

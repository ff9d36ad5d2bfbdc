/** Grades by document id. Above 0 is relevant; what is not named was not judged and counts as not relevant. */
export type Judgements = ReadonlyMap<string, number>;

/** Best first: ids, or hits, of which the order counts and the score does not. */
export type Ranking = readonly (string | { readonly id: string })[];

/**
 * Returns nDCG of a ranking, in 0..1: the sum of grade / log2(place + 1), over the same sum of the best possible ranking (Järvelin and Kekäläinen 2002,
 * with linear gains, as trec_eval's ndcg and ndcg_cut). The best ranking is of all judged documents, found or not. 0 where none is relevant.
 */
export function ndcg(ranking: Ranking, judgements: Judgements, depth: number = Number.POSITIVE_INFINITY): number {
  checkDepth(depth);
  const ideal = [...judgements.values()].sort((a, b) => b - a);
  const best = discountedGain(ideal, depth);
  return best === 0 ? 0 : discountedGain(gradesOf(ranking, judgements), depth) / best;
}

/**
 * Returns average precision, in 0..1: the mean over all relevant documents of the precision at their place, 0 for those not found (trec_eval's map
 * before the mean). 0 where none is relevant.
 */
export function averagePrecision(ranking: Ranking, judgements: Judgements): number {
  let found = 0;
  let sum = 0;
  for (const [index, grade] of gradesOf(ranking, judgements).entries()) if (grade > 0) sum += ++found / (index + 1);
  return share(sum, relevantIn(judgements));
}

/** Returns 1 / the place of the first relevant document, from 1 down; 0 where none was found (trec_eval's recip_rank). */
export function reciprocalRank(ranking: Ranking, judgements: Judgements): number {
  const first = gradesOf(ranking, judgements).findIndex((grade) => grade > 0);
  return first === -1 ? 0 : 1 / (first + 1);
}

/** Returns the share of all relevant documents among the first `depth`, in 0..1; 0 where none is relevant (trec_eval's recall). */
export function recallAt(ranking: Ranking, judgements: Judgements, depth: number): number {
  return share(foundIn(ranking, judgements, depth), relevantIn(judgements));
}

/** Returns the share of relevant ones among the first `depth` places, in 0..1; places that the ranking leaves empty count as not relevant (trec_eval's P). */
export function precisionAt(ranking: Ranking, judgements: Judgements, depth: number): number {
  return foundIn(ranking, judgements, depth) / depth;
}

function discountedGain(grades: readonly number[], depth: number): number {
  return grades.slice(0, depth).reduce((sum, grade, index) => sum + Math.max(0, grade) / Math.log2(index + 2), 0);
}

function foundIn(ranking: Ranking, judgements: Judgements, depth: number): number {
  checkDepth(depth);
  return gradesOf(ranking, judgements)
    .slice(0, depth)
    .filter((grade) => grade > 0).length;
}

function relevantIn(judgements: Judgements): number {
  return [...judgements.values()].filter((grade) => grade > 0).length;
}

function gradesOf(ranking: Ranking, judgements: Judgements): readonly number[] {
  const ids = ranking.map((one) => (typeof one === "string" ? one : one.id));
  if (new Set(ids).size < ids.length) throw new RangeError("A ranking names each document once; this one names one twice.");
  return ids.map((id) => judgements.get(id) ?? 0);
}

function checkDepth(depth: number): void {
  if (depth === Number.POSITIVE_INFINITY || (Number.isInteger(depth) && depth > 0)) return;
  throw new RangeError(`depth is a whole number of at least 1; got ${depth}.`);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

import { type CutoffMetrics, type Judgements, type RankingMetrics, type RankingOptions, rankingMetrics } from "./ranking-metrics.ts";

/** By query: what was retrieved, in any order. */
export type RetrievalRun = { readonly [query: string]: readonly { readonly id: string; readonly score: number }[] };

/** By query: the judged documents. */
export type Qrels = { readonly [query: string]: Judgements };

export interface RunMetricsOptions extends RankingOptions {
  /** A judged query that the run lacks: `zero` counts it as nothing found (trec_eval -c), `ignore` leaves it out, as trec_eval does by itself. @default "zero" */
  readonly missing?: "zero" | "ignore" | undefined;
}

export interface RunMetrics {
  readonly queries: { readonly [query: string]: RankingMetrics };
  /** Over the queries: their average precision is MAP, their reciprocal rank MRR; counts are means too. */
  readonly mean: RankingMetrics;
  readonly n: number;
  /** Judged queries that the run lacks. */
  readonly missing: readonly string[];
  /** Queries of the run that nothing is judged for: left out. */
  readonly unjudged: readonly string[];
}

/**
 * Returns the retrieval metrics of a run as trec_eval: ordered by falling score, read as 32-bit numbers, ties by falling document id in
 * code unit order. @throws RangeError where no query has both
 */
export function runMetrics(run: RetrievalRun, qrels: Qrels, options: RunMetricsOptions = {}): RunMetrics {
  const { missing: policy = "zero", ...ranking } = options;
  const missing = Object.keys(qrels).filter((query) => !Object.hasOwn(run, query));
  const unjudged = Object.keys(run).filter((query) => !Object.hasOwn(qrels, query));
  const counted = Object.keys(qrels).filter((query) => policy === "zero" || Object.hasOwn(run, query));
  if (missing.length === Object.keys(qrels).length) {
    throw new RangeError("No query of the run is judged: check that both name queries alike.");
  }
  const queries = Object.fromEntries(
    counted.map((query) => [query, rankingMetrics(rankedIds(run[query] ?? []), qrels[query] ?? {}, ranking)]),
  );
  return { queries, mean: meanOf(Object.values(queries)), n: counted.length, missing, unjudged };
}

/** Returns the ids by falling score, ties by falling id. */
export function rankedIds(hits: readonly { readonly id: string; readonly score: number }[]): string[] {
  return hits
    .map(({ id, score }) => ({ id, score: Math.fround(score) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0))
    .map(({ id }) => id);
}

function meanOf(all: readonly RankingMetrics[]): RankingMetrics {
  const mean = (read: (metrics: RankingMetrics) => number): number => all.reduce((sum, metrics) => sum + read(metrics), 0) / all.length;
  const cutoffs = Object.keys(all[0]?.at ?? {});
  const meanAt = (k: string, measure: keyof CutoffMetrics): number => mean(({ at }) => at[k]?.[measure] ?? 0);
  return {
    retrieved: mean(({ retrieved }) => retrieved),
    relevant: mean(({ relevant }) => relevant),
    relevantRetrieved: mean(({ relevantRetrieved }) => relevantRetrieved),
    averagePrecision: mean(({ averagePrecision }) => averagePrecision),
    reciprocalRank: mean(({ reciprocalRank }) => reciprocalRank),
    ndcg: mean(({ ndcg }) => ndcg),
    rPrecision: mean(({ rPrecision }) => rPrecision),
    bpref: mean(({ bpref }) => bpref),
    setF1: mean(({ setF1 }) => setF1),
    at: Object.fromEntries(
      cutoffs.map((k) => [
        k,
        { precision: meanAt(k, "precision"), recall: meanAt(k, "recall"), ndcg: meanAt(k, "ndcg"), success: meanAt(k, "success") },
      ]),
    ),
  };
}

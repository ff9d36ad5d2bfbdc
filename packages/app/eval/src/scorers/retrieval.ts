import type { Scorer } from "@pawl/core";
import { type Judgements, type RankingMetrics, rankingMetrics } from "../metrics/ranking-metrics.ts";
import { acceptedAnswers, NO_ANSWER, scorerHash } from "./code-scorer.ts";

export type RetrievalMeasure =
  | "ndcg"
  | "average-precision"
  | "reciprocal-rank"
  | "recall"
  | "precision"
  | "success"
  | "r-precision"
  | "bpref";

/** Ids by falling rank, or hits of a Retriever by theirs. */
export type RankedOutput = readonly (string | { readonly id: string })[];

/** Grades by document id, or the ids of the relevant ones. */
export type RelevantDocuments = Judgements | readonly string[];

/** Where the ranking is: the output, what the trace's retrieval for context found, or what of it stood in the prompt. */
export type RankingSource = "output" | "retrieved" | "prompt";

export interface RetrievalOptions<
  From extends RankingSource = RankingSource,
  M extends RetrievalMeasure = RetrievalMeasure,
  K extends number | undefined = number | undefined,
> {
  readonly measure: M;
  /** Only the first k; `recall`, `precision` and `success` need one, `ndcg` may have one. */
  readonly k?: K;
  /** @default "output" */
  readonly from?: From | undefined;
}

/** `ndcg@10`, or the measure alone. */
export type RetrievalName<M extends RetrievalMeasure, K extends number | undefined> = K extends number ? `${M}@${K}` : M;

/**
 * Returns a scorer of one ranking by `rankingMetrics` (as trec_eval), called after its measure, `ndcg@10`. The mean over the examples is the usual
 * number: MAP for `average-precision`, MRR for `reciprocal-rank`. Unscored where no document is relevant: nothing could be found.
 * @throws RangeError for a k that is no whole number of at least 1, that is missing, or that the measure does not take
 */
export function retrieval<const M extends RetrievalMeasure, const K extends number | undefined = undefined>(
  options: RetrievalOptions<"retrieved" | "prompt", M, K> & { readonly from: "retrieved" | "prompt" },
): Scorer<unknown, unknown, RelevantDocuments, RetrievalName<M, K>>;
export function retrieval<const M extends RetrievalMeasure, const K extends number | undefined = undefined>(
  options: RetrievalOptions<"output", M, K>,
): Scorer<unknown, RankedOutput, RelevantDocuments, RetrievalName<M, K>>;
export function retrieval(options: RetrievalOptions): Scorer<unknown, RankedOutput, RelevantDocuments> {
  const { from = "output", k, measure } = options;
  const needed = CUT.has(measure);
  if (k === undefined ? needed : !needed && measure !== "ndcg") {
    throw new RangeError(`"${measure}" ${needed ? 'is of the first k: give "k"' : "takes no k"}.`);
  }
  if (k !== undefined && (!Number.isInteger(k) || k < 1)) throw new RangeError(`"k" is a whole number of at least 1; got ${k}.`);
  return {
    name: k === undefined ? measure : `${measure}@${k}`,
    hash: scorerHash("retrieval", 2, { measure, k, from }),
    direction: "higher",
    scale: "share",
    score: ({ example, output, trace }) => {
      const [wanted] = acceptedAnswers(example) ?? [];
      if (wanted === undefined) return NO_ANSWER;
      const found = trace.steps.flatMap((step) => (step.kind === "retrieval" && step.purpose === "context" ? step.hits : []));
      const ranked = from === "output" ? output : from === "retrieved" ? found : trace.used.context;
      const ids = ranked.map((each) => (typeof each === "string" ? each : each.id));
      const metrics = rankingMetrics(ids, gradesOf(wanted), { cutoffs: k === undefined ? [] : [k] });
      if (metrics.relevant === 0) return { kind: "unscored", reason: "No document is judged relevant." };
      const { relevant, relevantRetrieved, retrieved } = metrics;
      return { kind: "score", value: Math.min(1, read(metrics, { measure, k })), detail: { relevant, relevantRetrieved, retrieved } };
    },
  };
}

const CUT: ReadonlySet<RetrievalMeasure> = new Set(["recall", "precision", "success"]);

function gradesOf(wanted: RelevantDocuments): Judgements {
  return isList(wanted) ? Object.fromEntries(wanted.map((id) => [id, 1])) : wanted;
}

function isList(wanted: RelevantDocuments): wanted is readonly string[] {
  return Array.isArray(wanted);
}

function read(metrics: RankingMetrics, { k, measure }: Pick<RetrievalOptions, "k" | "measure">): number {
  const at = metrics.at[String(k)];
  switch (measure) {
    case "ndcg":
      return at?.ndcg ?? metrics.ndcg;
    case "average-precision":
      return metrics.averagePrecision;
    case "reciprocal-rank":
      return metrics.reciprocalRank;
    case "r-precision":
      return metrics.rPrecision;
    case "bpref":
      return metrics.bpref;
    default:
      return at?.[measure] ?? 0;
  }
}

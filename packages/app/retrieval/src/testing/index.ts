export { type ConformanceDocument, type MakeRetriever, retrieverConformance } from "@pawl/core/testing";
export {
  averagePrecision,
  type Judgements,
  ndcg,
  precisionAt,
  type Ranking,
  recallAt,
  reciprocalRank,
} from "./ranked-metrics.ts";

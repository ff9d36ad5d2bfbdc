import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { RankingMetrics } from "./ranking-metrics.ts";
import { runMetrics } from "./run-metrics.ts";

// Made by fixtures/reference/trec-reference.py with pytrec-eval-terrier 0.5.11.
const OURS = fileURLToPath(new URL("../../fixtures/reference/trec", import.meta.url));
/** The folder `test` of trec_eval's sources, which are not shipped: its qrels.test, results.test and out.test.aq. */
const SAMPLE = process.env["PAWL_TREC_SAMPLE"];

const rows = (folder: string, file: string): string[][] =>
  readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.trim().split(/\s+/));

/** By query: the second and third of each row. */
function byQuery<T>(all: readonly string[][], read: (row: readonly string[]) => T): { [query: string]: T[] } {
  const queries: { [query: string]: T[] } = {};
  for (const row of all) queries[row[0] ?? ""] = [...(queries[row[0] ?? ""] ?? []), read(row)];
  return queries;
}

const PLAIN: { readonly [measure: string]: (metrics: RankingMetrics) => number } = {
  num_ret: ({ retrieved }) => retrieved,
  num_rel: ({ relevant }) => relevant,
  num_rel_ret: ({ relevantRetrieved }) => relevantRetrieved,
  map: ({ averagePrecision }) => averagePrecision,
  recip_rank: ({ reciprocalRank }) => reciprocalRank,
  ndcg: ({ ndcg }) => ndcg,
  Rprec: ({ rPrecision }) => rPrecision,
  bpref: ({ bpref }) => bpref,
  set_F: ({ setF1 }) => setF1,
};
const CUT = { P: "precision", recall: "recall", ndcg_cut: "ndcg", success: "success" } as const;
const CUTOFFS = [1, 5, 10, 15, 20, 30, 100, 200, 500, 1_000];

function measured(measure: string, metrics: RankingMetrics | undefined): number | undefined {
  if (metrics === undefined) return undefined;
  const plain = Object.hasOwn(PLAIN, measure) ? PLAIN[measure] : undefined;
  if (plain !== undefined) return plain(metrics);
  const [, name = "", k = ""] = /^(P|recall|ndcg_cut|success)_(\d+)$/.exec(measure) ?? [];
  return name === "P" || name === "recall" || name === "ndcg_cut" || name === "success" ? metrics.at[k]?.[CUT[name]] : undefined;
}

/** Holds all that trec_eval printed of a folder's run against ours, to the last digit that is printed; returns how many values that were. */
function compared(folder: string): number {
  const run = byQuery(rows(folder, "results.test"), ([, , id = "", , score = ""]) => ({ id, score: Number(score) }));
  const judged = byQuery(rows(folder, "qrels.test"), ([, , id = "", grade = ""]) => [id, Number(grade)] as const);
  const qrels = Object.fromEntries(Object.entries(judged).map(([query, pairs]) => [query, Object.fromEntries(pairs)]));
  const { mean, n, queries } = runMetrics(run, qrels, { missing: "ignore", cutoffs: CUTOFFS });
  let count = 0;
  for (const [measure = "", query = "", printed = ""] of rows(folder, "out.test.aq")) {
    const found = measured(measure, query === "all" ? mean : queries[query]);
    if (found === undefined) continue;
    // Counts are summed there, and means with us.
    const value = query === "all" && measure.startsWith("num_") ? found * n : found;
    const digits = Math.max(4, (printed.split(".")[1] ?? "").length);
    expect(Math.abs(value - Number(printed)), `${measure} of ${query}`).toBeLessThanOrEqual(0.5001 * 10 ** -digits);
    count++;
  }
  return count;
}

describe("runMetrics beside trec_eval", () => {
  it("equals it in 20 measures of 16 queries and their means: ties, grades below 0, nothing relevant, nothing found, scores past 32 bits", () => {
    expect(compared(OURS)).toBe(20 * 17);
  });

  it.runIf(SAMPLE !== undefined)("equals what it prints of its own sample", () => {
    expect(compared(SAMPLE ?? "")).toBeGreaterThan(50);
  });
});

/**
 * `pnpm bench retrieval`: quality and time of `bm25Retriever` on SciFact (5,183 abstracts, 300 claims; PAWL_DATA says where), beside minisearch 7.2.
 * `minisearch` has its own tokenizer and defaults over title and text; `minisearchSameTerms` the terms of our analyser over one field, so that only
 * index and ranking differ. Each is built and asked in turn, five rounds after one that does not count; times are medians: of building (ours with the
 * hash of the corpus), and of one query for ten hits.
 */
import { cpus } from "node:os";
import type { Retriever } from "@pawl/core";
import { bm25Retriever, createAnalyzer } from "@pawl/retrieval";
import MiniSearch from "minisearch";
import { flat, loadScifact, quality } from "../src/retrieval/scifact.ts";

const data = process.env["PAWL_DATA"];
if (data === undefined) {
  process.stderr.write("PAWL_DATA is not set. It names the folder that holds scifact/.\n");
  process.exit(64);
}
const ROUNDS = 5;
const scifact = loadScifact(data);
const documents = flat(scifact);
type Engine = Pick<Retriever, "retrieve">;

function fromMiniSearch(index: MiniSearch): Engine {
  return {
    retrieve: async (query, { count = 10 } = {}) =>
      index
        .search(query)
        .slice(0, count)
        .map(({ id, score }, place) => ({ id: String(id), score, rank: place + 1, text: "", metadata: {} })),
  };
}

function plainMiniSearch(): Engine {
  const index = new MiniSearch({ fields: ["title", "text"] });
  index.addAll(scifact.documents);
  return fromMiniSearch(index);
}

function sameTermsMiniSearch(): Engine {
  const analyze = createAnalyzer();
  const index = new MiniSearch({ fields: ["text"], tokenize: (text) => [...analyze(text)], processTerm: (term) => term });
  index.addAll(documents);
  return fromMiniSearch(index);
}

const engines = [
  { name: "pawl", build: (): Engine => bm25Retriever({ name: "scifact", documents }) },
  { name: "minisearch", build: plainMiniSearch },
  { name: "minisearchSameTerms", build: sameTermsMiniSearch },
].map((one) => ({ ...one, indexMs: [] as number[], queryMs: [] as number[], ndcg10: 0 }));

for (let round = 0; round <= ROUNDS; round++) {
  for (const engine of engines) {
    const startedAt = performance.now();
    const built = engine.build();
    const builtAt = performance.now();
    let hits = 0;
    for (const { text } of scifact.queries) hits += (await built.retrieve(text, { count: 10 })).length;
    const queryMs = (performance.now() - builtAt) / scifact.queries.length;
    if (hits < scifact.queries.length) throw new Error(`${engine.name} found next to nothing: ${hits} hits.`);
    if (round === 0) engine.ndcg10 = (await quality(scifact, built)).ndcg10;
    else {
      engine.indexMs.push(builtAt - startedAt);
      engine.queryMs.push(queryMs);
    }
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const figures = engines.map(({ name, indexMs, queryMs, ndcg10 }) => ({ name, ndcg10, indexMs: median(indexMs), queryMs: median(queryMs) }));
const [ours] = figures;
const rounded = (value: number): number => Number(value.toPrecision(4));
const metrics: { [name: string]: number } = {};
for (const { name, ndcg10, indexMs, queryMs } of figures) {
  const prefix = name === "pawl" ? "" : `peers.${name}.`;
  metrics[`${prefix}ndcg10`] = rounded(ndcg10);
  metrics[`${prefix}indexMs`] = rounded(indexMs);
  metrics[`${prefix}queryMs`] = rounded(queryMs);
  if (ours && prefix !== "") {
    metrics[`${prefix}indexRatio`] = rounded(indexMs / ours.indexMs);
    metrics[`${prefix}queryRatio`] = rounded(queryMs / ours.queryMs);
  }
  process.stdout.write(`${name}: nDCG@10 ${ndcg10.toFixed(4)}, index ${indexMs.toFixed(0)} ms, query ${queryMs.toFixed(3)} ms\n`);
}
process.stdout.write(
  `${JSON.stringify({
    bench: "retrieval",
    metrics,
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version },
  })}\n`,
);

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Retriever } from "@pawl/core";
import { type Judgements, ndcg, recallAt } from "@pawl/retrieval/testing";
import { z } from "zod";

/** SciFact as BEIR has it: abstracts, claims of the test split, and which abstracts say something of a claim. */
export interface Scifact {
  readonly documents: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly queries: readonly { readonly text: string; readonly judgements: Judgements }[];
}

const row = z.object({ _id: z.string(), title: z.string(), text: z.string() });

export function loadScifact(data: string): Scifact {
  const read = (file: string): Buffer => readFileSync(join(data, "scifact", file));
  const lines = (text: Buffer): readonly string[] => text.toString("utf8").trim().split("\n");
  const documents = lines(gunzipSync(read("corpus.jsonl.gz"))).map((line) => {
    const { _id: id, title, text } = row.parse(JSON.parse(line));
    return { id, title, text };
  });
  const judged = new Map<string, Map<string, number>>();
  for (const line of lines(read("qrels.test.trec.txt"))) {
    const [query = "", , document = "", grade] = line.split(/\s+/);
    const grades = judged.get(query) ?? new Map<string, number>();
    judged.set(query, grades.set(document, Number(grade)));
  }
  const queries = lines(read("queries.test.tsv")).map((line) => {
    const [id = "", text = ""] = line.split("\t");
    return { text, judgements: judged.get(id) ?? new Map<string, number>() };
  });
  return { documents, queries };
}

/** Title and text as one, as Anserini's flat index has them. */
export function flat({ documents }: Scifact): readonly { readonly id: string; readonly text: string }[] {
  return documents.map(({ id, title, text }) => ({ id, text: `${title} ${text}` }));
}

export async function quality(
  { queries }: Scifact,
  retriever: Pick<Retriever, "retrieve">,
): Promise<{ ndcg10: number; recall100: number }> {
  let gain = 0;
  let recall = 0;
  for (const { text, judgements } of queries) {
    const hits = await retriever.retrieve(text, { count: 100 });
    gain += ndcg(hits, judgements, 10);
    recall += recallAt(hits, judgements, 100);
  }
  return { ndcg10: gain / queries.length, recall100: recall / queries.length };
}

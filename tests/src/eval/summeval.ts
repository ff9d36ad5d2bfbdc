import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { seededRandom, shuffled } from "@pawl/core";

export type SummaryAspect = "coherence" | "consistency" | "fluency" | "relevance";

/** One of the 1,600 summaries of SummEval with its four human scores, means of three experts from 1 to 5. */
export interface JudgedSummary {
  readonly id: string;
  readonly source: string;
  readonly reference: string;
  readonly system: string;
  readonly text: string;
  readonly human: { readonly [aspect in SummaryAspect]: number };
}

type Row = {
  readonly id: string;
  readonly source: string;
  readonly reference: string;
  readonly outputs: readonly { readonly system: string; readonly text: string; readonly human: JudgedSummary["human"] }[];
};

/** Returns all summaries, in the order of the file, from the folder of public data. */
export function summaries(data: string): JudgedSummary[] {
  const lines = gunzipSync(readFileSync(join(data, "summeval", "summeval.jsonl.gz")))
    .toString()
    .trim()
    .split("\n");
  return lines.flatMap((line) => {
    const { id, outputs, reference, source }: Row = JSON.parse(line);
    return outputs.map((output) => ({ ...output, id: `${id}/${output.system}`, source, reference }));
  });
}

/** Returns one summary of each of the first `count` sources, each system about as often as any other. */
export function onePerSource(all: readonly JudgedSummary[], count: number): JudgedSummary[] {
  const sources = Map.groupBy(all, ({ source }) => source);
  return shuffled([...sources.values()], seededRandom("summeval"))
    .slice(0, count)
    .flatMap((outputs, index) => outputs[index % outputs.length] ?? []);
}

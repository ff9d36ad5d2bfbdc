import type { Scorer } from "@pawl/core";
import { semanticEntropy as entropyOf } from "@pawl/stats";
import { yesNo } from "./criterion.ts";
import type { Doubt } from "./read-reply.ts";
import { type Compare, type SampledOptions, sampledScorer } from "./sampled-scorer.ts";

export interface SemanticEntropyOptions<I, O> extends SampledOptions<I, O> {
  /** Outputs drawn. @default 10 */
  readonly samples?: number | undefined;
}

const ENTAILS = yesNo("Read as two answers to the input: does the first say everything that the second says?", {
  yes: "whoever accepts the first must accept the second as well",
  no: "the second says something that the first does not say, or something else",
});

/**
 * Returns a scorer of uncertainty in meaning: several outputs are drawn and clustered, two of a cluster saying the same (each entails the other, by more than ½),
 * and the score is the clusters' entropy −Σ p ln p in nats, 0 where all agree, lower is better (Farquhar et al. 2024, Nature 630, discrete form). It is about
 * the input, not about the output that is scored. The detail has the clusters' sizes. Costs samples + at most samples · (samples − 1) calls.
 */
export function semanticEntropy<I, O>(options: SemanticEntropyOptions<I, O>): Scorer<I, O, unknown, "semantic-entropy"> {
  return sampledScorer<I, O, "semantic-entropy">({
    ...options,
    name: "semantic-entropy",
    direction: "lower",
    scale: "real",
    defaultSamples: 10,
    criterion: ENTAILS,
    tags: ["first", "second"],
    measure: async (_output, samples, compare) => {
      const clusters = await meaningClusters(samples, compare);
      if ("kind" in clusters) return clusters;
      const sizes = clusters.map((members) => members.length).sort((a, b) => b - a);
      return {
        kind: "judged",
        value: entropyOf(clusters.flatMap((members, meaning) => members.map(() => meaning))),
        detail: { clusters: sizes, meanings: clusters.map(([text = ""]) => text) },
      };
    },
  });
}

/** Returns the texts by meaning: each joins the first cluster whose first member entails it and is entailed by it. Equal texts are not compared. */
async function meaningClusters(texts: readonly string[], compare: Compare): Promise<string[][] | Doubt> {
  const clusters: string[][] = [];
  for (const [i, text] of texts.entries()) {
    let home: string[] | null = null;
    for (const [j, cluster] of clusters.entries()) {
      const [first = ""] = cluster;
      const same = first === text || (await entailEachOther(first, text, (a, b, way) => compare(a, b, `pair-${j}-${i}-${way}`)));
      if (typeof same !== "boolean") return same;
      if (!same) continue;
      home = cluster;
      break;
    }
    if (home) home.push(text);
    else clusters.push([text]);
  }
  return clusters;
}

async function entailEachOther(first: string, second: string, compare: Compare): Promise<boolean | Doubt> {
  const there = await compare(first, second, "there");
  if (typeof there !== "number" || there <= 0.5) return typeof there === "number" ? false : there;
  const back = await compare(second, first, "back");
  return typeof back === "number" ? back > 0.5 : back;
}

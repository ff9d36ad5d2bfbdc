import { join } from "node:path";
import { hashOf } from "@pawl/core";
import { criterionJudge, yesNo } from "@pawl/eval/judge";
import { openaiModel } from "@pawl/inference";
import { cassette, completion, type ScriptedRequest, type ScriptedServer, scriptedServer } from "@pawl/inference/testing";
import type { JudgedSummary } from "./summeval.ts";

/** Returns an OpenAI-compatible server whose model counts words. */
export function judgeServer(): Promise<ScriptedServer> {
  return scriptedServer((request) => completion(JSON.stringify({ reasoning: "Words were counted.", verdict: verdict(request) })));
}

/** What the scripted model answers: by how many words of the summary the article has, and of those at its beginning. */
function verdict({ body }: ScriptedRequest): string {
  const asked = JSON.stringify(body);
  const words = (tag: string): string[] =>
    (new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(asked)?.[1] ?? "").toLowerCase().match(/[a-z]{4,}/g) ?? [];
  const article = words("context");
  const answer = words("answer");
  const found = (among: readonly string[]): number => {
    const known = new Set(among);
    return answer.filter((word) => known.has(word)).length / Math.max(1, answer.length);
  };
  if (asked.includes("supported by the article")) return found(article) > 0.97 ? "yes" : "no";
  const share = found(article.slice(0, article.length / 3));
  return share > 0.75 ? "high" : share > 0.5 ? "middle" : "low";
}

/** Returns a `fetch` that keeps requests apart on many small cassettes: one is read and written whole. */
export function shelf(folder: string, mode: "record" | "replay"): typeof globalThis.fetch {
  const tapes = new Map<string, typeof globalThis.fetch>();
  return (input, init) => {
    const shard = hashOf(String(init?.body)).slice(0, 2);
    const tape = tapes.get(shard) ?? cassette({ path: join(folder, `${shard}.json`), mode });
    tapes.set(shard, tape);
    return tape(input, init);
  };
}

/** Returns a yes/no judge of consistency and one of relevance with three levels, of a model behind this endpoint. */
export function scriptedJudges(baseUrl: string, fetch: typeof globalThis.fetch, byId: ReadonlyMap<string, JudgedSummary>) {
  const model = openaiModel({ model: "scripted-judge", baseUrl, fetch, capabilities: { contextTokens: null, logProbs: false } });
  const sections: Parameters<typeof criterionJudge<string>>[0]["sections"] = ({ example, output }) => [
    { tag: "context", value: byId.get(example.id)?.source ?? "" },
    { tag: "answer", value: output },
  ];
  const shared = { model, sections, draws: 1, weighting: "draws", sampling: { temperature: 0, maxTokens: 200 } } as const;
  return {
    consistency: criterionJudge<string, "consistency">({
      ...shared,
      name: "consistency",
      criterion: yesNo("Is every statement of the summary supported by the article?", { yes: "each is", no: "some is not" }),
    }),
    relevance: criterionJudge<string, "relevance">({
      ...shared,
      name: "relevance",
      criterion: {
        question: "How much of what matters in the article does the summary say?",
        levels: [
          { label: "high", value: 1, anchor: "all of it" },
          { label: "middle", value: 0.5, anchor: "some of it" },
          { label: "low", value: 0, anchor: "none of it" },
        ],
      },
    }),
  };
}

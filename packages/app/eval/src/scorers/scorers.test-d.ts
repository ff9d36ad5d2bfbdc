import type { Dataset, Runner, Scorer, ToolCall } from "@pawl/core";
import {
  type AcceptedCall,
  type Evaluation,
  evaluate,
  exact,
  fieldF1,
  includes,
  latency,
  negate,
  passAt,
  recordOnly,
  retrieval,
  rubric,
  toolCalls,
  weighted,
} from "../index.ts";
import { labelPairs } from "../metrics.ts";
import { bleu, refusal, rouge } from "../text.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Equal<A, B>): void;

declare const texts: Dataset<string, string>;
declare const answer: Runner<string, string>;
declare const tickets: Dataset<string, { intent: string }>;
declare const triage: Runner<string, { intent: string }>;

// combined scorers keep what they need and are called after what they are made of
const run = await evaluate({
  dataset: texts,
  run: answer,
  scorers: [
    negate(includes()),
    passAt(rouge("Lsum"), 0.5),
    passAt(latency(), 2000),
    recordOnly(bleu()),
    rubric({ items: [{ id: "polite", scorer: passAt(refusal(), 0), veto: true }] }),
    weighted({ name: "mix", members: [{ scorer: includes() }, { scorer: bleu(), weight: 2 }] }),
  ],
});
same<typeof run, Evaluation<string, string, "not-includes" | "rouge-lsum-pass" | "latency-ms-pass" | "bleu" | "rubric" | "mix">>(true);

// what a member needs, the whole needs
const strict = rubric({ name: "strict", items: [{ id: "a", scorer: includes() }] });
same<typeof strict, Scorer<unknown, string, string, "strict">>(true);
// @ts-expect-error its scorers read texts, the task gives tickets
await evaluate({ dataset: tickets, run: triage, scorers: [rubric({ items: [{ id: "a", scorer: includes() }] })] });
// @ts-expect-error as before
await evaluate({ dataset: tickets, run: triage, scorers: [negate(includes())] });
await evaluate({
  dataset: tickets,
  run: triage,
  scorers: [weighted({ name: "w", members: [{ scorer: exact() }, { scorer: fieldF1() }] })],
});

// a ranking's scorer is called after its measure and k
same<ReturnType<typeof named>["name"], "ndcg@10">(true);
function named() {
  return retrieval({ measure: "ndcg", k: 10 });
}

// calls come from core's messages
declare const calling: Runner<string, { content: string; toolCalls?: readonly ToolCall[] }>;
declare const wanted: Dataset<string, readonly AcceptedCall[]>;
await evaluate({ dataset: wanted, run: calling, scorers: [toolCalls()] });
await evaluate({ dataset: wanted, run: answer, scorers: [toolCalls({ from: "trace" })] });
// @ts-expect-error a text holds no calls
await evaluate({ dataset: wanted, run: answer, scorers: [toolCalls()] });

labelPairs(run, { metric: "bleu" });
// @ts-expect-error no such metric
labelPairs(run, { metric: "label" });

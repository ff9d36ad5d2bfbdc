import { fakeModel } from "@pawl/core/testing";
import { compare } from "./compare/compare.ts";
import { conversationGoalJudge, factualityJudge, jury, pairwiseJudge, selfConsistency, toneJudge } from "./judge.ts";
import { datasetOf } from "./run/evaluate.fixture.ts";
import { evaluate } from "./run/evaluate.ts";

const model = fakeModel();
const dataset = datasetOf([{ id: "1", input: "a", expected: "b" }]);
const run = (input: string): string => input;

const panel = jury([factualityJudge({ model }), factualityJudge({ model })], { name: "panel" });
const evaluation = await evaluate({ dataset, run, scorers: [toneJudge({ model, tone: "brief" }), panel] });
evaluation.items[0]?.scores.tone;
compare(evaluation, evaluation, { metric: "panel" });
// @ts-expect-error no judge has that name
compare(evaluation, evaluation, { metric: "factuality" });

// @ts-expect-error a judge needs a model
factualityJudge({});
// @ts-expect-error a tone judge must be told the tone
toneJudge({ model });
// @ts-expect-error what a function compares with is not in the hash: a version is
pairwiseJudge<string>({ model, against: () => "b" });

// @ts-expect-error a text is no conversation
await evaluate({ dataset, run, scorers: [conversationGoalJudge({ model })] });

await evaluate({ dataset, run, scorers: [selfConsistency({ sample: run, by: { model } })] });
// @ts-expect-error a sampler of numbers does not take the inputs
await evaluate({ dataset, run, scorers: [selfConsistency({ sample: (input: number) => `${input}`, by: { model } })] });

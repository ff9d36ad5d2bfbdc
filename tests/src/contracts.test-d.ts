// What must and must not type-check across the packages: the contracts' own tests. `tsc` is the test runner.

import type {
  Calibration,
  Decision,
  Feedback,
  GenerateResult,
  Json,
  LanguageModel,
  Look,
  Message,
  Retriever,
  Rung,
  Runner,
  RunRecord,
  Scorer,
  Spend,
  Step,
  Store,
  StoredScore,
  Task,
  Trace,
  Tried,
  Variant,
  VariantRecord,
  Verdict,
} from "@pawl/core";
import { defineTask, type InputOf, type OutputOf, withJsonSchema } from "@pawl/core";
import { examples } from "@pawl/data";
import { compare, type Evaluation, evaluate } from "@pawl/eval";
import { createRunner } from "@pawl/prompt";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { defineConfig } from "pawl";
import * as z from "zod";

declare function expectType<T>(value: T): void;
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Equal<A, B>): void;

const Ticket = z.object({ intent: z.enum(["where", "claim"]), place: z.string().optional() });
const intake = defineTask({ name: "intake", input: z.object({ message: z.string() }), output: Ticket });
same<typeof intake, Task<"intake", { message: string }, { intent: "where" | "claim"; place?: string | undefined }>>(true);
same<InputOf<typeof intake>, { message: string }>(true);
same<OutputOf<typeof intake>["intent"], "where" | "claim">(true);

// a task of anything goes where any task goes
const any: Task = intake;
const list: readonly Task[] = [intake, any];
void list;

// what comes out could have gone in: defaults are fine, a transform is not
const input = z.object({ message: z.string() });
same<OutputOf<ReturnType<typeof withDefault>>, { tone: string }>(true);
function withDefault() {
  return defineTask({ name: "d", input, output: z.object({ tone: z.string().default("plain") }) });
}
// @ts-expect-error a date is not what the model wrote
defineTask({ name: "t", input, output: z.object({ at: z.string().transform((s) => new Date(s)) }) });
declare const plain: StandardSchemaV1<{ a: string }>;
// @ts-expect-error a plain Standard Schema cannot say itself as JSON Schema
defineTask({ name: "p", input, output: plain });
same<OutputOf<ReturnType<typeof described>>, { a: string }>(true);
function described() {
  return defineTask({ name: "p", input, output: withJsonSchema(plain, { type: "object" }) });
}

declare const variant: Variant;
declare const model: LanguageModel;
const runner = createRunner({ task: intake, variant, models: [model] });
same<typeof runner, Runner<{ message: string }, { intent: "where" | "claim"; place?: string | undefined }>>(true);
createRunner({ task: intake, variant, models: async () => model });

// contravariant: a runner of a wider input serves a narrower one, never the other way
const narrower: Runner<{ message: string; locale: string }> = runner;
void narrower;
// @ts-expect-error needs a field that this runner's callers do not give
const wider: Runner<{ text: string }> = runner;
void wider;

declare const fieldF1: Scorer<unknown, object, object, "field-f1">;
declare const label: Scorer<unknown, string, string, "label">;
declare const byIntent: Scorer<unknown, { intent: string }, { intent: string }, "intent">;

const dataset = examples(intake, [
  { id: "0", split: "train", input: { message: "hi" } },
  { id: "1", input: { message: "hi" }, expected: { intent: "where" } },
]);
// @ts-expect-error an intent that the task does not have is reported at the row, not by widening the task
examples(intake, [{ id: "1", input: { message: "hi" }, expected: { intent: "refund" } }]);
// @ts-expect-error misspelt input
examples(intake, [{ id: "1", input: { mesage: "hi" } }]);
createRunner({ task: intake, variant, models: [model], datasets: [dataset] });
// @ts-expect-error demonstrations of another task
createRunner({ task: withDefault(), variant, models: [model], datasets: [dataset] });

const before = await evaluate({ dataset, run: runner, scorers: [fieldF1, byIntent] });
const after = await evaluate({
  dataset,
  run: async ({ message }) => ({ intent: message === "x" ? ("where" as const) : ("claim" as const) }),
  scorers: [fieldF1, byIntent],
});
same<typeof after, Evaluation<{ message: string }, { intent: "where" | "claim" }, "field-f1" | "intent">>(true);
expectType<Verdict>(compare(before, after).verdict);
compare(before, after, { metric: "intent" });
// @ts-expect-error no such metric
compare(before, after, { metric: "label" });
const one = await evaluate({ dataset, run: runner, scorers: [byIntent] });
compare(before, one);
// @ts-expect-error a metric that only one of them has
compare(before, one, { metric: "field-f1" });
await evaluate({
  dataset,
  run: runner,
  // @ts-expect-error this scorer reads strings, the task gives tickets: said here and only here
  scorers: [label],
});
// @ts-expect-error the function wants an input the data set does not give
await evaluate({ dataset, run: async (input: { text: string }) => ({ intent: input.text }), scorers: [fieldF1] });
// @ts-expect-error the sealed split is looked at for a reason
await evaluate({ dataset, run: runner, scorers: [fieldF1], split: "test" });
await evaluate({ dataset, run: runner, scorers: [fieldF1], split: { unseal: "confirmation" } });

// inline scorer, after `run`: its output is inferred
await evaluate({
  dataset,
  run: runner,
  scorers: [
    {
      name: "short",
      hash: "h",
      direction: "higher",
      scale: "binary",
      score: ({ output, example }) => ({ kind: "score", value: output.place === example.expected?.place ? 1 : 0 }),
    },
  ],
});

defineConfig({
  tasks: {
    intake: { task: intake, dataset: "data/messages.jsonl", scorers: [fieldF1, byIntent] },
  },
  models: [model],
});
defineConfig({
  // @ts-expect-error a scorer of strings for a task of tickets
  tasks: { intake: { task: intake, dataset: "data/messages.jsonl", scorers: [label] } },
  models: [model],
});

const rung: Rung = {
  kind: "instructions",
  searched: false,
  propose: async ({ round }) => (round > 0 ? [] : [{ variant, name: "plain", parents: [], note: "" }]),
};
void rung;

// a message is of its role
const reply: Message = { role: "tool", toolCallId: "1", content: "x" };
void reply;
// @ts-expect-error an answer to which call?
const lost: Message = { role: "tool", content: "x" };
void lost;

// everything stored is JSON, each of them; an interface or a Date anywhere inside would be an error here
type Stored<T extends Json> = T;
declare const stored: [
  Stored<Variant>,
  Stored<VariantRecord>,
  Stored<Message>,
  Stored<GenerateResult>,
  Stored<Step>,
  Stored<Trace<Json, Json>>,
  Stored<Verdict>,
  Stored<Decision>,
  Stored<Tried>,
  Stored<RunRecord>,
  Stored<StoredScore>,
  Stored<Feedback>,
  Stored<Look>,
  Stored<Calibration>,
  Stored<Spend>,
  Stored<Evaluation<Json, Json, "a">>,
];
void stored;
// @ts-expect-error not JSON
export type NotJson = Stored<{ readonly at: Date }>;
declare const store: Store;
declare const result: GenerateResult;
void store.cache.put("key", result);

declare const retriever: Retriever;
const detached = retriever.retrieve;
void detached;
// @ts-expect-error exactOptionalPropertyTypes: stored records leave a field out
const bad: Variant = { ...variant, context: undefined };
void bad;

import { type Dataset, defineTask, type Json, type Runner, type Scorer, type Verdict, withJsonSchema } from "@pawl/core";
import * as z from "zod";
import { compare, type Evaluation, evaluate, evaluateEach, exact, fieldF1, label, numeric } from "./index.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Equal<A, B>): void;
declare function expectType<T>(value: T): void;

type Message = { message: string };
type Ticket = { intent: "where" | "claim"; place?: string | undefined };
declare const dataset: Dataset<Message, Ticket>;
declare const runner: Runner<Message, Ticket>;
declare const byIntent: Scorer<unknown, { intent: string }, { intent: string }, "intent">;
const slots = fieldF1({ ignore: ["intent"] });

const before = await evaluate({ dataset, run: runner, scorers: [slots, byIntent] });
const after = await evaluate({
  dataset,
  run: async ({ message }) => ({ intent: message === "x" ? ("where" as const) : ("claim" as const) }),
  scorers: [slots, byIntent],
});
same<typeof after, Evaluation<Message, { intent: "where" | "claim" }, "field-f1" | "intent">>(true);
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
  scorers: [label()],
});
// @ts-expect-error the function wants an input the data set does not give
await evaluate({ dataset, run: async (input: { text: string }) => ({ intent: input.text }), scorers: [slots] });
// @ts-expect-error the sealed split is looked at for a reason
await evaluate({ dataset, run: runner, scorers: [slots], split: "test" });
await evaluate({ dataset, run: runner, scorers: [slots], split: { unseal: "confirmation" } });

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

// ready-made scorers are typed by what they need, and a field's scorer is called after it
const both = await evaluate({ dataset, run: runner, scorers: [label({ field: "intent" }), exact()] });
same<typeof both, Evaluation<Message, Ticket, "intent" | "exact">>(true);
// @ts-expect-error a field that the output does not have
await evaluate({ dataset, run: runner, scorers: [label({ field: "topic" })] });
// @ts-expect-error numbers are read from numbers and texts
await evaluate({ dataset, run: runner, scorers: [numeric()] });

for await (const { scores, trace } of evaluateEach({ dataset, run: runner, scorers: [slots] })) {
  expectType<string>(trace.input.message);
  expectType<"score" | "unscored">(scores["field-f1"].kind);
  // @ts-expect-error not one of its metrics
  void scores.intent;
}

// a task's own types reach the scorer through the data set
const task = defineTask({ name: "t", input: z.object({ n: z.number() }), output: withJsonSchema(z.number(), { type: "number" }) });
declare const ofTask: Dataset<{ n: number }, number>;
void task;
await evaluate({ dataset: ofTask, run: ({ n }) => n, scorers: [numeric({ tolerance: 1 })] });

// everything returned can be stringified and read back
declare const stored: Evaluation<Json, Json, "a">;
const plain: Json = stored;
void plain;

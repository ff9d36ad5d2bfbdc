import type { StandardSchemaV1 } from "@standard-schema/spec";
import * as z from "zod";
import {
  type Calibration,
  type Decision,
  defineTask,
  type Feedback,
  type GenerateResult,
  type InputOf,
  type Json,
  type Look,
  type Message,
  type OutputOf,
  type PawlErrorShape,
  type Retriever,
  type Rung,
  type Runner,
  type RunRecord,
  type Score,
  type Scorer,
  type Spend,
  type Step,
  type Store,
  type StoredScore,
  type Task,
  type Trace,
  type Tried,
  type Unscored,
  type Variant,
  type VariantRecord,
  type Verdict,
  withJsonSchema,
} from "./index.ts";

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
const withDefault = defineTask({ name: "d", input, output: z.object({ tone: z.string().default("plain") }) });
same<OutputOf<typeof withDefault>, { tone: string }>(true);
// @ts-expect-error a date is not what the model wrote
defineTask({ name: "t", input, output: z.object({ at: z.string().transform((s) => new Date(s)) }) });
declare const plain: StandardSchemaV1<{ a: string }>;
// @ts-expect-error a plain Standard Schema cannot say itself as JSON Schema
defineTask({ name: "p", input, output: plain });
const described = defineTask({ name: "p", input, output: withJsonSchema(plain, { type: "object" }) });
same<OutputOf<typeof described>, { a: string }>(true);
// @ts-expect-error a profile has no such audience
defineTask({ name: "t", input, output: Ticket, profile: { audience: "everybody" } });

// contravariant: a runner of a wider input serves a narrower one, never the other way
declare const runner: Runner<{ message: string }, { intent: "where" | "claim" }>;
const narrower: Runner<{ message: string; locale: string }> = runner;
void narrower;
// @ts-expect-error needs a field that this runner's callers do not give
const wider: Runner<{ text: string }> = runner;
void wider;

// a scorer of less serves where more is given, never the other way
declare const fieldF1: Scorer<unknown, object, object, "field-f1">;
declare const label: Scorer<unknown, string, string, "label">;
const ofTickets: Scorer<unknown, { intent: string }, { intent: string }> = fieldF1;
void ofTickets;
// @ts-expect-error this scorer reads strings, the task gives tickets
const ofStrings: Scorer<unknown, { intent: string }, { intent: string }> = label;
void ofStrings;

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
  Stored<Score | Unscored>,
  Stored<PawlErrorShape>,
];
void stored;
// @ts-expect-error not JSON
type NotJson = Stored<{ readonly at: Date }>;
declare const notJson: NotJson;
void notJson;
declare const store: Store;
declare const result: GenerateResult;
void store.cache.put("key", result);

// function properties: they can be taken off
declare const retriever: Retriever;
const detached = retriever.retrieve;
void detached;
declare const variant: Variant;
// @ts-expect-error exactOptionalPropertyTypes: stored records leave a field out
const bad: Variant = { ...variant, context: undefined };
void bad;

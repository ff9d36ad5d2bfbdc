import { type Dataset, defineTask, type LanguageModel, type Runner, type Variant } from "@pawl/core";
import * as z from "zod";
import { createRenderer, createRunner, type Template, template } from "./index.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Equal<A, B>): void;

const intake = defineTask({
  name: "intake",
  input: z.object({ message: z.string() }),
  output: z.object({ intent: z.enum(["where", "claim"]), place: z.string().optional() }),
});
const other = defineTask({ name: "d", input: z.object({ message: z.string() }), output: z.object({ tone: z.string().default("plain") }) });
declare const variant: Variant;
declare const model: LanguageModel;

const runner = createRunner({ task: intake, variant, models: [model] });
same<typeof runner, Runner<{ message: string }, { intent: "where" | "claim"; place?: string | undefined }>>(true);
createRunner({ task: intake, variant, models: async () => model });

// Contravariant: a runner of a wider input serves a narrower one, never the other way.
const narrower: Runner<{ message: string; locale: string }> = runner;
void narrower;
// @ts-expect-error needs a field that this runner's callers do not give
const wider: Runner<{ text: string }> = runner;
void wider;

declare const dataset: Dataset<{ message: string }, { intent: "where" | "claim"; place?: string | undefined }>;
createRunner({ task: intake, variant, models: [model], datasets: [dataset] });
// @ts-expect-error demonstrations of another task
createRunner({ task: other, variant, models: [model], datasets: [dataset] });

const renderer = createRenderer({ task: intake, variant });
renderer.render({ message: "hi" }, { demonstrations: [], context: [] });
// @ts-expect-error the input of another task
renderer.render({ text: "hi" }, { demonstrations: [], context: [] });
createRunner({ task: intake, variant, models: [model], renderer });

const hello = template("Hello {{name}}, from {{ place }} and {{name}}");
same<typeof hello, Template<"name" | "place">>(true);
hello.render({ name: "Ada", place: "London" });
// @ts-expect-error `place` is missing
hello.render({ name: "Ada" });
// @ts-expect-error the template has no `age`
hello.render({ name: "Ada", place: "London", age: 3 });
const values = { name: "Ada", place: "London", age: 3 };
// @ts-expect-error neither has it for values that were made before
hello.render(values);
template("nothing").render({});
// @ts-expect-error no gap to fill
template("nothing").render({ name: "Ada" });
declare const unknown: string;
template(unknown).render({ anything: 1 });

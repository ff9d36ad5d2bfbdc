import {
  type Budget,
  type Clock,
  type Dataset,
  idSource,
  type LanguageModel,
  type ModelResolver,
  type Outcome,
  type Renderer,
  type Retriever,
  type RunEvent,
  type Runner,
  type RunOptions,
  type Step,
  type Store,
  systemClock,
  type Task,
  type TaskRef,
  type Tool,
  type Trace,
  type Variant,
  variantId,
} from "@pawl/core";
import { answerInput, incapable } from "./answer-input.ts";
import { outcomeOf } from "./call-failure.ts";
import { createRenderer } from "./create-renderer.ts";
import { demonstrationSource, findRetriever, queryText } from "./demonstration-source.ts";
import { findModel, listedModel } from "./find-model.ts";
import { pathText } from "./judge-answer.ts";
import { outputForm } from "./output-form.ts";
import type { RunNotes, RunPlan } from "./run-plan.ts";
import { allowedTools } from "./run-tools.ts";
import { tokenCounter } from "./token-counter.ts";

export interface RunnerOptions<I, O> {
  readonly task: Task<string, I, O>;
  readonly variant: Variant;
  /** Models to pick the variant's from, by id, weights' hash and adapter; or a resolver, asked on the first run. */
  readonly models: readonly LanguageModel[] | ModelResolver;
  /** Those that the variant names, by name and hash. @default none */
  readonly retrievers?: readonly Retriever[] | undefined;
  /** Where demonstrations that the variant names by id are read from. @default none */
  readonly datasets?: readonly Dataset<NoInfer<I>, NoInfer<O>>[] | undefined;
  /** The code of the tools that the variant allows. @default none */
  readonly tools?: readonly Tool[] | undefined;
  /** @default createRenderer({ task, variant }) */
  readonly renderer?: Renderer<NoInfer<I>> | undefined;
  /** Each is reserved the worst case before every call and settled after. @default none */
  readonly budgets?: readonly Budget[] | undefined;
  /** Answers by the hash of model and whole request. @default none */
  readonly cache?: Store["cache"] | undefined;
  /** Returns what the outcome keeps of something that a model, retriever or budget threw, while its stack is still there: an error that says where. @default what was thrown */
  readonly mapError?: ((thrown: unknown) => unknown) | undefined;
  /** @default systemClock */
  readonly clock?: Clock | undefined;
}

/**
 * Returns the Runner of a variant: the only thing that interprets one. What happens in a run becomes the trace's outcome; `run` rejects, and
 * `stream` throws, only for an input that does not fit the task. It stores nothing.
 * @throws TypeError where the variant is of another task, or names a model, retriever, split, tool or field that is not given.
 */
export function createRunner<I, O>(options: RunnerOptions<I, O>): Runner<I, O> {
  const plan = planOf(options);
  const task: TaskRef = { name: options.task.name, hash: options.task.hash };
  const id = variantId(options.variant);
  const newId = idSource({ clock: plan.clock });

  const carryOut = async function* (input: I, runOptions: RunOptions, streaming: boolean): AsyncGenerator<RunEvent<O>, Trace<unknown, O>> {
    await checkInput(options.task, input);
    const startedAt = plan.clock.now();
    const notes: RunNotes = { steps: [], used: { demonstrations: [], context: [] } };
    let outcome: Outcome<O>;
    try {
      outcome = yield* answerInput(plan, input, { options: runOptions, notes, streaming });
    } catch (thrown) {
      const kept = options.mapError === undefined ? thrown : options.mapError(thrown);
      outcome = outcomeOf(kept, runOptions, { startedAt, now: plan.clock.now() });
    }
    const record = { id: newId(), task, variantId: id, rendererHash: plan.renderer.hash };
    return {
      format: "pawl.trace/1",
      ...record,
      ...told(input, runOptions, notes),
      outcome,
      startedAt,
      totalMs: plan.clock.now() - startedAt,
    };
  };

  return {
    task,
    variantId: id,
    rendererHash: plan.renderer.hash,
    run: async (input, runOptions = {}) => {
      const events = carryOut(input, runOptions, false);
      for (;;) {
        const next = await events.next();
        if (next.done) return next.value;
      }
    },
    stream: async function* (input, runOptions = {}) {
      yield { type: "end", trace: yield* carryOut(input, runOptions, true) };
    },
  };
}

function planOf<I, O>(options: RunnerOptions<I, O>): RunPlan<I, O> {
  const { task, variant, models, retrievers = [], datasets = [] } = options;
  const renderer = options.renderer ?? createRenderer({ task, variant });
  if (variant.task !== task.name) throw new TypeError(`The variant is for task "${variant.task}"; got task "${task.name}".`);
  const form = outputForm(task.outputJsonSchema);
  if (variant.decoding === "choose" && form.kind !== "closed") {
    throw new TypeError(
      `The variant decodes by "choose", which needs a closed output (an enum of strings or a boolean); the output of task "${task.name}" is not. Use "schema" or "free".`,
    );
  }
  const { context, demonstrations } = variant;
  if (demonstrations.kind === "retrieved") findRetriever(retrievers, demonstrations.retriever);
  const counters = new WeakMap<LanguageModel, ReturnType<typeof tokenCounter>>();
  const plan: RunPlan<I, O> = {
    task,
    variant,
    form,
    renderer,
    model: findModel(models, variant.model),
    counterOf: (model) => {
      const counter = counters.get(model) ?? tokenCounter(model);
      counters.set(model, counter);
      return counter;
    },
    demonstrations: demonstrationSource({ task, demonstrations, datasets }),
    context: context ? { retriever: findRetriever(retrievers, context), queryOf: queryText(task, context, "context's query") } : null,
    retrievers,
    tools: allowedTools(variant, options.tools ?? []),
    budgets: options.budgets ?? [],
    cache: options.cache,
    clock: options.clock ?? systemClock,
  };
  const listed = listedModel(models, variant.model);
  const cannot = listed && incapable(plan, listed);
  if (cannot) throw new TypeError(cannot);
  return plan;
}

async function checkInput(task: Task, input: unknown): Promise<void> {
  const { issues } = await task.input["~standard"].validate(input);
  if (issues === undefined) return;
  const shown = issues.slice(0, 20).map(({ path, message }) => `${pathText(path) || "input"}: ${message}`);
  const more = issues.length > 20 ? ` and ${issues.length - 20} more` : "";
  throw new TypeError(`The input does not fit task "${task.name}": ${shown.join("; ")}${more}. Nothing was run.`);
}

function told(input: unknown, options: RunOptions, notes: RunNotes): Pick<Trace, "input" | "origin" | "used" | "steps"> {
  const steps: readonly Step[] = notes.steps.toSorted((a, b) => a.startedAt - b.startedAt);
  return { origin: options.origin ?? {}, input, used: notes.used, steps };
}

import type { Dataset, LanguageModel, RunOptions, Store, Trace } from "@pawl/core";
import type { EvaluateOptions } from "@pawl/eval";
import { rememberAnswers } from "@pawl/prompt";
import type { TaskEntry } from "../define-config.ts";
import type { Output } from "../output.ts";
import { codeHash } from "./code-hash.ts";
import type { FirstFailure } from "./first-failure.ts";
import { type OpenQueueOptions, openQueue } from "./open-queue.ts";
import type { Project } from "./project.ts";
import { servedRunner } from "./served-runner.ts";
import { type Subject, servedCode, servedVersion } from "./subject-of.ts";

export type ByWorkersOptions = Subject & {
  readonly dataset: Dataset;
  readonly cache: Store["cache"];
  readonly failure: FirstFailure;
};

/** What is evaluated, on workers, and the store that takes results off the queue as it is given them. */
export interface OnWorkers {
  readonly run: Pick<EvaluateOptions<unknown, unknown, string, unknown>, "run" | "version">;
  readonly releasing: (store: Store) => Store;
}

/** An evaluation whose cases are run by workers. */
export interface ByWorkers extends AsyncDisposable {
  /** @throws PawlError as `runnerOf` */
  readonly subject: (project: Project, entry: TaskEntry, options: ByWorkersOptions) => Promise<OnWorkers>;
}

/**
 * Returns what has a subject run by the workers of a queue. A variant's answers that the cache has are not asked for, those of workers are put into it.
 * The task's own function is held to the code of the configuration and what it imports. @throws as `openQueue`
 */
export async function byWorkers(output: Output, options: OpenQueueOptions): Promise<ByWorkers> {
  const { distributedFunction, distributedRunner } = await import("@pawl/compute");
  const queue = await openQueue(output, options);
  return {
    subject: async (project, entry, { cache, dataset, failure, fallback, model, variant }) => {
      if (variant === null) {
        const own = distributedFunction<unknown, unknown>({
          queue,
          task: entry.task,
          code: servedCode(codeHash(project.configPath), entry),
        });
        return { run: { run: failure.guardedTraced(own), version: servedVersion(entry) }, releasing: own.releasing };
      }
      const runner = await servedRunner(project, entry, { variant, model, fallback, dataset });
      const spare = fallback === null ? null : { ...fallback, model: unasked(fallback.model) };
      const cached = await servedRunner(project, entry, { variant, model: unasked(model), fallback: spare, dataset, cache });
      const known = async (input: unknown, runOptions: RunOptions) => knownAnswer(await cached.run(input, runOptions));
      const distributed = distributedRunner({ queue, runner, variant, known });
      return {
        run: { run: failure.guarded(distributed) },
        releasing: (store) => distributed.releasing(remembering(store)),
      };
    },
    [Symbol.asyncDispose]: queue[Symbol.asyncDispose],
  };
}

/** The model as its requests are hashed, which answers none. */
function unasked(model: LanguageModel): LanguageModel {
  const refuse = (): never => {
    throw new Error("The cache has no answer to this request.");
  };
  return {
    ...model,
    // Counting would load a model here. Without a limit a prompt stays as it is, and one that was too long was never answered either.
    capabilities: { ...model.capabilities, contextTokens: null },
    countTokens: () => 0,
    generate: async () => refuse(),
    stream: async function* () {
      yield refuse();
    },
    ...(model.choose === undefined ? {} : { choose: async () => refuse() }),
  };
}

/** Null where any call was not in the cache: what else was made of that is nothing. */
function knownAnswer(trace: Trace): Trace | null {
  const calls = trace.steps.filter((step) => step.kind === "model" || step.kind === "choice");
  return calls.length > 0 && calls.every(({ cached }) => cached) ? trace : null;
}

function remembering(store: Store): Store {
  const put: Store["traces"]["put"] = async (traces) => {
    await store.traces.put(traces);
    // An answer that cannot be kept is asked for again some day.
    await Promise.allSettled(traces.map((trace) => rememberAnswers(trace, store.cache)));
  };
  return { ...store, traces: { ...store.traces, put } };
}

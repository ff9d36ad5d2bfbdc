import { type Dataset, PawlError, type Store } from "@pawl/core";
import type { EvaluateOptions } from "@pawl/eval";
import type { TaskEntry } from "../define-config.ts";
import type { FirstFailure } from "./first-failure.ts";
import type { Project } from "./project.ts";
import { runnerOf } from "./runner-of.ts";
import { type Chosen, variantOf } from "./variant-of.ts";

/** What a command measures: a variant with its model, or, both null, the task's own function. */
export type Subject = Chosen | { readonly variant: null; readonly model: null };

/**
 * Returns what is measured: the named variant or model, else the task's own function, else its champion or plain variant.
 * @throws PawlError as `variantOf`
 */
export async function subjectOf(
  project: Project,
  entry: TaskEntry,
  named: { readonly file?: string | undefined; readonly modelName?: string | undefined },
): Promise<Subject> {
  const own = entry.run !== undefined && named.file === undefined && named.modelName === undefined;
  return own ? { variant: null, model: null } : variantOf(project, entry, named);
}

/** Returns the subject as `evaluate` takes it. A variant's run is guarded: the first failure that no further case can mend stops it. @throws PawlError as `runnerOf` */
export async function subjectRun(
  project: Project,
  entry: TaskEntry,
  options: Subject & { readonly dataset: Dataset; readonly cache?: Store["cache"] | undefined; readonly failure: FirstFailure },
): Promise<Pick<EvaluateOptions<unknown, unknown, string, unknown>, "run" | "version">> {
  const { cache, dataset, failure, model, variant } = options;
  if (variant !== null) return { run: failure.guarded(await runnerOf(project, entry, { variant, model, dataset, cache })) };
  if (entry.run === undefined) throw new TypeError(`"${entry.task.name}" has no function of its own.`);
  return { run: failure.guardedFunction(entry.run), version: entry.version };
}

/** @throws PawlError `use.own-function`, beginning with `why`, where a command needs to know the prompt and the model, and the task is a function. */
export function requireVariant(subject: Subject, { task }: TaskEntry, why: string): asserts subject is Chosen {
  if (subject.variant !== null) return;
  throw new PawlError(
    "use.own-function",
    `${why}; "${task.name}" is a function of yours (tasks.${task.name}.run).\nRun it in this process: pawl eval ${task.name}. Or name a prompt and its model instead: --variant FILE, --model NAME.\nNothing was run.`,
    { facts: { task: task.name } },
  );
}

import { type Dataset, hashOf, PawlError, type Sha256, type Store, variantId } from "@pawl/core";
import type { EvaluateOptions } from "@pawl/eval";
import { runWithFallback } from "@pawl/prompt";
import type { TaskEntry } from "../define-config.ts";
import type { FirstFailure } from "./first-failure.ts";
import { ownRunner, type Traced } from "./own-runner.ts";
import type { Project } from "./project.ts";
import { runnerOf } from "./runner-of.ts";
import { fallbackOf, servedRunner } from "./served-runner.ts";
import { type Chosen, variantOf } from "./variant-of.ts";

/** What a command measures: a variant with its model, or, both null, the task's own function; and what answers where it cannot. */
export type Subject = (Chosen | { readonly variant: null; readonly model: null }) & { readonly fallback: Chosen | null };

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
  const subject = own ? ({ variant: null, model: null } as const) : await variantOf(project, entry, named);
  return { ...subject, fallback: await fallbackOf(project, entry, subject) };
}

/** Returns the subject as `evaluate` takes it. A variant's run is guarded: the first failure that no further case can mend stops it. @throws PawlError as `runnerOf` */
export async function subjectRun(
  project: Project,
  entry: TaskEntry,
  options: Subject & { readonly dataset: Dataset; readonly cache?: Store["cache"] | undefined; readonly failure: FirstFailure },
): Promise<Pick<EvaluateOptions<unknown, unknown, string, unknown>, "run" | "version">> {
  const { cache, dataset, failure, fallback, model, variant } = options;
  if (variant !== null)
    return { run: await servedRunner(project, entry, { variant, model, fallback, dataset, cache, guarded: failure.guarded }) };
  if (entry.run === undefined) throw new TypeError(`"${entry.task.name}" has no function of its own.`);
  const { traced } = failure.guardedTraced({ traced: ownRunner(entry.run) });
  return { run: { traced: await servedFunction(project, entry, { traced, fallback, dataset, cache }) }, version: servedVersion(entry) };
}

interface ServedFunctionOptions {
  readonly traced: Traced;
  readonly fallback: Chosen | null;
  readonly dataset: Dataset | null;
  readonly cache?: Store["cache"] | undefined;
}

/** Returns a task's own function as its users meet it: with the fallback, where there is one, that answers where it fails. @throws PawlError as `runnerOf` */
export async function servedFunction(
  project: Project,
  entry: TaskEntry,
  { cache, dataset, fallback, traced }: ServedFunctionOptions,
): Promise<Traced> {
  if (fallback === null) return traced;
  return runWithFallback(traced, {
    fallback: await runnerOf(project, entry, { ...fallback, dataset, cache }),
    afterMs: entry.gate?.fallbackAfterMs,
  });
}

/** Which code a task's function is, and what answers where it fails: with another fallback it is another run. */
export function servedVersion({ gate, version }: TaskEntry): string | undefined {
  if (version === undefined || gate?.fallback === undefined) return version;
  return `${version}, else ${variantId(gate.fallback)}${gate.fallbackAfterMs === undefined ? "" : ` after ${gate.fallbackAfterMs} ms`}`;
}

/** Returns the hash of what a function's cases are run with elsewhere: its code, and what answers where it fails, which the configuration may have read from a file. */
export function servedCode(code: Sha256, { gate }: Pick<TaskEntry, "gate">): Sha256 {
  if (gate?.fallback === undefined) return code;
  return hashOf({ code, fallback: variantId(gate.fallback), afterMs: gate.fallbackAfterMs ?? null });
}

/** @throws PawlError `use.own-function`, beginning with `why`, where a command needs to know the prompt and the model, and the task is a function. */
export function requireVariant(subject: Subject, { task }: TaskEntry, why: string): asserts subject is Subject & Chosen {
  if (subject.variant !== null) return;
  throw new PawlError(
    "use.own-function",
    `${why}; "${task.name}" is a function of yours (tasks.${task.name}.run).\nRun it in this process: pawl eval ${task.name}. Or name a prompt and its model instead: --variant FILE, --model NAME.\nNothing was run.`,
    { facts: { task: task.name } },
  );
}

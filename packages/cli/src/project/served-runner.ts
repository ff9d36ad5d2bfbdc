import { type LanguageModel, PawlError, type Runner, type Variant, variantId } from "@pawl/core";
import { withFallback } from "@pawl/prompt";
import type { TaskEntry } from "../define-config.ts";
import { isSame, modelOf } from "./find-model.ts";
import type { Project } from "./project.ts";
import { type RunnerParts, readsDataset, runnerOf } from "./runner-of.ts";
import type { Chosen } from "./variant-of.ts";

/**
 * Returns the variant that answers where the subject cannot (`gate.fallback`) with its model; null where there is none, or it is the subject itself.
 * @throws PawlError `use.other-model` where its weights are not here, and as `modelOf`
 */
export async function fallbackOf(
  project: Project,
  entry: TaskEntry,
  subject: { readonly variant: Variant | null; readonly model: LanguageModel | null },
): Promise<Chosen | null> {
  const variant = entry.gate?.fallback;
  if (variant === undefined || (subject.variant !== null && variantId(subject.variant) === variantId(variant))) return null;
  const same = subject.model !== null && isSame(subject.model.ref, variant.model);
  const model = same ? subject.model : await modelOf(project.config, variant.model);
  if (model !== null) return { variant, model };
  throw new PawlError(
    "use.other-model",
    `The fallback of "${entry.task.name}" (tasks.${entry.task.name}.gate.fallback) was made with other weights of ${variant.model.id} than are here.\nNothing was run.`,
    { facts: { task: entry.task.name, model: variant.model.id, sha256: variant.model.sha256 ?? null } },
  );
}

export interface ServedRunnerOptions extends Omit<RunnerParts, "retrievers"> {
  readonly variant: Variant;
  /** As `fallbackOf` gives it. */
  readonly fallback: Chosen | null;
  /** Put around the variant alone: what it cannot answer is seen there. */
  readonly guarded?: ((runner: Runner<unknown, unknown>) => Runner<unknown, unknown>) | undefined;
}

/** Returns the Runner of a saved variant as its users meet it: with the fallback that answers where it cannot. @throws PawlError as `runnerOf` */
export async function servedRunner(
  project: Project,
  entry: TaskEntry,
  { fallback, guarded = (runner) => runner, ...options }: ServedRunnerOptions,
): Promise<Runner<unknown, unknown>> {
  const first = guarded(await runnerOf(project, entry, options));
  if (fallback === null) return first;
  return withFallback(first, {
    fallback: await runnerOf(project, entry, { ...options, ...fallback }),
    afterMs: entry.gate?.fallbackAfterMs,
    cachedAsMade: true,
  });
}

/** Whether a variant, where the subject is one, or its fallback take their demonstrations from the data set. */
export function readsRows(variant: Variant | null, fallback: Chosen | null): boolean {
  return (variant !== null && readsDataset(variant)) || (fallback !== null && readsDataset(fallback.variant));
}

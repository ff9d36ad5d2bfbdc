import { defineVariant, type LanguageModel, PawlError, type Variant } from "@pawl/core";
import type { TaskEntry } from "../define-config.ts";

const MAX_TOKENS = 128;

/**
 * Returns the variant that a task begins with: its baseline, else its first instructions, greedy, by choice where the output is closed.
 * @throws PawlError `use.nothing-to-run` where the task has neither.
 */
export function plainVariant(
  { task, baseline, climb }: TaskEntry,
  model: LanguageModel,
): { readonly start: Variant; readonly startName: string } {
  if (baseline !== undefined) return { start: baseline, startName: "baseline" };
  const [first] = Object.entries(climb?.instructions ?? {});
  if (first === undefined) throw nothingToRun(task.name);
  const [startName, instructions] = first;
  const decoding = climb?.decoding ?? (isClosed(task.outputJsonSchema) ? "choose" : "schema");
  const sampling = { temperature: 0, maxTokens: climb?.maxTokens ?? MAX_TOKENS };
  return { start: defineVariant({ task: task.name, model: model.ref, instructions, decoding, sampling }), startName };
}

/** Refuses a task that has nothing to begin with, before a model is asked for. @throws PawlError `use.nothing-to-run` */
export function requireStart({ task, baseline, climb }: TaskEntry): void {
  if (baseline === undefined && Object.keys(climb?.instructions ?? {}).length === 0) throw nothingToRun(task.name);
}

function nothingToRun(task: string): PawlError {
  return new PawlError(
    "use.nothing-to-run",
    `The task "${task}" has neither a baseline nor instructions, so there is nothing to run.\nGive it climb: { instructions: { plain: "…" } } in pawl.config.ts.\nNothing was run.`,
    { facts: { task } },
  );
}

/** Whether an output is one of a list: what `choose` can decide. */
export function isClosed(schema: TaskEntry["task"]["outputJsonSchema"]): boolean {
  return Array.isArray(schema["enum"]) || schema["type"] === "boolean";
}

import { readFileSync } from "node:fs";
import { type Dataset, type LanguageModel, PawlError, type Retriever, type Runner, type Store, type Variant } from "@pawl/core";
import { createRunner } from "@pawl/prompt";
import { readChampion } from "../climb/read-champion.ts";
import { labelledTrain, plainVariant, trainRetrievers } from "../climb/standard-climb.ts";
import { textField } from "../climb/text-field.ts";
import type { TaskEntry } from "../define-config.ts";
import type { Project } from "./project.ts";

/** Returns the variant to run: the one in the named file (a variant or an artefact), else the task's champion, else its plain one. @throws PawlError `data.variant-invalid`, `io.cannot-read`. */
export async function variantOf(
  project: Project,
  entry: TaskEntry,
  { file, model }: { readonly file?: string | undefined; readonly model: LanguageModel },
): Promise<Variant> {
  if (file !== undefined) return readVariant(file, entry);
  const champion = await readChampion(project.files(entry.task).champion);
  return champion?.variant ?? plainVariant(entry, model).start;
}

function readVariant(file: string, entry: TaskEntry): Variant {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new PawlError("io.cannot-read", `The variant ${file} cannot be read. Check the path.`, { facts: { path: file }, cause });
  }
  const value = parsed(text);
  const variant = isObject(value) && isObject(value["variant"]) ? value["variant"] : value;
  if (!isObject(variant) || variant["format"] !== "pawl.variant/1") {
    throw new PawlError(
      "data.variant-invalid",
      `${file} is not a variant: expected "format": "pawl.variant/1", or a champion.json.\nNothing was run.`,
      { facts: { path: file } },
    );
  }
  if (variant["task"] !== entry.task.name) {
    throw new PawlError(
      "data.variant-invalid",
      `${file} is a variant of the task "${String(variant["task"])}", not of "${entry.task.name}".\nNothing was run.`,
      { facts: { path: file } },
    );
  }
  return variant as Variant;
}

/** Returns the Runner of a variant, with the task's train split behind its demonstrations. */
export async function runnerOf(
  entry: TaskEntry,
  {
    variant,
    models,
    dataset,
    store,
  }: {
    readonly variant: Variant;
    readonly models: readonly LanguageModel[];
    readonly dataset: Dataset;
    readonly store?: Store | undefined;
  },
): Promise<Runner<unknown, unknown>> {
  const retrieved = variant.demonstrations.kind === "retrieved";
  const retrievers: readonly Retriever[] = retrieved ? trainRetrievers(dataset, await labelledTrain(dataset), textField(entry.task)) : [];
  return createRunner({ task: entry.task, variant, models, retrievers, datasets: [dataset], cache: store?.cache });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { readFileSync } from "node:fs";
import { defineVariant, type LanguageModel, PawlError, type Variant } from "@pawl/core";
import { plainVariant } from "../climb/plain-variant.ts";
import { readChampion } from "../climb/read-champion.ts";
import type { TaskEntry } from "../define-config.ts";
import { chosenModel, isSame, modelOf } from "./find-model.ts";
import type { Project } from "./project.ts";

/** What a command runs. */
export interface Chosen {
  readonly variant: Variant;
  readonly model: LanguageModel;
}

/**
 * Returns the variant to run with its model: the one in the named file (a variant or an artefact), else the task's champion, else its plain one. A
 * named model takes the variant over.
 * @throws PawlError `data.variant-invalid`, `io.cannot-read`, `use.other-model` where the variant's weights are not here, and as `chosenModel`.
 */
export async function variantOf(
  project: Project,
  entry: TaskEntry,
  { file, modelName }: { readonly file?: string | undefined; readonly modelName?: string | undefined },
): Promise<Chosen> {
  const { config } = project;
  const made = file === undefined ? ((await readChampion(project.files(entry.task).champion))?.variant ?? null) : readVariant(file, entry);
  if (made === null || modelName !== undefined) {
    const model = await chosenModel(config, modelName);
    if (made === null) return { variant: plainVariant(entry, model).start, model };
    return { variant: isSame(made.model, model.ref) ? made : defineVariant({ ...made, model: model.ref }), model };
  }
  const model = await modelOf(config, made.model);
  if (model !== null) return { variant: made, model };
  throw new PawlError(
    "use.other-model",
    `The ${file === undefined ? "champion" : `variant ${file}`} of "${entry.task.name}" was made with other weights of ${made.model.id} than are here.\nRun it on these: --model ${made.model.id}, or climb again.\nNothing was run.`,
    { facts: { model: made.model.id, sha256: made.model.sha256 ?? null } },
  );
}

function readVariant(file: string, { task }: TaskEntry): Variant {
  const invalid = (what: string): PawlError =>
    new PawlError("data.variant-invalid", `${file} ${what}.\nNothing was run.`, { facts: { path: file } });
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new PawlError("io.cannot-read", `The variant ${file} cannot be read. Check the path.\nNothing was run.`, {
      facts: { path: file },
      cause,
    });
  }
  const value = parsed(text);
  const variant = isObject(value) && isObject(value["variant"]) ? value["variant"] : value;
  if (!isVariant(variant)) throw invalid('is not a variant: expected "format": "pawl.variant/1", or a champion.json');
  if (variant.task !== task.name) throw invalid(`is a variant of the task "${variant.task}", not of "${task.name}"`);
  return variant;
}

function isVariant(value: unknown): value is Variant {
  if (!isObject(value) || value["format"] !== "pawl.variant/1") return false;
  const objects = ["model", "demonstrations", "sampling"].every((field) => isObject(value[field]));
  return objects && typeof value["task"] === "string" && typeof value["instructions"] === "string";
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

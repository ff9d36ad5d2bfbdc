import { type LanguageModel, type ModelRef, nearestName, PawlError } from "@pawl/core";
import { catalogue, localModel } from "@pawl/local";
import type { Config } from "../define-config.ts";

const REMOTE = "openai:";

/**
 * Returns the model to use: the configuration's first, or the named one: of the configuration, `openai:<id>` at the endpoint of
 * `OPENAI_BASE_URL`, a `.gguf` file, or a name of the local catalogue.
 * @throws PawlError `use.unknown-model` with the nearest name, `use.model-unnamed`.
 */
export async function chosenModel(config: Config, name: string | undefined): Promise<LanguageModel> {
  const listed = listedModels(config);
  const [first] = listed;
  if (name === undefined) {
    if (first !== undefined) return first;
    const why =
      config.models === undefined
        ? "The configuration has no models: list one, or name one of the catalogue"
        : "The configuration finds its models by name, so say which";
    throw new PawlError("use.model-unnamed", `${why}: --model NAME.\nNothing was run.`);
  }
  const found = listed.find(({ ref }) => ref.id === name || ref.id === `${REMOTE}${name}`);
  if (found !== undefined) return found;
  if (name.startsWith(REMOTE)) {
    const { openaiModel } = await import("@pawl/inference");
    return openaiModel({ model: name.slice(REMOTE.length), baseUrl: process.env["OPENAI_BASE_URL"] || undefined });
  }
  if (name.endsWith(".gguf") || catalogue.some((entry) => entry.name === name)) return localModel(name);
  if (typeof config.models === "function") return config.models({ id: name });
  const names = [...new Set([...listed.map(({ ref }) => ref.id), ...catalogue.map((entry) => entry.name)])];
  const near = nearestName(name, names);
  throw new PawlError(
    "use.unknown-model",
    `There is no model "${name}". ${near === null ? "" : `Did you mean "${near}"? `}Known: ${names.join(", ")}; hosted ones are written openai:<id>.\nNothing was run.`,
    { facts: { model: name, suggestion: near } },
  );
}

/** Returns the model that a variant was made for, null where this machine has none with its weights. @throws PawlError as `chosenModel` */
export async function modelOf(config: Config, ref: ModelRef): Promise<LanguageModel | null> {
  const listed = listedModels(config).find((model) => isSame(model.ref, ref));
  if (listed !== undefined) return listed;
  const made = typeof config.models === "function" ? await config.models(ref) : await chosenModel(config, ref.id);
  return isSame(made.ref, ref) ? made : null;
}

/** Whether two references are of the same weights and adapter. */
export function isSame(a: ModelRef, b: ModelRef): boolean {
  return a.id === b.id && a.sha256 === b.sha256 && a.adapter?.sha256 === b.adapter?.sha256;
}

/** How many cases are run at once where nobody says: one where the model is in this process. A function, null, is taken for one that waits. */
export function usualConcurrency(model: LanguageModel | null): number {
  return model !== null && isFree(model) ? 1 : 4;
}

/** Whether a call costs no money: a model in this process. */
export function isFree({ capabilities: { price } }: LanguageModel): boolean {
  return price !== null && price.inputPerMillion === 0 && price.cachedInputPerMillion === 0 && price.outputPerMillion === 0;
}

/** Returns what lets models go at the end of a block; they cannot be used after. */
export function disposing(...models: readonly (LanguageModel | null | undefined)[]): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...new Set(models)].map((model) => model?.[Symbol.asyncDispose]?.()));
    },
  };
}

function listedModels({ models = [] }: Config): readonly LanguageModel[] {
  return typeof models === "function" ? [] : models;
}

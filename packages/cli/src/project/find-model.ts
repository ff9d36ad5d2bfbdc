import { type LanguageModel, PawlError } from "@pawl/core";
import { catalogue, localModel } from "@pawl/local";
import type { Config } from "../define-config.ts";
import { nearestName } from "../nearest-name.ts";

const REMOTE = "openai:";

/**
 * Returns the model to use: the configuration's first, or the named one: of the configuration, `openai:<id>` at the endpoint of
 * `OPENAI_BASE_URL`, a `.gguf` file, or a name of the local catalogue.
 * @throws PawlError `use.unknown-model` with the nearest name.
 */
export async function chosenModel(config: Config, name: string | undefined): Promise<LanguageModel> {
  const listed = typeof config.models === "function" ? [] : config.models;
  const [first] = listed;
  if (name === undefined) {
    if (first !== undefined) return first;
    throw new PawlError("use.model-unnamed", "The configuration finds its models by name, so say which: --model NAME.");
  }
  const found = listed.find(({ ref }) => ref.id === name || `${REMOTE}${ref.id}` === name);
  if (found !== undefined) return found;
  if (typeof config.models === "function") return config.models({ id: name });
  if (name.startsWith(REMOTE)) {
    const { openaiModel } = await import("@pawl/inference");
    return openaiModel({ model: name.slice(REMOTE.length), baseUrl: process.env["OPENAI_BASE_URL"] });
  }
  if (name.endsWith(".gguf") || catalogue.some((entry) => entry.name === name)) return localModel(name);
  const names = [...listed.map(({ ref }) => ref.id), ...catalogue.map((entry) => entry.name)];
  const near = nearestName(name, names);
  throw new PawlError(
    "use.unknown-model",
    `There is no model "${name}". ${near === null ? "" : `Did you mean "${near}"? `}Known: ${names.join(", ")}; hosted ones are written openai:<id>.`,
    {
      facts: { model: name },
    },
  );
}

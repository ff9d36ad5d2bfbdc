import type { CallOptions } from "@pawl/core";
import { catalogue } from "@pawl/local";
import { DEFAULT_ENDPOINT_MODEL, type StarterAnswers } from "./starter-files.ts";

/** Asks the four questions of `pawl init` in the terminal. Rejects with an `AbortError` where the person leaves, or the terminal is closed. */
export async function askStarter(defaults: StarterAnswers, { abortSignal }: Pick<CallOptions, "abortSignal">): Promise<StarterAnswers> {
  const closed = new AbortController();
  const close = (): void => closed.abort();
  // Ctrl-D closes the prompt's input, and the prompt itself would then wait for ever.
  const onKey = (_: unknown, key: { readonly ctrl?: boolean; readonly name?: string }): void => {
    if (key.ctrl === true && key.name === "d") close();
  };
  process.stdin.once("end", close).on("keypress", onKey);
  try {
    return await answers(defaults, AbortSignal.any([closed.signal, ...(abortSignal ? [abortSignal] : [])]));
  } finally {
    process.stdin.off("end", close).off("keypress", onKey);
  }
}

async function answers(defaults: StarterAnswers, signal: AbortSignal): Promise<StarterAnswers> {
  const { isCancel, select, text } = await import("@clack/prompts");
  const left = (): DOMException => new DOMException("Interrupted. Nothing was written.", "AbortError");
  const ask = async (message: string, placeholder: string, pattern: RegExp, what: string): Promise<string> => {
    const given = await text({
      signal,
      message,
      placeholder,
      defaultValue: placeholder,
      validate: (value) => (!value || pattern.test(value) ? undefined : what),
    });
    if (isCancel(given)) throw left();
    return given === "" ? placeholder : given;
  };
  const names = "Lower-case letters, digits and hyphens, beginning with a letter.";
  const project = await ask("What is the project called?", defaults.project, /^[a-z][a-z0-9-]*$/, names);
  const task = await ask("What is its first task called?", defaults.task, /^[a-z][a-z0-9-]*$/, names);
  const model = await select<"local" | "openai">({
    signal,
    message: "Where does the model run?",
    options: [
      { value: "local", label: "In this process (a small open-weight model, pulled once)" },
      { value: "openai", label: "At an OpenAI-compatible endpoint (needs a key)" },
    ],
  });
  if (isCancel(model)) throw left();
  if (model === "openai")
    return { project, task, model, modelName: await ask("Which model at the endpoint?", DEFAULT_ENDPOINT_MODEL, /\S/, "A model's id.") };
  const options = catalogue
    .filter(({ instruct }) => instruct)
    .map(({ name, bytes, licence }) => ({
      value: name,
      label: `${name} (${Math.round(bytes / 1e6)} MB, ${licence})`,
    }));
  const modelName = await select<string>({ signal, message: "Which model?", options, initialValue: defaults.modelName });
  if (isCancel(modelName)) throw left();
  return { project, task, model, modelName };
}

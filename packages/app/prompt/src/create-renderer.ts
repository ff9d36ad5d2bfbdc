import { hashOf, type Message, type PromptParts, type Renderer, type SearchHit, type Sha256, type Task, type Variant } from "@pawl/core";
import { inputText } from "./input-text.ts";
import { modelJson } from "./model-json.ts";
import { neutralise, neutraliseAll } from "./neutralise.ts";
import { outputForm } from "./output-form.ts";

export interface RendererOptions<I, O> {
  readonly task: Task<string, I, O>;
  readonly variant: Variant;
}

/** Counts up whenever the messages that come out change: what was measured with another one was measured on other prompts. */
const RENDERER_HASH: Sha256 = hashOf({ format: "pawl.renderer/1", version: 1 });

const DOCUMENT_TAGS = ["documents", "document"];

/**
 * Returns the Renderer of a task and variant: instructions as the system message (none where they are empty), demonstrations as turns of user and
 * assistant, then the user's turn with the documents before the input. User text is neutralised, harmless text is left as it is. Pure and synchronous.
 * @throws TypeError where the variant is of another task or its input template names a field the input does not have.
 */
export function createRenderer<I, O>(options: RendererOptions<I, O>): Renderer<I> {
  const { task, variant } = options;
  if (variant.task !== task.name) throw new TypeError(`The variant is for task "${variant.task}"; got task "${task.name}".`);
  const delimiters = variant.context ? DOCUMENT_TAGS : [];
  const textOf = inputText({ task, template: variant.inputTemplate, what: "variant's inputTemplate", delimiters });
  const answerOf = outputText(task);
  const system: readonly Message[] = variant.instructions.trim() === "" ? [] : [{ role: "system", content: variant.instructions }];
  return {
    hash: RENDERER_HASH,
    render: (input: I, parts: PromptParts) => [
      ...system,
      ...parts.demonstrations.flatMap((demonstration): Message[] => [
        { role: "user", content: textOf(demonstration.input) },
        { role: "assistant", content: answerOf(demonstration.output) },
      ]),
      { role: "user", content: documentsBlock(parts.context) + textOf(input) },
    ],
  };
}

/**
 * Returns a writer of a task's outputs as a model is to write them: a closed output as its plain label, a text as it is, all else as JSON in the
 * order of the schema's properties. The trainer's targets are these.
 */
export function outputText(task: Task): (output: unknown) => string {
  const form = outputForm(task.outputJsonSchema);
  return (output) => {
    const clean = neutraliseAll(output);
    return form.kind !== "json" && (typeof clean === "string" || typeof clean === "boolean")
      ? String(clean)
      : modelJson(clean, task.outputJsonSchema);
  };
}

function documentsBlock(context: readonly SearchHit[]): string {
  if (context.length === 0) return "";
  const clean = (text: string): string => neutralise(text, { delimiters: DOCUMENT_TAGS });
  const documents = context.map(({ id, text }) => `<document id=${JSON.stringify(clean(id))}>\n${clean(text)}\n</document>`);
  return `<documents>\n${documents.join("\n")}\n</documents>\n\n`;
}

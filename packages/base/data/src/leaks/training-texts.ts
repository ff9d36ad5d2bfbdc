import { inputText } from "../input-text.ts";
import { isRecord } from "../is-record.ts";
import { kindOfValue, type RowMistake } from "../row-mistake.ts";

/** A text of a training row and the field it stands in: `messages[1]`, `prompt`, `completion`. */
export type TrainingText = { readonly field: string; readonly text: string };

const FIELDS = ["messages", "prompt", "completion", "chosen", "rejected", "text", "input", "preferred_output", "non_preferred_output"];

/**
 * Returns the texts of one row of a training file: OpenAI's chat rows (`messages`, their content a text or parts), its preference rows (`input.messages`,
 * `preferred_output`, `non_preferred_output`), rows of prompt and completion (or `chosen` and `rejected`), each a text or messages, plain `text`, and our own rows (`input`).
 */
export function trainingTexts(row: unknown): readonly TrainingText[] | { readonly mistakes: readonly RowMistake[] } {
  if (!isRecord(row)) {
    return { mistakes: [{ field: null, problem: "not-an-object", says: `the row is ${kindOfValue(row)}: expected an object.` }] };
  }
  const known = FIELDS.filter((field) => Object.hasOwn(row, field));
  if (known.length === 0) {
    const says = "the row has neither messages, nor prompt and completion, nor text: it is no training row that is known here.";
    return { mistakes: [{ field: null, problem: "missing-field", says }] };
  }
  const texts: TrainingText[] = [];
  const mistakes: RowMistake[] = [];
  for (const field of known) collect(row[field], field, { texts, mistakes });
  return mistakes.length > 0 ? { mistakes } : texts;
}

function collect(value: unknown, field: string, to: { readonly texts: TrainingText[]; readonly mistakes: RowMistake[] }): void {
  if (value === null || value === undefined) return;
  if (typeof value === "string") {
    if (value !== "") to.texts.push({ field, text: value });
    return;
  }
  if (Array.isArray(value)) {
    for (const [i, message] of value.entries()) {
      if (isRecord(message) && (Object.hasOwn(message, "role") || Object.hasOwn(message, "content"))) {
        collectContent(message["content"], `${field}[${i}]`, to);
      } else
        to.mistakes.push({
          field: `${field}[${i}]`,
          problem: "wrong-value",
          says: `"${field}[${i}]" is no message: expected role and content.`,
        });
    }
    return;
  }
  if (field === "input" && isRecord(value)) {
    if (Array.isArray(value["messages"])) collect(value["messages"], "input.messages", to);
    else to.texts.push({ field, text: inputText(value) });
    return;
  }
  to.mistakes.push({ field, problem: "wrong-value", says: `"${field}" is ${kindOfValue(value)}: expected a text or messages.` });
}

/** Content may be missing where tools are called; parts other than text hold none. */
function collectContent(content: unknown, field: string, to: { readonly texts: TrainingText[]; readonly mistakes: RowMistake[] }): void {
  if (content === null || content === undefined) return;
  if (typeof content === "string") to.texts.push({ field, text: content });
  else if (Array.isArray(content)) {
    const parts = content.flatMap((part: unknown) => (isRecord(part) && typeof part["text"] === "string" ? [part["text"]] : []));
    if (parts.length > 0) to.texts.push({ field, text: parts.join("\n") });
  } else
    to.mistakes.push({ field, problem: "wrong-value", says: `"${field}.content" is ${kindOfValue(content)}: expected a text or parts.` });
}

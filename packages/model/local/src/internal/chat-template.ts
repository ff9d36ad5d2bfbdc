import { Template } from "@huggingface/jinja";
import { type Message, PawlError } from "@pawl/core";

/** A piece of a rendered prompt. Only the template's own words may become control tokens: a user who writes `<|im_end|>` ends nothing. */
export type PromptPiece = { readonly text: string; readonly fromTemplate: boolean };

export interface ChatTemplate {
  readonly render: (messages: readonly Message[]) => readonly PromptPiece[];
}

type Turn = { readonly role: string; readonly content: string };

// Private-use characters, which no template and no tokenizer gives a meaning.
const mark = (index: number): string => `\uF8F0${index}\uF8F1`;
const MARK = /\uF8F0(\d+)\uF8F1/;

/**
 * Returns a renderer for a model's own Jinja template, as `apply_chat_template` renders it with the prompt for an answer at the end. A system
 * prompt that the template would insert by itself is left out. Without a template, or for a base model, the messages are joined by blank lines.
 */
export function chatTemplate(source: string | null, tokens: { readonly bos: string; readonly eos: string }): ChatTemplate {
  if (source === null) return { render: (messages) => joined(messages) };
  const template = new Template(source);
  const text = (turns: readonly Turn[]): string =>
    template.render({ messages: turns, add_generation_prompt: true, bos_token: tokens.bos, eos_token: tokens.eos });
  const trims = !text([{ role: "user", content: ` ${mark(0)} ` }]).includes(` ${mark(0)} `);
  const hides = hidesSystemPrompt(text);
  return {
    render: (messages) => {
      const contents = messages.map((message) => (trims ? contentOf(message).trim() : contentOf(message)));
      const turns = messages.map((message, index) => ({ role: message.role, content: mark(index) }));
      const bare = hides && turns[0]?.role !== "system";
      let rendered: string;
      try {
        rendered = bare ? withoutSystem(text([{ role: "system", content: mark(-1 >>> 1) }, ...turns])) : text(turns);
      } catch (error) {
        throw new PawlError(
          "use.chat-shape",
          `The model's chat template refuses these messages (${turns.map(({ role }) => role).join(", ")}): ${error instanceof Error ? error.message : String(error)} Send the roles in an order that the model knows.`,
          { facts: { roles: turns.map(({ role }) => role) }, cause: error },
        );
      }
      return split(rendered, contents);
    },
  };
}

function split(rendered: string, contents: readonly string[]): readonly PromptPiece[] {
  const pieces: PromptPiece[] = [];
  for (const [index, part] of rendered.split(MARK).entries()) {
    const text = index % 2 === 0 ? part : (contents[Number(part)] ?? "");
    if (text !== "") pieces.push({ text, fromTemplate: index % 2 === 0 });
  }
  return pieces;
}

/** Whether a conversation without a system message gets words that none of its messages has. */
function hidesSystemPrompt(text: (turns: readonly Turn[]) => string): boolean {
  try {
    const without = text([{ role: "user", content: mark(0) }]).split(mark(0))[0] ?? "";
    const [before = "", after = ""] = text([
      { role: "system", content: mark(1) },
      { role: "user", content: mark(0) },
    ]).split(mark(1));
    const tail = after.split(mark(0))[0] ?? "";
    return without.length > before.length + tail.length && without.startsWith(before) && without.endsWith(tail);
  } catch {
    return false;
  }
}

/** Cuts the system turn out where the next turn begins by the same control word; else leaves it there, empty. */
function withoutSystem(rendered: string): string {
  const system = mark(-1 >>> 1);
  const at = rendered.indexOf(system);
  const opening = /<[^<>\s]+>/.exec(rendered.slice(0, at))?.[0];
  const next = opening === undefined ? -1 : rendered.indexOf(opening, at);
  return next < 0 ? rendered.replace(system, "") : rendered.slice(0, rendered.indexOf(opening ?? "")) + rendered.slice(next);
}

function contentOf(message: Message): string {
  if (typeof message.content === "string") return message.content;
  const texts: string[] = [];
  for (const part of message.content) {
    if (part.type !== "text") {
      throw new PawlError(
        "use.files-unsupported",
        "This model reads text only: a message has a file part. Take it out, or use a model that reads files.",
        {
          facts: { mediaType: part.mediaType },
        },
      );
    }
    texts.push(part.text);
  }
  return texts.join("\n");
}

function joined(messages: readonly Message[]): readonly PromptPiece[] {
  return [{ text: messages.map(contentOf).join("\n\n"), fromTemplate: false }];
}

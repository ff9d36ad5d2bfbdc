import { PawlError } from "@pawl/core";
import { filled, templateCode } from "../template-text.ts";

/**
 * Returns a prompt with the variables of an example filled in. In a prompt that is JSON (a list of messages) they are filled into its texts, and stay texts whatever
 * signs they hold. @throws PawlError `data.prompt-not-filled` where one is missing or the prompt has code
 */
export function promptfooPrompt(prompt: string, vars: { readonly [variable: string]: unknown }): string {
  const missing: string[] = [];
  const fill = (text: string): string => {
    const code = templateCode(text);
    const done = code.length > 0 ? { missing: code } : filled(text, vars);
    if (typeof done === "string") return done;
    missing.push(...done.missing);
    return text;
  };
  const messages = jsonIn(prompt);
  const text =
    messages === undefined ? fill(prompt) : JSON.stringify(messages, (_, value) => (typeof value === "string" ? fill(value) : value), 2);
  if (missing.length === 0) return text;
  throw new PawlError(
    "data.prompt-not-filled",
    `The prompt asks for what is not there or for code of a template: ${missing.slice(0, 20).join(", ")}.`,
    {
      facts: { missing: missing.slice(0, 20) },
    },
  );
}

/** An object or list; a prompt that is only a number or a text in quotes is a text. */
function jsonIn(prompt: string): unknown {
  try {
    const value: unknown = JSON.parse(prompt);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

import { isRecord } from "./is-record.ts";

/** How the text of an input is read. */
export type TextOf<I> = (input: I) => string;

/** Returns all texts within an input, in their order, joined by line ends; numbers and the rest as JSON says them. What is used where no `text` option is given. */
export function inputText(input: unknown): string {
  if (typeof input === "string") return input;
  if (Array.isArray(input)) return input.map(inputText).join("\n");
  if (isRecord(input)) return Object.values(input).map(inputText).join("\n");
  return input === undefined ? "" : JSON.stringify(input);
}

import { fitText } from "./display-width.ts";

/** Between words, but not before a per cent sign or within "n = 48". */
const BREAK = /(?<!\bn =) (?!%|= \d)/;

/** Returns a text as lines no wider than the terminal; a word that is wider is cut. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(BREAK)) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => fitText(each, columns).trimEnd());
}

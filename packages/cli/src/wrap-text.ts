import { stripVTControlCharacters } from "node:util";
import { displayWidth } from "@pawl/eval/report";

/**
 * Returns a text whose lines are broken between words to at most `columns`, further lines indented as their first one is. A single word that is
 * longer, such as a path, is left whole. Lines that fit are left as they are, spaces within them included.
 */
export function wrapText(text: string, columns: number): string {
  return text
    .split("\n")
    .flatMap((line) => wrapped(line, columns))
    .join("\n");
}

/** Between words, but not before a per cent sign or within "n = 48". */
const BREAK = /(?<=\S)(?<!\bn =) +(?!%|= \d)/;

function wrapped(line: string, columns: number): readonly string[] {
  if (widthOf(line) <= columns) return [line];
  const indent = /^\s*(?:[-✗] )?/.exec(stripVTControlCharacters(line))?.[0].length ?? 0;
  const hanging = " ".repeat(Math.min(indent, Math.floor(columns / 4)));
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(BREAK)) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (current.trim() === "" || widthOf(longer) <= columns) current = longer;
    else {
      lines.push(current);
      current = `${hanging}${word}`;
    }
  }
  return [...lines, current];
}

function widthOf(text: string): number {
  return displayWidth(stripVTControlCharacters(text));
}

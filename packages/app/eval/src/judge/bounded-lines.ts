import type { Json } from "@pawl/core";
import type { LeftOut, Section } from "./section.ts";

export interface BoundedOptions {
  /** Entries shown at most: the first and the last half of them. */
  readonly mostEntries: number;
  /** Of the whole, in UTF-16 units. */
  readonly maxCharacters: number;
  /** Of each text in an entry, to begin with; halved until the whole fits. */
  readonly mostOfAText: number;
}

const LEAST_OF_A_TEXT = 60;

/**
 * Returns a section of one line of JSON an entry, so that no entry can pass for another, bounded: the middle of many entries is left out, and texts are
 * shortened evenly until the whole fits. Both are stated in the lines and counted in `leftOut`.
 */
export function boundedLines<T>(
  tag: string,
  { entries, render }: { readonly entries: readonly T[]; readonly render: (entry: T, shorten: (text: string) => string) => Json },
  options: BoundedOptions,
): Section {
  const { maxCharacters, mostEntries } = options;
  const skipped = Math.max(0, entries.length - mostEntries);
  const head = skipped === 0 ? entries.length : Math.ceil(mostEntries / 2);
  for (let most = options.mostOfAText; ; most = Math.floor(most / 2)) {
    let characters = 0;
    const shorten = (text: string): string => {
      const shown = shortenedLine(text, most);
      characters += text.length - shown.length;
      return shown;
    };
    const line = (entry: T): string => JSON.stringify(render(entry, shorten));
    const lines = entries.slice(0, head).map(line);
    if (skipped > 0) lines.push(`… ${skipped} left out here …`, ...entries.slice(head + skipped).map(line));
    const value = lines.join("\n");
    if (value.length > maxCharacters && most > LEAST_OF_A_TEXT) continue;
    const leftOut: LeftOut = { entries: skipped, characters };
    return { tag, value, ...(skipped > 0 || characters > 0 ? { leftOut } : {}) };
  }
}

function shortenedLine(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")} … ${text.length - most} characters left out`;
}

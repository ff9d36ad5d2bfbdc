/** A fenced block of a guide. A file is written, a command is run, and what it prints is held against the text block after it. */
export type GuideBlock =
  | { readonly kind: "file"; readonly line: number; readonly path: string; readonly text: string }
  | { readonly kind: "command"; readonly line: number; readonly command: string; readonly exit: number; readonly shown: readonly string[] };

const FENCE = /^```(\S*) ?(.*)$/;
const ENDS_WITH = /\s+# ends with (\d+).*$/;

/**
 * Returns the blocks of a guide in order: "```ts answer.ts" is a file, each line of "```sh" is a command ("# ends with 2" says its exit code), and
 * "```text" is what the command before it printed, shortened where a line is "…". Other blocks are for reading only.
 * @throws Error for a block that is not closed, or a text that belongs to no command
 */
export function guideBlocks(markdown: string): readonly GuideBlock[] {
  const blocks: GuideBlock[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const [, language = "", rest = ""] = FENCE.exec(lines[at] ?? "") ?? [];
    if (language === "") continue;
    const end = lines.indexOf("```", at + 1);
    if (end < 0) throw new Error(`The block of line ${at + 1} is not closed.`);
    const body = lines.slice(at + 1, end);
    if (language === "sh") blocks.push(...body.filter((text) => text.trim() !== "").map((text) => commandOf(text, at + 1)));
    else if (language === "text") {
      const last = blocks.pop();
      if (last?.kind !== "command" || last.shown.length > 0) throw new Error(`The output of line ${at + 1} belongs to no command.`);
      blocks.push({ ...last, shown: body });
    } else if (rest !== "") blocks.push({ kind: "file", line: at + 1, path: rest, text: `${body.join("\n")}\n` });
    at = end;
  }
  return blocks;
}

function commandOf(text: string, line: number): GuideBlock {
  return { kind: "command", line, command: text.replace(ENDS_WITH, ""), exit: Number(ENDS_WITH.exec(text)?.[1] ?? 0), shown: [] };
}

/** Returns the first shown line that the output does not have after those before it, null where it has all. Ids, times and widths do not count; "…" is not a line. */
export function missingLine(shown: readonly string[], output: string): string | null {
  const printed = output.split("\n").map(masked);
  let from = 0;
  for (const line of shown) {
    const wanted = masked(line);
    if (wanted === "" || wanted === "…") continue;
    const at = printed.indexOf(wanted, from);
    if (at < 0) return line;
    from = at + 1;
  }
  return null;
}

/** What differs from run to run and from machine to machine. */
function masked(line: string): string {
  return line
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "ID")
    .replace(/\d{4}-\d\d-\d\d( \d\d:\d\d)?/g, "DATE")
    .replace(/[\d.,]+ ?(ms|s|min|h)\b/g, "TIME")
    .replace(/[─━]+/g, "─")
    .replace(/\s+/g, " ")
    .trim();
}

import { lineBlocks } from "./line-blocks.ts";
import { notUtf8, parsedJson, type SourceRow } from "./source-row.ts";

/** Returns the rows of a JSON text that is one array, element by element, each with the line it begins on. Memory is one block of lines and the longest element. */
export async function* jsonRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly SourceRow[]> {
  const scan = elementScan();
  let last = 1;
  for await (const { first, lines } of lineBlocks(chunks)) {
    const rows: SourceRow[] = [];
    for (const [i, line] of lines.entries()) {
      last = first + i;
      if (line === null || !scan.take(line, last, rows)) {
        if (line === null) rows.push(notUtf8(last));
        yield rows;
        return;
      }
    }
    yield rows;
  }
  const mistake = scan.end(last);
  if (mistake !== null) yield [mistake];
}

interface ElementScan {
  /** Returns false where nothing after this line can be read. */
  readonly take: (line: string, number: number, rows: SourceRow[]) => boolean;
  readonly end: (line: number) => SourceRow | null;
}

/** Finds the elements of the outer array by brackets and strings alone; whether each is JSON is for the parser to say. */
function elementScan(): ElementScan {
  let state: "before" | "inside" | "after" = "before";
  let depth = 0;
  let inString = false;
  let begun: number | null = null;
  let empty = true;
  let element = "";

  const finish = (text: string, rows: SourceRow[], number: number, closing: boolean): void => {
    element += text;
    if (begun !== null) rows.push(parsedJson(element, begun));
    else if (!closing || !empty) rows.push(broken(number, "an element of the array is missing"));
    element = "";
    begun = null;
    empty = false;
  };

  const take = (line: string, number: number, rows: SourceRow[]): boolean => {
    let from = 0;
    for (let i = 0; i < line.length; i++) {
      const char = line[i] ?? "";
      if (inString) {
        if (char === "\\") i++;
        else if (char === '"') inString = false;
        continue;
      }
      if (SPACE.has(char)) continue;
      if (state !== "inside") {
        if (state === "before" && char === "[") {
          state = "inside";
          from = i + 1;
          continue;
        }
        const says = state === "after" ? "something follows the end of the array" : NO_ARRAY;
        rows.push(broken(number, says));
        return false;
      }
      if (depth === 0 && (char === "," || char === "]")) {
        finish(line.slice(from, i), rows, number, char === "]");
        from = i + 1;
        if (char === "]") state = "after";
        continue;
      }
      begun ??= number;
      if (char === '"') inString = true;
      else if (char === "{" || char === "[") depth++;
      else if (char === "}" || char === "]") depth--;
    }
    if (state === "inside") element += `${line.slice(from)}\n`;
    return true;
  };
  return {
    take,
    end: (line) => (state === "inside" ? broken(line, "the file ends before its array does") : null),
  };
}

const SPACE: ReadonlySet<string> = new Set([" ", "\t", "\r"]);

const NO_ARRAY = "the file is no JSON array of rows. Where each line is one JSON object, name it .jsonl";

function broken(line: number, says: string): SourceRow {
  return { line, mistake: { field: null, problem: "invalid-json", says: `${says}.` } };
}

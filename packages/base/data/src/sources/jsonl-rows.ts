import { lineBlocks } from "./line-blocks.ts";
import { notUtf8, parsedJson, type SourceRow } from "./source-row.ts";

/** Returns the rows of a JSONL text: one JSON value a line; lines of white space are passed over. */
export async function* jsonlRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly SourceRow[]> {
  for await (const { first, lines } of lineBlocks(chunks)) {
    const rows: SourceRow[] = [];
    for (const [i, line] of lines.entries()) {
      if (line === null) rows.push(notUtf8(first + i));
      else if (line.trim() !== "") rows.push(parsedJson(line, first + i));
    }
    yield rows;
  }
}

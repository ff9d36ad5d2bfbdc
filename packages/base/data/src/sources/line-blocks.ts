import { isUtf8 } from "node:buffer";

/** Some whole lines of a file, without their line ends; null stands for a line that is not UTF-8. `first` is the number of the first one, from 1. */
export interface LineBlock {
  readonly first: number;
  readonly lines: readonly (string | null)[];
}

const NEWLINE = 10;

/** Returns a file's lines, block by block as they are read, without a byte order mark. Memory is one chunk and the longest line. */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
  let rest: Uint8Array[] = [];
  let first = 1;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end === -1) {
      rest.push(chunk);
      continue;
    }
    const block = decode(Buffer.concat([...rest, chunk.subarray(0, end)]), first);
    rest = [chunk.subarray(end + 1)];
    first += block.lines.length;
    yield block;
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield decode(last, first);
}

function decode(bytes: Buffer, first: number): LineBlock {
  const marked = first === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = marked ? bytes.subarray(3) : bytes;
  if (isUtf8(text)) return { first, lines: text.toString("utf8").split("\n") };
  const lines: (string | null)[] = [];
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf(NEWLINE, start);
    const end = found === -1 ? text.length : found;
    const line = text.subarray(start, end);
    lines.push(isUtf8(line) ? line.toString("utf8") : null);
    start = end + 1;
  }
  return { first, lines };
}

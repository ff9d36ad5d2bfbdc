import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";

const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

type Member = { readonly method: number; readonly packed: number; readonly size: number; readonly offset: number };

/** Returns a stream of one member's bytes and their number. Reads the central directory (zip64 too), then only the member; stored and deflated ones. */
export async function zipMember(path: string, member: string): Promise<{ readonly stream: Readable; readonly bytes: number }> {
  const file = await open(path, "r");
  try {
    const found = await findMember(file, member);
    if (found === null) throw new Error(`The archive has no member ${member}.`);
    const local = await bytesAt(file, found.offset, 30);
    if (local.readUInt32LE(0) !== LOCAL) throw new Error("The archive's local header is broken.");
    const start = found.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    if (found.packed === 0) throw new Error(`The member ${member} is empty.`);
    const raw = createReadStream(path, { start, end: start + found.packed - 1, highWaterMark: 1 << 20 });
    if (found.method === 0) return { stream: raw, bytes: found.size };
    if (found.method !== 8)
      throw new Error(`The member ${member} is packed by method ${found.method}, which is neither stored nor deflated.`);
    const inflate = createInflateRaw({ chunkSize: 1 << 18 });
    raw.once("error", (error) => inflate.destroy(error));
    return { stream: raw.pipe(inflate), bytes: found.size };
  } finally {
    await file.close();
  }
}

async function findMember(file: FileHandle, member: string): Promise<Member | null> {
  const { size } = await file.stat();
  // The end record is 22 bytes and a comment of at most 65,535.
  const tailStart = Math.max(0, size - 65_557);
  const tail = await bytesAt(file, tailStart, size - tailStart);
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at--;
  if (at < 0) throw new Error("This is not a zip archive, or it is cut short.");
  let length = tail.readUInt32LE(at + 12);
  let start = tail.readUInt32LE(at + 16);
  if ((length === 0xffffffff || start === 0xffffffff) && at >= 20 && tail.readUInt32LE(at - 20) === END_64_LOCATOR) {
    const end64 = await bytesAt(file, Number(tail.readBigUInt64LE(at - 12)), 56);
    length = Number(end64.readBigUInt64LE(40));
    start = Number(end64.readBigUInt64LE(48));
  }
  const directory = await bytesAt(file, start, length);
  for (let entry = 0; entry + 46 <= directory.length && directory.readUInt32LE(entry) === ENTRY; ) {
    const nameLength = directory.readUInt16LE(entry + 28);
    const extraLength = directory.readUInt16LE(entry + 30);
    if (directory.toString("utf8", entry + 46, entry + 46 + nameLength) === member)
      return memberAt(directory, entry, nameLength, extraLength);
    entry += 46 + nameLength + extraLength + directory.readUInt16LE(entry + 32);
  }
  return null;
}

function memberAt(directory: Buffer, entry: number, nameLength: number, extraLength: number): Member {
  const fields = {
    size: directory.readUInt32LE(entry + 24),
    packed: directory.readUInt32LE(entry + 20),
    offset: directory.readUInt32LE(entry + 42),
  };
  const end = entry + 46 + nameLength + extraLength;
  for (let extra = entry + 46 + nameLength; extra + 4 <= end; extra += 4 + directory.readUInt16LE(extra + 2)) {
    if (directory.readUInt16LE(extra) !== 1) continue;
    // Zip64: only the fields that did not fit, in this order.
    let at = extra + 4;
    for (const field of ["size", "packed", "offset"] as const) {
      if (fields[field] !== 0xffffffff) continue;
      fields[field] = Number(directory.readBigUInt64LE(at));
      at += 8;
    }
  }
  return { method: directory.readUInt16LE(entry + 10), ...fields };
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(buffer, read, length - read, position + read);
    if (bytesRead === 0) throw new Error("The archive is cut short.");
    read += bytesRead;
  }
  return buffer;
}

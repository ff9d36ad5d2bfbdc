import { open } from "node:fs/promises";
import { PawlError } from "@pawl/core";

/** A value of a GGUF file's metadata, with its type as the format numbers it. Integers of 64 bits are bigint. */
export type GgufValue =
  | { readonly type: number; readonly value: number | bigint | boolean | string }
  | { readonly type: 9; readonly itemType: number; readonly items: readonly (number | bigint | boolean | string)[] };

/** A tensor as the header tells of it. `shape` innermost dimension first; `offset` from the start of the data. */
export type GgufTensor = { readonly name: string; readonly shape: readonly number[]; readonly type: number; readonly offset: number };

export type GgufHeader = {
  readonly version: number;
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
  readonly alignment: number;
  /** Where the first tensor's bytes begin in the file. */
  readonly dataStart: number;
  readonly fileBytes: number;
};

/** What the encoder needs of a tensor type: values and bytes of one block (ggml.h, GGUF specification of ggml-org). */
export type TensorType = { readonly name: string; readonly blockValues: number; readonly blockBytes: number };

const TENSOR_TYPES: ReadonlyMap<number, TensorType> = new Map(
  (
    [
      [0, "F32", 1, 4],
      [1, "F16", 1, 2],
      [2, "Q4_0", 32, 18],
      [3, "Q4_1", 32, 20],
      [6, "Q5_0", 32, 22],
      [7, "Q5_1", 32, 24],
      [8, "Q8_0", 32, 34],
      [12, "Q4_K", 256, 144],
      [13, "Q5_K", 256, 176],
      [14, "Q6_K", 256, 210],
      [30, "BF16", 1, 2],
    ] as const
  ).map(([type, name, blockValues, blockBytes]) => [type, { name, blockValues, blockBytes }]),
);

/** Returns what is known of a tensor type, null of one that is not read here. */
export function tensorType(type: number): TensorType | null {
  return TENSOR_TYPES.get(type) ?? null;
}

/** Returns the bytes of a tensor, null where its type is not known. */
export function tensorBytes(tensor: Pick<GgufTensor, "shape" | "type">): number | null {
  const known = tensorType(tensor.type);
  return known === null ? null : (tensor.shape.reduce((product, size) => product * size, 1) / known.blockValues) * known.blockBytes;
}

const FIRST_READ = 1 << 21;

/** Returns a GGUF file's header (versions 2 and 3, little-endian). @throws PawlError `data.not-gguf`; `data.gguf-truncated` where header or tensors go past the end of the file */
export async function readGguf(path: string): Promise<GgufHeader> {
  await using file = await open(path, "r");
  const { size } = await file.stat();
  for (let length = Math.min(size, FIRST_READ); ; length = Math.min(size, length * 4)) {
    const buffer = Buffer.alloc(length);
    await file.read(buffer, 0, length, 0);
    if (buffer.length < 24 || buffer.toString("latin1", 0, 4) !== "GGUF") {
      throw new PawlError(
        "data.not-gguf",
        `${path} is not a GGUF model file: it does not begin with "GGUF". Convert it, or pull a model of the catalogue.`,
        {
          facts: { path },
        },
      );
    }
    try {
      const header = parseHeader(buffer, size);
      const last = Math.max(
        header.dataStart,
        ...header.tensors.map((tensor) => header.dataStart + tensor.offset + (tensorBytes(tensor) ?? 0)),
      );
      if (last > size) throw truncated(path, size, last);
      return header;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (length === size) throw truncated(path, size, null);
    }
  }
}

function truncated(path: string, bytes: number, needed: number | null): PawlError {
  const wants = needed === null ? "more" : String(needed);
  return new PawlError(
    "data.gguf-truncated",
    `${path} is cut short: it has ${bytes} bytes and needs ${wants}. Delete it and pull the model again.`,
    {
      facts: { path, bytes, needed },
    },
  );
}

function parseHeader(buffer: Buffer, fileBytes: number): GgufHeader {
  const reader = ggufReader(buffer);
  reader.skip(4);
  const version = reader.u32();
  if (version !== 2 && version !== 3) {
    throw new PawlError("data.not-gguf", `This GGUF file has version ${version}; versions 2 and 3 are read here. Convert it anew.`, {
      facts: { version },
    });
  }
  const tensorCount = reader.u64();
  const valueCount = reader.u64();
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < valueCount; i++) {
    const key = reader.text();
    metadata.set(key, reader.value(reader.u32()));
  }
  const tensors: GgufTensor[] = [];
  for (let i = 0; i < tensorCount; i++) {
    const name = reader.text();
    const shape = Array.from({ length: reader.u32() }, () => reader.u64());
    tensors.push({ name, shape, type: reader.u32(), offset: reader.u64() });
  }
  const given = metadata.get("general.alignment");
  const alignment = given !== undefined && "value" in given && typeof given.value === "number" ? given.value : 32;
  return { version, metadata, tensors, alignment, dataStart: Math.ceil(reader.at() / alignment) * alignment, fileBytes };
}

function ggufReader(buffer: Buffer) {
  let at = 0;
  const step = (bytes: number): number => {
    if (at + bytes > buffer.length) throw new RangeError("past the end");
    at += bytes;
    return at - bytes;
  };
  const u32 = (): number => buffer.readUInt32LE(step(4));
  const u64 = (): number => Number(buffer.readBigUInt64LE(step(8)));
  const text = (): string => {
    const length = u64();
    const start = step(length);
    return buffer.toString("utf8", start, start + length);
  };
  const scalar = (type: number): number | bigint | boolean | string => {
    switch (type) {
      case 0:
        return buffer.readUInt8(step(1));
      case 1:
        return buffer.readInt8(step(1));
      case 2:
        return buffer.readUInt16LE(step(2));
      case 3:
        return buffer.readInt16LE(step(2));
      case 4:
        return u32();
      case 5:
        return buffer.readInt32LE(step(4));
      case 6:
        return buffer.readFloatLE(step(4));
      case 7:
        return buffer.readUInt8(step(1)) !== 0;
      case 8:
        return text();
      case 10:
        return buffer.readBigUInt64LE(step(8));
      case 11:
        return buffer.readBigInt64LE(step(8));
      case 12:
        return buffer.readDoubleLE(step(8));
      default:
        throw new PawlError(
          "data.not-gguf",
          `This GGUF file has a value of the unknown type ${type}. It is damaged, or newer than this version of Pawl.`,
          { facts: { type } },
        );
    }
  };
  const value = (type: number): GgufValue => {
    if (type !== 9) return { type, value: scalar(type) };
    const itemType = u32();
    const count = u64();
    const items: (number | bigint | boolean | string)[] = [];
    for (let i = 0; i < count; i++) items.push(scalar(itemType));
    return { type: 9, itemType, items };
  };
  return { skip: step, u32, u64, text, value, at: () => at };
}

/** Returns a text of the metadata, null where it is missing or no text. */
export function ggufText(header: GgufHeader, key: string): string | null {
  const found = header.metadata.get(key);
  return found !== undefined && "value" in found && typeof found.value === "string" ? found.value : null;
}

/** Returns a list of the metadata, empty where it is missing or no list. */
export function ggufList(header: GgufHeader, key: string): readonly (number | bigint | boolean | string)[] {
  const found = header.metadata.get(key);
  return found !== undefined && "items" in found ? found.items : [];
}

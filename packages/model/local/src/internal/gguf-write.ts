import type { GgufTensor, GgufValue } from "../gguf-file.ts";

/** Returns the bytes of a GGUF header (version 3), padded to where the data begins. */
export function ggufHeaderBytes(metadata: ReadonlyMap<string, GgufValue>, tensors: readonly GgufTensor[], alignment: number): Buffer {
  const parts: Buffer[] = [Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(metadata.size)];
  for (const [key, value] of metadata) {
    parts.push(text(key), u32(value.type));
    if ("items" in value)
      parts.push(u32(value.itemType), u64(value.items.length), ...value.items.map((item) => scalar(value.itemType, item)));
    else parts.push(scalar(value.type, value.value));
  }
  for (const { name, shape, type, offset } of tensors) parts.push(text(name), u32(shape.length), ...shape.map(u64), u32(type), u64(offset));
  const header = Buffer.concat(parts);
  return Buffer.concat([header, Buffer.alloc(padding(header.length, alignment))]);
}

/** Returns how many bytes are missing to a multiple of the alignment. */
export function padding(length: number, alignment: number): number {
  return (alignment - (length % alignment)) % alignment;
}

function u32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
}

function u64(value: number | bigint): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function scalar(type: number, value: number | bigint | boolean | string): Buffer {
  if (type === 8) return text(String(value));
  const out = Buffer.alloc([1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8][type] ?? 8);
  const view = new DataView(out.buffer, out.byteOffset, out.length);
  const number = Number(value);
  if (type === 6) view.setFloat32(0, number, true);
  else if (type === 12) view.setFloat64(0, number, true);
  else if (type === 10) view.setBigUint64(0, BigInt(value), true);
  else if (type === 11) view.setBigInt64(0, BigInt(value), true);
  else if (out.length === 1) view.setUint8(0, number & 255);
  else if (out.length === 2) view.setUint16(0, number & 0xffff, true);
  else view.setUint32(0, number >>> 0, true);
  return out;
}

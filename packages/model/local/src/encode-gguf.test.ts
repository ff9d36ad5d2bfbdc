import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "@pawl/core";
import { expect, it } from "vitest";
import { encodeGguf } from "./encode-gguf.ts";
import { type GgufHeader, type GgufTensor, type GgufValue, ggufList, ggufText, readGguf } from "./gguf-file.ts";
import { dequantiser } from "./internal/dequantise.ts";
import { ggufHeaderBytes, padding } from "./internal/gguf-write.ts";

function ggufNumber(header: GgufHeader, key: string): number | null {
  const found = header.metadata.get(key);
  return found !== undefined && "value" in found && (typeof found.value === "number" || typeof found.value === "bigint")
    ? Number(found.value)
    : null;
}

async function folder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "pawl-gguf-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A tiny file: a matrix of 64 by 2 in Q4_1, whose values are index % 16, and a norm in F32. */
function tinyGguf(): Buffer {
  const metadata = new Map<string, GgufValue>([
    ["general.architecture", { type: 8, value: "llama" }],
    ["general.file_type", { type: 4, value: 3 }],
    ["llama.context_length", { type: 4, value: 8192 }],
    ["llama.rope.freq_base", { type: 6, value: 10_000 }],
    ["big", { type: 10, value: 2n ** 60n }],
    ["flag", { type: 7, value: true }],
    ["tokenizer.ggml.tokens", { type: 9, itemType: 8, items: ["<s>", "Ġhi", "ü"] }],
  ]);
  const tensors: GgufTensor[] = [
    { name: "norm.weight", shape: [64], type: 0, offset: 0 },
    { name: "matrix.weight", shape: [64, 2], type: 3, offset: 256 },
  ];
  const norm = Buffer.from(new Float32Array(64).fill(0.1).buffer);
  const block = Buffer.from([0x00, 0x3c, 0, 0, ...Array.from({ length: 16 }, (_, index) => index | (index << 4))]);
  const matrix = Buffer.concat([block, block, block, block]);
  return Buffer.concat([ggufHeaderBytes(metadata, tensors, 32), norm, matrix, Buffer.alloc(padding(matrix.length, 32))]);
}

it("re-encodes matrices, keeps the rest, and says where it comes from", async () => {
  await using temporary = await folder();
  const from = join(temporary.path, "from.gguf");
  const to = join(temporary.path, "to.gguf");
  await writeFile(from, tinyGguf());
  const made = await encodeGguf(from, to, { format: "q8_0", origin: "ab".repeat(32) });
  const bytes = await readFile(to);
  expect(made).toEqual({ sha256: sha256(bytes), bytes: bytes.length });
  const header = await readGguf(to);
  expect(ggufText(header, "pawl.origin.sha256")).toBe("ab".repeat(32));
  expect([ggufNumber(header, "general.file_type"), ggufNumber(header, "llama.context_length"), ggufNumber(header, "big")]).toEqual([
    7,
    8192,
    2 ** 60,
  ]);
  expect(ggufList(header, "tokenizer.ggml.tokens")).toEqual(["<s>", "Ġhi", "ü"]);
  expect(header.tensors.map(({ type }) => type)).toEqual([0, 8]);
  const [norm, matrix] = header.tensors;
  const at = header.dataStart + (matrix?.offset ?? 0);
  const values = new Float32Array(128);
  dequantiser(8)?.(bytes.subarray(at, at + 136), values);
  // Half a step of 15 / 127, and the step rounded to a half float.
  for (const [index, value] of values.entries()) expect(Math.abs(value - (index % 16))).toBeLessThan(0.07);
  expect(bytes.readFloatLE(header.dataStart + (norm?.offset ?? 0))).toBeCloseTo(0.1, 7);
});

it("gives the same bytes for the same input", async () => {
  await using temporary = await folder();
  const from = join(temporary.path, "from.gguf");
  await writeFile(from, tinyGguf());
  const first = await encodeGguf(from, join(temporary.path, "a"), { format: "q4_0", origin: "x" });
  expect(await encodeGguf(from, join(temporary.path, "b"), { format: "q4_0", origin: "x" })).toEqual(first);
});

it("tells a file that is no GGUF, and one that is cut short", async () => {
  await using temporary = await folder();
  const path = join(temporary.path, "model.gguf");
  await writeFile(path, "<html>not found</html>".repeat(5));
  await expect(readGguf(path)).rejects.toMatchObject({ code: "data.not-gguf" });
  await writeFile(path, tinyGguf());
  await truncate(path, tinyGguf().length - 40);
  await expect(readGguf(path)).rejects.toMatchObject({ code: "data.gguf-truncated" });
  await truncate(path, 100);
  await expect(readGguf(path)).rejects.toMatchObject({ code: "data.gguf-truncated" });
});

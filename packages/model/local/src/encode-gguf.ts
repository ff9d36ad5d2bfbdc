import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { type CallOptions, PawlError, type Progress, type Sha256 } from "@pawl/core";
import { type GgufHeader, type GgufTensor, type GgufValue, readGguf, tensorBytes, tensorType } from "./gguf-file.ts";
import { dequantiser } from "./internal/dequantise.ts";
import { ggufHeaderBytes, padding } from "./internal/gguf-write.ts";
import { FORMAT_TYPES, quantise } from "./internal/quantise.ts";
import type { OptimisedFormat } from "./optimised-file.ts";

export interface EncodeOptions extends Pick<CallOptions, "abortSignal"> {
  readonly format: OptimisedFormat;
  /** Hash of the file that is read; stands in the new one as `pawl.origin.sha256`. */
  readonly origin: Sha256;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** llama.cpp's numbers of file types (`llama_ftype`). */
const FILE_TYPES: { readonly [F in OptimisedFormat]: number } = { q4_0: 2, q8_0: 7 };
/** Blocks read at once: some 8 MB as floats. */
const CHUNK_VALUES = 1 << 21;

/**
 * Writes a GGUF file with its matrices re-encoded and everything else as it was, and returns its hash and size. Vectors (norms, biases) keep their
 * type, as do matrices whose rows do not divide into blocks. Needs memory for one piece of one tensor. The same input gives the same bytes.
 * @throws PawlError `data.not-gguf`, `data.gguf-truncated`, `use.tensor-type`
 */
export async function encodeGguf(
  from: string,
  to: string,
  options: EncodeOptions,
): Promise<{ readonly sha256: Sha256; readonly bytes: number }> {
  const header = await readGguf(from);
  const planned = plan(header, options.format);
  const metadata = new Map<string, GgufValue>(header.metadata);
  metadata.set("general.file_type", { type: 4, value: FILE_TYPES[options.format] });
  metadata.set("pawl.origin.sha256", { type: 8, value: options.origin });
  const hash = createHash("sha256");
  let bytes = 0;
  await using source = await open(from, "r");
  await using target = await open(to, "w");
  const write = async (part: Uint8Array): Promise<void> => {
    hash.update(part);
    bytes += part.length;
    await target.appendFile(part);
  };
  await write(
    ggufHeaderBytes(
      metadata,
      planned.map(({ made }) => made),
      header.alignment,
    ),
  );
  const values = planned.reduce((sum, { made }) => sum + count(made), 0);
  let done = 0;
  for (const { original, made } of planned) {
    for await (const part of encoded(source, { header, original, made, format: options.format })) {
      options.abortSignal?.throwIfAborted();
      await write(part);
    }
    await write(Buffer.alloc(padding(tensorBytes(made) ?? 0, header.alignment)));
    done += count(made);
    options.onProgress?.({ label: `re-encoding ${original.name}`, done, total: values, unit: "weights" });
  }
  await target.sync();
  return { sha256: hash.digest("hex"), bytes };
}

type Planned = { readonly original: GgufTensor; readonly made: GgufTensor };

function plan(header: GgufHeader, format: OptimisedFormat): readonly Planned[] {
  let offset = 0;
  return header.tensors.map((original) => {
    const known = tensorType(original.type);
    if (known === null) {
      throw new PawlError(
        "use.tensor-type",
        `The tensor ${original.name} has the type ${original.type}, which is not read here. Take a file in another quantisation.`,
        {
          facts: { tensor: original.name, type: original.type },
        },
      );
    }
    const re = original.shape.length >= 2 && (original.shape[1] ?? 1) > 1 && (original.shape[0] ?? 0) % 32 === 0;
    const made = { ...original, type: re ? FORMAT_TYPES[format] : original.type, offset };
    offset += (tensorBytes(made) ?? 0) + padding(tensorBytes(made) ?? 0, header.alignment);
    return { original, made };
  });
}

async function* encoded(
  source: import("node:fs/promises").FileHandle,
  { header, original, made, format }: Planned & { readonly header: GgufHeader; readonly format: OptimisedFormat },
): AsyncGenerator<Uint8Array> {
  const known = tensorType(original.type);
  const decode = dequantiser(original.type);
  if (known === null || decode === null) return;
  const total = count(original);
  for (let at = 0; at < total; at += CHUNK_VALUES) {
    const size = Math.min(CHUNK_VALUES, total - at);
    const data = Buffer.alloc((size / known.blockValues) * known.blockBytes);
    await source.read(data, 0, data.length, header.dataStart + original.offset + (at / known.blockValues) * known.blockBytes);
    if (made.type === original.type) yield data;
    else {
      const values = new Float32Array(size);
      decode(data, values);
      yield quantise(values, format);
    }
  }
}

function count(tensor: GgufTensor): number {
  return tensor.shape.reduce((product, size) => product * size, 1);
}

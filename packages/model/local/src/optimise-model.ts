import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type CallOptions, type Clock, PawlError, type Progress, type Sha256, systemClock } from "@pawl/core";
import { encodeGguf } from "./encode-gguf.ts";
import { fileError } from "./internal/file-error.ts";
import { fileHash } from "./internal/file-hash.ts";
import { folderLock } from "./internal/folder-lock.ts";
import { measureSpeed, speedUp } from "./internal/measure-speed.ts";
import { type ProbeResult, probeModels } from "./internal/probe-models.ts";
import { type LocateOptions, locateModel } from "./locate-model.ts";
import { type OptimisedFile, type OptimisedFormat, optimisedFiles, optimisedPath } from "./optimised-file.ts";

export interface OptimiseOptions extends LocateOptions, Pick<CallOptions, "abortSignal"> {
  /** @default "q8_0" */
  readonly format?: OptimisedFormat | undefined;
  /** Whether the new file is compared with the original before it is kept, in what it says and in its speed. @default true */
  readonly probe?: boolean | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** @default systemClock */
  readonly clock?: Clock | undefined;
}

export type { ProbeResult } from "./internal/probe-models.ts";

/** The re-encoded file; `made` is false where it was there. `probe` is null where nothing was compared. */
export type OptimisedModel = OptimisedFile & { readonly made: boolean; readonly probe: ProbeResult | null };

/** Of a lossless-by-intent format less agreement than this means that a tensor was read wrongly. */
const LEAST_AGREEMENT: { readonly [F in OptimisedFormat]: number } = { q8_0: 0.9, q4_0: 0.5 };

/**
 * Returns the model re-encoded into a format that most CPUs run faster, made once and kept in the cache. What was lost is measured on a probe text,
 * and on this CPU the speed: where it is faster `localModel` takes it from then on. The file appears under its name only when it is whole and was checked.
 * @throws PawlError `use.model-not-pulled`, `use.unknown-model`, `use.tensor-type`, `data.probe-disagrees`, `data.gguf-truncated`, `io.disk-full`
 */
export async function optimiseModel(name: string, options: OptimiseOptions = {}): Promise<OptimisedModel> {
  const format = options.format ?? "q8_0";
  const located = locateModel(name, options);
  if (located.path === null) {
    throw new PawlError("use.model-not-pulled", `The model ${name} is not here yet. Pull it first: pawl models pull ${name}`, {
      facts: { model: name },
    });
  }
  const origin: Sha256 = await fileHash(located.path, options);
  const existing = (): OptimisedFile | undefined => optimisedFiles(origin, options).find((file) => file.format === format);
  const there = existing();
  if (there !== undefined) return { ...there, made: false, probe: null };
  const path = optimisedPath(origin, format, options);
  const part = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await using _lock = await folderLock(`${path}.lock`, { clock: options.clock ?? systemClock, abortSignal: options.abortSignal });
    const now = existing();
    if (now !== undefined) return { ...now, made: false, probe: null };
    const { sha256, bytes } = await encodeGguf(located.path, part, { ...options, format, origin });
    const probe = options.probe === false ? null : await probeModels(located.path, part, { abortSignal: options.abortSignal });
    if (probe !== null && probe.topAgreement < LEAST_AGREEMENT[format]) {
      throw new PawlError(
        "data.probe-disagrees",
        `The re-encoded ${name} answers otherwise than the original: of ${probe.positions} next words ${Math.round(probe.topAgreement * 100)} % agree. It was not kept. Use the original, and please report this.`,
        { facts: { ...probe, model: name } },
      );
    }
    const faster = probe === null ? null : await gained(located.path, part, options);
    await writeFile(`${path}.json`, `${JSON.stringify({ origin, format, sha256, bytes, probe, speedUp: faster })}\n`);
    await rename(part, path);
    return { path, format, sha256, bytes, origin, speedUp: faster, made: true, probe };
  } catch (error) {
    await rm(part, { force: true });
    throw fileError(error, path);
  }
}

async function gained(original: string, other: string, { abortSignal }: OptimiseOptions): Promise<number> {
  return speedUp(await measureSpeed(original, { abortSignal }), await measureSpeed(other, { abortSignal }));
}

import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PawlError } from "@pawl/core";
import { CHAMPION_FORMAT, type ChampionArtefact } from "./champion-artefact.ts";

/**
 * Writes an artefact as JSON: into a file beside the target, synced, then renamed over it, so that whoever reads sees the old one or the new one whole.
 * @throws PawlError `io.artefact-not-written`; what stood there before is left as it was.
 */
export async function saveArtefact(path: string, artefact: ChampionArtefact): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    {
      await using file = await open(beside, "wx");
      await file.writeFile(`${JSON.stringify(artefact, null, 2)}\n`);
      await file.sync();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => {});
    throw new PawlError(
      "io.artefact-not-written",
      `The champion could not be written to ${path}: ${said(cause)}. What stood there is untouched; free space or pick another path, and save again.`,
      { facts: { path }, cause },
    );
  }
}

/**
 * Returns a saved artefact.
 * @throws PawlError `io.artefact-not-read` where there is no such file, `data.artefact-invalid` where it is not one or of a format this version does not read.
 */
export async function loadArtefact(path: string): Promise<ChampionArtefact> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new PawlError(
      "io.artefact-not-read",
      `The champion ${path} could not be read: ${said(cause)}. Check the path, or run a climb to write one.`,
      {
        facts: { path },
        cause,
      },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, "is not JSON", cause);
  }
  if (!isArtefact(value)) throw invalid(path, `is not of the format "${CHAMPION_FORMAT}"`);
  return value;
}

function invalid(path: string, what: string, cause?: unknown): PawlError {
  return new PawlError("data.artefact-invalid", `The champion ${path} ${what}. Nothing was run. Write it again with saveArtefact.`, {
    facts: { path, expected: CHAMPION_FORMAT },
    cause,
  });
}

function isArtefact(value: unknown): value is ChampionArtefact {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    value.format === CHAMPION_FORMAT &&
    "variant" in value &&
    "record" in value
  );
}

function said(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

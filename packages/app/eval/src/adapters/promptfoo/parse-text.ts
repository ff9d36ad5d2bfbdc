import { isPawlError, PawlError } from "@pawl/core";
import type { LocalFile, NotRead, Read } from "./local-files.ts";

/** Returns the value of a JSON or YAML text. @throws PawlError `data.file-unreadable` where it is neither, `use.yaml-missing` where it is YAML and the package is not there */
export async function parsedText(text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    const { parse } = await yaml();
    try {
      return parse(text, { merge: true });
    } catch (cause) {
      const why = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
      throw new PawlError("data.file-unreadable", `The file is neither JSON nor YAML: ${why} Nothing was read.`, { cause });
    }
  }
}

/** Returns the value of a JSON or YAML file beside the configuration, or why it has none. Rejects with PawlError `use.yaml-missing`. */
export async function parsedFile({ path, text }: LocalFile): Promise<Read<unknown>> {
  try {
    return { value: await parsedText(text) };
  } catch (error) {
    if (!isPawlError(error) || error.code !== "data.file-unreadable") throw error;
    return { why: `${path} is neither JSON nor YAML.` };
  }
}

/** Returns the values of a file of JSON Lines, or the number of the first line that is none. */
export function parsedLines({ path, text }: LocalFile): readonly unknown[] | NotRead {
  const values: unknown[] = [];
  for (const [i, line] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    if (line.trim() === "") continue;
    try {
      values.push(JSON.parse(line));
    } catch {
      return { why: `Line ${i + 1} of ${path} is no JSON.` };
    }
  }
  return values;
}

async function yaml(): Promise<typeof import("yaml")> {
  try {
    return await import("yaml");
  } catch (cause) {
    throw new PawlError("use.yaml-missing", 'Reading YAML needs the package "yaml": npm install yaml. JSON is read without it.', { cause });
  }
}

import { PawlError } from "@pawl/core";

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

async function yaml(): Promise<typeof import("yaml")> {
  try {
    return await import("yaml");
  } catch (cause) {
    throw new PawlError("use.yaml-missing", 'Reading YAML needs the package "yaml": npm install yaml. JSON is read without it.', { cause });
  }
}

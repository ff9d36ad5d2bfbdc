import { isFields } from "../fields.ts";
import type { Unsupported } from "../unsupported.ts";
import type { LocalFile, LocalFiles, NotRead } from "./local-files.ts";
import { parsedFile } from "./parse-text.ts";
import { csvRecords } from "./read-csv.ts";

const IS_PATH =
  /^(?:file|package|https?|exec|langfuse|portkey|helicone):|\.(?:txt|json|jsonl|ya?ml|md|csv|j2|[cm]?[jt]s|py|sh|rb|exe)(?::\w+)?$/;

/** Returns the prompts of a configuration, those of text files (txt parted by lines of `---`, md, j2, json, jsonl, yaml, csv) in the place of their paths. */
export async function promptsFrom(given: unknown, files: LocalFiles, unsupported: Unsupported[]): Promise<string[]> {
  const list = given === undefined || given === null ? [] : Array.isArray(given) ? given : [given];
  const all: string[] = [];
  for (const [i, prompt] of list.entries()) {
    const raw = isFields(prompt) ? (prompt["raw"] ?? prompt["id"]) : prompt;
    const found = typeof raw === "string" ? await textsOf(raw, files) : { why: "It is no text." };
    if ("why" in found) unsupported.push({ at: `prompts[${i}]`, what: "prompt", why: found.why });
    else all.push(...found);
  }
  return all;
}

async function textsOf(raw: string, files: LocalFiles): Promise<readonly string[] | NotRead> {
  if (raw.includes("\n") || !IS_PATH.test(raw)) return [raw];
  const found = await files.read(raw);
  if ("why" in found) return found;
  const texts: string[] = [];
  for (const file of found) {
    const read = await promptsOf(file);
    if ("why" in read) return read;
    texts.push(...read);
  }
  return texts;
}

async function promptsOf(file: LocalFile): Promise<readonly string[] | NotRead> {
  const { path, text } = file;
  const [extension = ""] = /\.\w+$/.exec(path.toLowerCase()) ?? [];
  switch (extension) {
    case ".txt":
      return filledOf(
        text
          .replaceAll("\r\n", "\n")
          .split(/^[^\S\n]*---[^\S\n]*$/m)
          .map((part) => part.trim()),
      );
    case ".md":
    case ".j2":
      return [text];
    case ".jsonl":
      return filledOf(text.split(/\r?\n/));
    case ".json":
    case ".yaml":
    case ".yml": {
      const read = await parsedFile(file);
      if ("why" in read) return read;
      const written = JSON.stringify(read.value) ?? "";
      return written.includes('"file://') ? { why: `${path} names further files, which are not read.` } : [written];
    }
    case ".csv": {
      const records = csvRecords(text);
      if ("why" in records) return { why: `${path}: ${records.why}` };
      const column = records.flatMap(({ prompt }) => (prompt === undefined ? [] : [prompt.trim()]));
      return column.length > 0 ? filledOf(column) : { why: `${path} has no column "prompt".` };
    }
    default:
      return { why: `Prompts are not read from ${path}.` };
  }
}

function filledOf(texts: readonly string[]): string[] {
  return texts.filter((text) => text !== "");
}

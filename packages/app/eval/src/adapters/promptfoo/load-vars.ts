import { type Fields, isFields } from "../fields.ts";
import type { LocalFile, LocalFiles, NotRead, Read } from "./local-files.ts";
import { parsedFile } from "./parse-text.ts";

/** What is no text, whatever its bytes. */
const NO_TEXT = /\.(?:pdf|png|jpe?g|gif|webp|bmp|svg|ico|tiff?|mp[34]|m4a|wav|ogg|flac|aac|webm|mov|avi|mkv|xlsx?|docx?|zip)$/i;

const MOST = 100_000;

/** Returns the variables of a test: an object as it is, or the YAML or JSON files that a path or a list of them names, laid over each other. */
export async function varsFrom(given: unknown, files: LocalFiles, base: string): Promise<Read<Fields>> {
  if (given === undefined || given === null) return { value: {} };
  if (isFields(given)) return { value: given };
  const paths = Array.isArray(given) ? given : [given];
  let vars: Fields = {};
  for (const path of paths) {
    if (typeof path !== "string") return { why: "Variables are an object or the paths of files." };
    const found = await files.read(path, base);
    if ("why" in found) return found;
    for (const file of found) {
      const read = await parsedFile(file);
      if ("why" in read) return read;
      if (!isFields(read.value)) return { why: `${file.path} holds no object of variables.` };
      vars = { ...vars, ...read.value };
    }
  }
  return { value: vars };
}

/**
 * Returns the variables once for each combination of their values: a list that begins with a text stands for each of its values in turn, a file pattern for
 * each of its files; other lists are one value. Texts of `file://` are read: YAML as JSON, anything else trimmed. A variable in a text is filled in where it is known.
 */
export async function combinedVars(vars: Fields, files: LocalFiles, expand: boolean): Promise<readonly Fields[] | NotRead> {
  let all: Fields[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const listed = expand && Array.isArray(value) && typeof value[0] === "string" ? value : [value];
    const values: unknown[] = [];
    for (const each of listed) {
      if (typeof each === "string" && each.startsWith("package:")) return { why: `${name} is code of a package, which is never run.` };
      if (typeof each !== "string" || !each.startsWith("file://")) values.push(each);
      else {
        const read = await filesOf(each, files);
        if ("why" in read) return { why: `${name}: ${read.why}` };
        values.push(...read);
      }
    }
    if (all.length * values.length > MOST) return { why: `Its lists have more than ${MOST} combinations.` };
    all = all.flatMap((chosen) => values.map((each) => ({ ...chosen, [name]: each })));
  }
  return all.map(filledIn);
}

async function filesOf(reference: string, files: LocalFiles): Promise<readonly string[] | NotRead> {
  if (NO_TEXT.test(reference)) return { why: `It is no text: ${reference.slice(0, 80)}` };
  const found = await files.read(reference);
  if ("why" in found) return found;
  const texts: string[] = [];
  for (const file of found) {
    const text = await textOf(file);
    if (typeof text !== "string") return text;
    texts.push(text);
  }
  return texts;
}

async function textOf(file: LocalFile): Promise<string | NotRead> {
  if (!/\.ya?ml$/i.test(file.path)) return file.text.trim();
  const read = await parsedFile(file);
  return "why" in read ? read : (JSON.stringify(read.value) ?? "");
}

/** As promptfoo: one name at a time, five times round. A name that is not there stays. */
function filledIn(vars: Fields): Fields {
  const filled: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(vars)) filled[name] = typeof value === "string" ? value.replace(/\n$/, "") : value;
  for (let round = 0; round < 5; round++) {
    for (const [name, value] of Object.entries(filled)) {
      if (typeof value !== "string") continue;
      const [whole, inner = ""] = /\{\{\s*(\w+)\s*\}\}/.exec(value) ?? [];
      const known = inner !== "" && Object.hasOwn(filled, inner) ? filled[inner] : undefined;
      if (whole !== undefined && known !== undefined && typeof known !== "object") filled[name] = value.replace(whole, () => String(known));
    }
  }
  return filled;
}

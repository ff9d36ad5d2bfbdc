import { dirname } from "node:path";
import { isPawlError, PawlError, type Split } from "@pawl/core";
import { type ColumnMap, importExamples } from "@pawl/data";
import { intoFolder } from "../into-folder.ts";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";

export interface DataImportOptions {
  readonly from: string;
  readonly to: string;
  /** `field=column`, e.g. `input.message=text` or `expected=label`. */
  readonly map: readonly string[];
  /** Of a CSV. @default a comma */
  readonly delimiter?: string | undefined;
  readonly task?: string | undefined;
  readonly split?: string | undefined;
  readonly overwrite: boolean;
  readonly abortSignal: AbortSignal;
}

/** Reads a CSV, JSON or JSONL file into examples; checked against the task where one is named. Written whole or not at all; its folder is made where it is missing. */
export async function dataImport(output: Output, project: () => Promise<Project>, options: DataImportOptions): Promise<void> {
  const { from, to, delimiter, overwrite, abortSignal } = options;
  const task = options.task === undefined ? undefined : (await project()).entry(options.task).task;
  const map = options.map.length > 0 ? columnMap(options.map) : undefined;
  const split = splitOf(options.split);
  const imported = await intoFolder(dirname(to), () =>
    mapped(() => importExamples({ from, to, map, task, split, delimiter, overwrite, abortSignal })),
  );
  output.document(imported);
  output.print(
    `${imported.count} ${imported.count === 1 ? "example is" : "examples are"} in ${imported.path}.${task === undefined ? " They were not checked against a task: that does --task NAME." : ""}`,
  );
}

function splitOf(split: string | undefined): Split | undefined {
  if (split === undefined || split === "train" || split === "dev" || split === "test") return split;
  throw new PawlError("use.split", `--split is train, dev or test; got "${split}".\nNothing was written.`, { facts: { split } });
}

/** Returns what reading by a map gives; where columns are not found, it is said how `--map` names them. */
export async function mapped<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isPawlError(error, "data.no-input-column") && !isPawlError(error, "data.unknown-column")) throw error;
    const { code, facts } = error;
    const columns = Array.isArray(facts["columns"]) ? facts["columns"].map(String) : [];
    const [first = "text", second = "label"] = columns;
    const example = `--map ${quoted(`input.message=${first}`)} --map ${quoted(`expected=${second}`)}`;
    const other = columns.length === 1 ? [...first].find((character) => ";\t|".includes(character)) : undefined;
    const parted =
      other === undefined
        ? ""
        : `\nIts one column looks like several: --delimiter ${other === "\t" ? "tab" : `"${other}"`} where that is so.`;
    const message =
      code === "data.unknown-column"
        ? error.message.replace("which the map names", "which --map names")
        : `${String(facts["file"])} has the columns ${columns.join(", ")}, and none of them is called input.\nSay which is what: --map FIELD=COLUMN, as in ${example}, with the fields that your task's input has.`;
    throw new PawlError(code, `${message}${parted}\nNothing was written.`, { facts, cause: error });
  }
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w.=/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Returns the map written as `field=column` pairs. @throws PawlError `use.map-unreadable`. */
export function columnMap(pairs: readonly string[]): ColumnMap {
  const map: { [field: string]: string | { [field: string]: string } } = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const [side = "", field, ...rest] = pair.slice(0, at).split(".");
    const column = pair.slice(at + 1);
    const nested = side === "input" || side === "expected";
    const known = nested || ["id", "tags", "rubric", "cluster", "source", "split"].includes(side);
    if (at < 1 || column === "" || !known || rest.length > 0 || (field !== undefined && !nested)) {
      throw new PawlError(
        "use.map-unreadable",
        `A column is mapped as FIELD=COLUMN, as in --map input.message=text --map expected=label; got "${pair}".\nFields are input, expected (or a field of them, with a dot), id, tags, rubric, cluster, source and split.\nNothing was written.`,
        { facts: { got: pair } },
      );
    }
    const fields = map[side];
    if (field === undefined) map[side] = column;
    else map[side] = { ...(typeof fields === "object" ? fields : {}), [field]: column };
  }
  const { input, ...others } = map;
  if (input === undefined)
    throw new PawlError(
      "use.map-unreadable",
      "A map says which column the input is as well: --map input.message=text, or --map input=text where the input is the text itself.\nNothing was written.",
    );
  return { input, ...others };
}

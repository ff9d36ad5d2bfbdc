import { dirname } from "node:path";
import { PawlError, type Split } from "@pawl/core";
import { type ColumnMap, importExamples } from "@pawl/data";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { makeFolder } from "../write-whole.ts";

export interface DataImportOptions {
  readonly from: string;
  readonly to: string;
  /** `field=column`, e.g. `input.message=text` or `expected=label`. */
  readonly map: readonly string[];
  readonly task?: string | undefined;
  readonly split?: string | undefined;
  readonly overwrite: boolean;
  readonly abortSignal: AbortSignal;
}

/** Reads a CSV, JSON or JSONL file into examples; checked against the task where one is named. Written whole or not at all; its folder is made where it is missing. */
export async function dataImport(output: Output, project: () => Promise<Project>, options: DataImportOptions): Promise<void> {
  const { from, to, overwrite, abortSignal } = options;
  const task = options.task === undefined ? undefined : (await project()).entry(options.task).task;
  const map = options.map.length > 0 ? columnMap(options.map) : undefined;
  const split = splitOf(options.split);
  makeFolder(dirname(to));
  const imported = await importExamples({
    from,
    to,
    map,
    task,
    split,
    overwrite,
    abortSignal,
  });
  output.document(imported);
  output.print(
    `${imported.count} examples are in ${imported.path}.${task === undefined ? ` Check them against a task: --task NAME.` : ""}`,
  );
}

function splitOf(split: string | undefined): Split | undefined {
  if (split === undefined || split === "train" || split === "dev" || split === "test") return split;
  throw new PawlError("use.split", `A split is train, dev or test; got "${split}".\nNothing was written.`, { facts: { split } });
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
        `A column is mapped as field=column, e.g. --map input.message=text --map expected=label; got "${pair}".\nNothing was written.`,
        { facts: { got: pair } },
      );
    }
    const fields = map[side];
    if (field === undefined) map[side] = column;
    else map[side] = { ...(typeof fields === "object" ? fields : {}), [field]: column };
  }
  const { input, ...others } = map;
  if (input === undefined)
    throw new PawlError("use.map-unreadable", "A map says where the input is: --map input.message=text.\nNothing was written.");
  return { input, ...others };
}

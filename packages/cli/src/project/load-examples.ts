import { relative, sep } from "node:path";
import { type Dataset, isPawlError, PawlError } from "@pawl/core";
import { loadDataset } from "@pawl/data";
import type { TaskEntry } from "../define-config.ts";
import { isPlain, kindOf } from "../plain-value.ts";
import type { Project } from "./project.ts";
import { taskFile } from "./task-file.ts";

/** Returns the data set of a task, each row checked against the task. @throws PawlError as `loadDataset` does, with paths as they are seen from here and what to do about it. */
export async function loadExamples(project: Project, entry: TaskEntry, abortSignal?: AbortSignal): Promise<Dataset> {
  try {
    return await loaded(project, entry, abortSignal);
  } catch (error) {
    if (!isPawlError(error)) throw error;
    const { code, facts, retryable } = error;
    throw new PawlError(code, advised(error, project, entry), { facts, retryable, cause: error });
  }
}

async function loaded(project: Project, { dataset: source, task }: TaskEntry, abortSignal?: AbortSignal): Promise<Dataset> {
  if (typeof source === "function") return checkedDataset(await source(), task.name);
  if (typeof source === "string") return loadDataset({ task, path: project.path(source), abortSignal });
  const { path, map, name, delimiter } = source;
  const at =
    typeof path === "string"
      ? project.path(path)
      : Object.fromEntries(Object.entries(path).flatMap(([split, file]) => (file === undefined ? [] : [[split, project.path(file)]])));
  return loadDataset({ task, path: at, map, name, delimiter, abortSignal });
}

/** What a function of the project's own returned. */
function checkedDataset(given: unknown, task: string): Dataset {
  if (isDataset(given)) return given;
  throw new PawlError(
    "use.config-invalid",
    `The function at tasks.${task}.dataset returned ${kindOf(given)}, which is no data set. Return what loadDataset() or examples() of @pawl/data returns.\nNothing was run.`,
    { facts: { task } },
  );
}

function isDataset(given: unknown): given is Dataset {
  if (!isPlain(given) || typeof given["read"] !== "function" || typeof given["unseal"] !== "function") return false;
  const { splits } = given;
  return isPlain(splits) && ["train", "dev", "test"].every((split) => isPlain(splits[split]));
}

/** What is wrong with a file, or with how it is read. */
const ABOUT_FILES: readonly string[] = [
  "io.cannot-read",
  "data.empty-file",
  "data.no-input-column",
  "data.unknown-column",
  "use.unknown-format",
];

function advised({ code, facts, message }: PawlError, project: Project, { task }: TaskEntry): string {
  const seen = seenFromHere(message, project.root);
  if (code === "data.invalid-rows") {
    const lines = seen.split("\n").slice(0, -1);
    const unknownLabel =
      Array.isArray(facts["mistakes"]) && facts["mistakes"].some((mistake) => Object(mistake).problem === "unknown-label");
    const file = taskFile(project.configPath, task.name);
    const where = file === null ? `the schema of the task "${task.name}"` : relative(process.cwd(), file);
    const line = facts["count"] === 1 ? "the line" : "the lines";
    const advice = unknownLabel ? `Fix ${line} or add the label in ${where}.` : `Fix ${line} or change the schema in ${where}.`;
    return `${lines.join("\n")}\n${advice}\nNothing was run.`;
  }
  const how = code === "data.no-input-column" ? ', as dataset: { path: "…", map: { … } }' : "";
  const configured = `\nIt is the data set of the task "${task.name}" in ${relative(process.cwd(), project.configPath)}${how}.`;
  return /Nothing was (run|loaded)/.test(seen) ? seen : `${seen}${ABOUT_FILES.includes(code) ? configured : ""}\nNothing was run.`;
}

function seenFromHere(message: string, root: string): string {
  const from = relative(process.cwd(), root);
  return message.replaceAll(`${root}${sep}`, from === "" ? "" : `${from}${sep}`);
}

import type { Dataset } from "@pawl/core";
import { loadDataset } from "@pawl/data";
import type { TaskEntry } from "../define-config.ts";
import type { Project } from "./project.ts";

/** Returns the data set of a task, each row checked against the task. @throws PawlError as `loadDataset` does. */
export async function loadExamples(project: Project, entry: TaskEntry, abortSignal?: AbortSignal): Promise<Dataset> {
  const { dataset: source, task } = entry;
  if (typeof source === "function") return source();
  if (typeof source === "string") return loadDataset({ task, path: project.path(source), abortSignal });
  const { path, map, name } = source;
  const at =
    typeof path === "string"
      ? project.path(path)
      : Object.fromEntries(Object.entries(path).flatMap(([split, file]) => (file === undefined ? [] : [[split, project.path(file)]])));
  return loadDataset({ task, path: at, map, name, abortSignal });
}

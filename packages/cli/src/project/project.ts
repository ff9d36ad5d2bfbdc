import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PawlError, type Store, type Task } from "@pawl/core";
import type { Config, TaskEntry } from "../define-config.ts";
import { loadConfig } from "../load-config.ts";
import { nearestName } from "../nearest-name.ts";

/** A configuration with the folder that it belongs to, and what commands read and write there. */
export interface Project {
  readonly config: Config;
  readonly root: string;
  /** @throws PawlError `use.unknown-task` with the nearest name. */
  readonly entry: (task: string) => TaskEntry;
  /** Absolute path of a path of the configuration. */
  readonly path: (relative: string) => string;
  /** Text files of a task that belong into git: champion, decision log, report. */
  readonly files: (task: Task) => TaskFiles;
  /** Opens the store; the caller disposes it. */
  readonly openStore: () => Promise<Store>;
}

export interface TaskFiles {
  readonly folder: string;
  readonly champion: string;
  readonly candidate: string;
  readonly decisions: string;
  readonly report: string;
}

/** Returns the project of a configuration file, the nearest one upwards where none is named. @throws PawlError `use.config-…` */
export async function loadProject(configPath: string | undefined, cwd: string = process.cwd()): Promise<Project> {
  const { config, root } = await loadConfig(configPath, cwd);
  return projectOf(config, root);
}

/** Returns the project of a configuration that is there already. */
export function projectOf(config: Config, root: string): Project {
  const path = (relative: string): string => resolve(root, relative);
  return {
    config,
    root,
    path,
    entry: (name) => findEntry(config, name),
    files: (task) => {
      const folder = join(root, "pawl", task.name);
      const at = (file: string): string => join(folder, file);
      return {
        folder,
        champion: at("champion.json"),
        candidate: at("candidate.json"),
        decisions: at("decisions.jsonl"),
        report: at("report.html"),
      };
    },
    openStore: async () => {
      const { sqliteStore } = await import("@pawl/store");
      const file = path(config.store ?? join(".pawl", "store.sqlite"));
      mkdirSync(dirname(file), { recursive: true });
      return sqliteStore({ path: file });
    },
  };
}

function findEntry(config: Config, name: string): TaskEntry {
  const entries = Object.values(config.tasks);
  const found = entries.find(({ task }) => task.name === name) ?? config.tasks[name];
  if (found !== undefined) return found;
  const names = entries.map(({ task }) => task.name);
  const near = nearestName(name, names);
  const advice = near === null ? `It has: ${names.join(", ")}.` : `Did you mean "${near}"? It has: ${names.join(", ")}.`;
  throw new PawlError("use.unknown-task", `The configuration has no task "${name}". ${advice}\nNothing was run.`, {
    facts: { task: name, tasks: names },
  });
}

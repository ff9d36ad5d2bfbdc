import { dirname, join, resolve } from "node:path";
import { nearestName, PawlError, type Store, type Task } from "@pawl/core";
import { maskedStore } from "@pawl/policy";
import type { Config, TaskEntry } from "../define-config.ts";
import { withJudgeChecks } from "../judge/judge-files.ts";
import { loadConfig } from "../load-config.ts";
import { makeFolder } from "../write-whole.ts";
import { placedEntry } from "./own-code.ts";

/** A configuration with the folder that it belongs to, and what commands read and write there. */
export interface Project {
  readonly config: Config;
  readonly configPath: string;
  readonly root: string;
  /** A task with the checks of its judges attached. @throws PawlError `use.unknown-task` with the nearest name, `data.judge-check-…` */
  readonly entry: (task: string) => TaskEntry;
  /** Absolute path of a path of the configuration. */
  readonly path: (relative: string) => string;
  /** Text files of a task that belong into git: champion, decision log, report. */
  readonly files: (task: Pick<Task, "name">) => TaskFiles;
  /** Opens the store; the caller disposes it. @throws PawlError `io.cannot-write` where its folder cannot be made, else what the store throws. */
  readonly openStore: () => Promise<Store>;
}

export interface TaskFiles {
  readonly folder: string;
  readonly champion: string;
  /** What led a climb on dev and was not confirmed. */
  readonly candidate: string;
  /** Decisions of the last climb that ended. */
  readonly decisions: string;
  /** Decisions of a climb that runs, or was stopped: the next one begins it anew. */
  readonly unfinished: string;
  readonly report: string;
  /** What branches are held against. */
  readonly baseline: string;
  /** How often the gate flips on identical input. */
  readonly aa: string;
  /** Folder of the checks of its judges against people. */
  readonly judges: string;
}

/** Returns the project of a configuration file, the nearest one upwards where none is named. @throws PawlError `use.config-…` */
export async function loadProject(configPath: string | undefined, cwd: string = process.cwd()): Promise<Project> {
  const { config, path } = await loadConfig(configPath, cwd);
  return projectOf(config, path);
}

/** Returns the project of a configuration that is there already. */
export function projectOf(config: Config, configPath: string): Project {
  const root = dirname(configPath);
  const path = (relative: string): string => resolve(root, relative);
  return {
    config,
    configPath,
    root,
    path,
    entry: (name) => {
      const entry = findEntry(config, name);
      return withJudgeChecks(placedEntry(entry), join(root, "pawl", entry.task.name, "judges"));
    },
    files: ({ name }) => {
      const folder = join(root, "pawl", name);
      return {
        folder,
        champion: join(folder, "champion.json"),
        candidate: join(folder, "candidate.json"),
        decisions: join(folder, "decisions.jsonl"),
        unfinished: join(folder, ".decisions.unfinished.jsonl"),
        report: join(folder, "report.html"),
        baseline: join(folder, "baseline.json"),
        aa: join(folder, "aa.json"),
        judges: join(folder, "judges"),
      };
    },
    openStore: async () => {
      const { sqliteStore } = await import("@pawl/store");
      const file = path(config.store ?? join(".pawl", "store.sqlite"));
      makeFolder(dirname(file));
      return maskedStore(sqliteStore({ path: file }), { secrets: true, pii: config.maskPersonalData ?? false });
    },
  };
}

function findEntry(config: Config, name: string): TaskEntry {
  const entries = Object.values(config.tasks);
  const found = entries.find(({ task }) => task.name === name) ?? (Object.hasOwn(config.tasks, name) ? config.tasks[name] : undefined);
  if (found !== undefined) return found;
  const names = entries.map(({ task }) => task.name);
  const near = nearestName(name, names);
  const advice = `${near === null ? "" : `Did you mean "${near}"? `}It has: ${names.join(", ")}.`;
  throw new PawlError("use.unknown-task", `The configuration has no task "${name}". ${advice}\nNothing was run.`, {
    facts: { task: name, tasks: names, suggestion: near },
  });
}

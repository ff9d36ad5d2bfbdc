import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PawlError, type Scorer } from "@pawl/core";
import { parseJudgeCheck, withCalibration } from "@pawl/eval/calibration";
import type { TaskEntry } from "../define-config.ts";

/** Returns where a judge's check stands: one text file a judge, beside the task. */
export function judgeFile(folder: string, name: string): string {
  return join(folder, `${encodeURIComponent(name)}.json`);
}

/**
 * Returns a task's entry with each judge's check attached, where one was written; the check of another judge than it is now takes no part and is said to be stale.
 * @throws PawlError `data.judge-check-…` for a file that is not as it was written, `io.cannot-read`
 */
export function withJudgeChecks(entry: TaskEntry, folder: string): TaskEntry {
  if (!entry.scorers.some(({ judge }) => judge !== undefined) || !existsSync(folder)) return entry;
  return { ...entry, scorers: entry.scorers.map((scorer) => calibrated(scorer, judgeFile(folder, scorer.name))) };
}

function calibrated<S extends Scorer>(scorer: S, path: string): S {
  if (scorer.judge === undefined || !existsSync(path)) return scorer;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new PawlError("io.cannot-read", `${path} cannot be read. Check its rights.\nNothing was run.`, { facts: { path }, cause });
  }
  return withCalibration(scorer, parseJudgeCheck(text, { where: relative(process.cwd(), path) }));
}

import { nearestName, PawlError } from "@pawl/core";
import type { TaskEntry } from "../define-config.ts";

/** Returns the named judge of a task, or its only one. @throws PawlError `use.no-judge` with those it has */
export function chosenJudge({ scorers, task }: TaskEntry, name: string | undefined): TaskEntry["scorers"][number] {
  const judges = scorers.filter(({ judge }) => judge !== undefined);
  const found = name === undefined ? (judges.length === 1 ? judges[0] : undefined) : judges.find((judge) => judge.name === name);
  if (found !== undefined) return found;
  const names = judges.map((judge) => judge.name);
  const near = name === undefined ? null : nearestName(name, names);
  const said =
    judges.length === 0
      ? `The task "${task.name}" has no judge: none of its scorers asks a model. Give it one in pawl.config.ts, of @pawl/eval/judge.`
      : name === undefined
        ? `The task "${task.name}" has several judges. Name one with --scorer: ${names.join(", ")}.`
        : `The task "${task.name}" has no judge "${name}".${near === null ? "" : ` Did you mean "${near}"?`} It has: ${names.join(", ")}.`;
  throw new PawlError("use.no-judge", `${said}\nNothing was run.`, {
    facts: { task: task.name, judge: name ?? null, judges: names, suggestion: near },
  });
}

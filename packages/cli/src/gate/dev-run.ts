import { PawlError } from "@pawl/core";
import type { Evaluation } from "@pawl/eval";
import type { TaskEntry } from "../define-config.ts";

/** Returns a stored run that is one of the task on dev. @throws PawlError `use.other-run` where it is not */
export function devRun(evaluation: Evaluation<unknown, unknown>, { task }: TaskEntry): Evaluation<unknown, unknown> {
  const { id, split, task: of } = evaluation.record;
  if (of.name === task.name && split === "dev") return evaluation;
  throw new PawlError(
    "use.other-run",
    `Run ${id} is of the task "${of.name}" on ${split}; a gate compares runs of "${task.name}" on dev. Take another, or leave --run out.\nNothing was run.`,
    { facts: { run: id, task: of.name, split } },
  );
}

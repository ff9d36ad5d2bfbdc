import type { Baseline } from "./baseline.ts";
import type { GateRun } from "./gate-run.ts";
import { type Criteria, criteriaHash } from "./gate-settings.ts";

/** Of the branch, before anything is run. */
export interface PresentCriteria extends Pick<GateRun, "task" | "split"> {
  readonly criteria: Criteria;
}

/**
 * Returns in sentences what the branch is measured by that the baseline was not: another contract of the task, other examples, another version of a
 * scorer, other margins. Empty where a comparison means something. Nothing has to be run to know.
 */
export function criteriaChanges(baseline: Pick<Baseline, "task" | "split" | "criteria">, present: PresentCriteria): readonly string[] {
  const changes: string[] = [];
  if (baseline.task.name !== present.task.name)
    changes.push(`The baseline is of the task "${baseline.task.name}", not of "${present.task.name}".`);
  else if (baseline.task.hash !== present.task.hash) changes.push("The task's contract (schemas or profile) is another one.");
  if (baseline.split.name !== present.split.name)
    changes.push(`The baseline is of the ${baseline.split.name} split, not of ${present.split.name}.`);
  else if (baseline.split.hash !== present.split.hash)
    changes.push(`The examples of the ${present.split.name} split are others than the baseline's.`);
  const before = baseline.criteria;
  const now = present.criteria;
  if (criteriaHash(before) === criteriaHash(now)) return changes;
  for (const name of union(before.scorers, now.scorers)) {
    const [was, is] = [before.scorers[name], now.scorers[name]];
    if (was === undefined) changes.push(`The scorer "${name}" is new.`);
    else if (is === undefined) changes.push(`The scorer "${name}" is gone.`);
    else if (was.hash !== is.hash || was.scale !== is.scale || was.direction !== is.direction)
      changes.push(`The scorer "${name}" is another version or has other settings.`);
  }
  for (const name of union(before.metrics, now.metrics)) {
    const [was, is] = [before.metrics[name], now.metrics[name]];
    if (was?.severity !== is?.severity)
      changes.push(`"${name}" was ${was?.severity ?? "not there"} and is ${is?.severity ?? "not there"}.`);
    else if (was?.margin !== is?.margin) changes.push(`The margin of "${name}" was ${was?.margin} and is ${is?.margin}.`);
  }
  for (const field of ["level", "missingLimit", "abstainBelow", "guardrailsProven"] as const) {
    if (before[field] !== now[field]) changes.push(`${field} was ${before[field]} and is ${now[field]}.`);
  }
  return changes;
}

function union(a: object, b: object): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

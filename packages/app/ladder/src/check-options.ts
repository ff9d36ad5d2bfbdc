import { type Decision, PawlError, type Sha256, SPEND_FIELDS } from "@pawl/core";
import type { ClimbOptions } from "./climb-options.ts";
import { callsAtMost } from "./cost-book.ts";
import { metricOf } from "./metric.ts";
import { checkBudget } from "./plan-climb.ts";

/** Checks everything that can be known before anything runs. */
export function checkOptions<I, O>(options: ClimbOptions<I, O>): void {
  const { budget, dataset, level = 0.95, minimumUsefulEffect, rungs, start, task, concurrency = 1 } = options;
  metricOf(options.scorers);
  if (rungs.length === 0) throw new RangeError("climb: rungs must hold at least one rung; got none.");
  between("level", level);
  between("confirm.share", options.confirm?.share ?? 0.5);
  between("confirm.power", options.confirm?.power ?? 0.5);
  if (!(minimumUsefulEffect > 0 && Number.isFinite(minimumUsefulEffect))) {
    throw new RangeError(`climb: minimumUsefulEffect must be a number above 0, in the headline's unit; got ${minimumUsefulEffect}.`);
  }
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new RangeError(`climb: concurrency must be a whole number of at least 1; got ${concurrency}.`);
  if (start.task !== task.name) throw new TypeError(`climb: start must be a variant of task "${task.name}"; got one of "${start.task}".`);
  if (dataset.task.name !== task.name)
    throw new TypeError(`climb: dataset must be of task "${task.name}"; got one of "${dataset.task.name}".`);
  if (SPEND_FIELDS.every((field) => budget[field] === undefined)) {
    throw new RangeError("climb: budget must cap at least one of microDollars, tokens, calls and ms; it caps none.");
  }
  for (const field of SPEND_FIELDS) {
    const cap = budget[field];
    if (cap !== undefined && !(cap >= 0)) throw new RangeError(`climb: budget.${field} must be a number of at least 0; got ${cap}.`);
  }
  if (options.store === undefined) {
    throw new PawlError(
      "use.unseal-without-store",
      `The climb of "${task.name}" confirms on the sealed split of "${dataset.name}", and looks at it are counted in a store. Give climb a store. Nothing was run.`,
      { facts: { dataset: dataset.name } },
    );
  }
  for (const split of ["dev", "test"] as const) {
    if (dataset.splits[split].size > 0) continue;
    throw new PawlError(
      "data.empty-split",
      `The data set "${dataset.name}" has no example in its ${split} split. A climb races on dev and confirms on test: split the data again. Nothing was run.`,
      {
        facts: { dataset: dataset.name, split },
      },
    );
  }
  checkBudget(budget, options.worstCase?.(start) ?? { calls: callsAtMost(start) });
}

function between(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`climb: ${name} must be a number between 0 and 1; got ${value}.`);
}

/** Refuses the log of a climb on other data, another task or other scorers. @throws PawlError `use.replay-of-another-climb` */
export function checkReplay(
  replay: readonly Decision[],
  now: { readonly task: Sha256; readonly splits: { readonly [split: string]: Sha256 }; readonly scorers: readonly Sha256[] },
): void {
  const then = replay.find((decision) => decision.kind === "frozen");
  if (then === undefined) return;
  const differing = [
    ...(then.task === now.task ? [] : ["task"]),
    ...Object.keys(now.splits).flatMap((split) => (then.splits[split] === now.splits[split] ? [] : [`${split} split`])),
    ...(then.scorers.join() === now.scorers.join() ? [] : ["scorers"]),
  ];
  if (differing.length === 0) return;
  throw new PawlError(
    "use.replay-of-another-climb",
    `The log to replay is of a climb with another ${differing.join(", ")}. Give the log of this climb, or climb without one. Nothing was run.`,
    { facts: { differing } },
  );
}

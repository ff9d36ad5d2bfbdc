import { type Dataset, type Decision, isPawlError, type Scorer, type Sha256, type Task } from "@pawl/core";
import { readDecisionLog } from "@pawl/ladder";

export interface ClimbedOn {
  readonly task: Pick<Task, "name" | "hash">;
  readonly dataset: Dataset;
  readonly scorers: readonly Pick<Scorer, "hash">[];
}

/**
 * Returns what is to be said where a climb was stopped and something that it was about has changed since, by the log that it left: what changed, that
 * nothing is mixed, and how to go on with either. Null where nothing did, or no climb was stopped.
 */
export async function changedSince(unfinished: string, now: ClimbedOn): Promise<string | null> {
  const then = (await stoppedLog(unfinished)).find((decision) => decision.kind === "frozen");
  if (then === undefined) return null;
  const changed = [
    ...(then.task === now.task.hash ? [] : ["the schemas of the task"]),
    ...Object.entries(now.dataset.splits).flatMap(([split, { hash, size }]) =>
      then.splits[split] === hash ? [] : [`the ${split} rows (${size} now)`],
    ),
    ...(sameScorers(then.scorers, now.scorers) ? [] : ["the scorers"]),
  ];
  if (changed.length === 0) return null;
  const listed = changed.length === 1 ? changed[0] : `${changed.slice(0, -1).join(", ")} and ${changed.at(-1)}`;
  return `The last climb of "${now.task.name}" was stopped, and ${listed} changed since then. This climb begins anew on what is here now: it takes answers to the very same prompts from the store, and no score. To go on with the stopped one, bring back what was there and climb again.`;
}

/** A log that cannot be read tells nothing; it is about to be begun anew. */
async function stoppedLog(path: string): Promise<readonly Decision[]> {
  try {
    return await readDecisionLog(path);
  } catch (error) {
    if (isPawlError(error)) return [];
    throw error;
  }
}

function sameScorers(then: readonly Sha256[], now: ClimbedOn["scorers"]): boolean {
  return then.join() === now.map(({ hash }) => hash).join();
}

import { type Id, PawlError, type RunRecord, type Store } from "@pawl/core";

const LISTED = 10;
/** `last~N` reaches back so far. */
const MOST_BACK = 99;

/** Returns the run with this id; `last` is the newest, `last~1` the one before. @throws PawlError `use.unknown-run` with the last ones */
export async function findRun(store: Store, name: Id): Promise<RunRecord> {
  const back = /^last(?:~(\d{1,2}))?$/.exec(name);
  const found = back === null ? await store.runs.get(name) : await newest(store, Number(back[1] ?? 0));
  if (found !== null) return found;
  const { items } = await store.runs.list({}, { order: "newest", limit: LISTED });
  const last = items.map((run) => `  ${run.id}  ${run.task.name}, ${run.split} ${run.splitHash.slice(0, 8)}`).join("\n");
  const advice = last === "" ? 'Make one with "pawl eval TASK".' : `The last ones are:\n${last}`;
  throw new PawlError("use.unknown-run", `The store has no run ${name}. ${advice}`, { facts: { run: name } });
}

async function newest(store: Store, back: number): Promise<RunRecord | null> {
  const { items } = await store.runs.list({}, { order: "newest", limit: Math.min(back, MOST_BACK) + 1 });
  return items[back] ?? null;
}

import { type Id, PawlError, pagesOf, type RunRecord, type Store } from "@pawl/core";

const LISTED = 10;
/** Returns the run with this id; `last` is the newest that was no part of a climb, `last~1` the one before. @throws PawlError `use.unknown-run` with the last ones */
export async function findRun(store: Store, name: Id): Promise<RunRecord> {
  const back = /^last(?:~(\d{1,2}))?$/.exec(name);
  const found = back === null ? await store.runs.get(name) : await newest(store, Number(back[1] ?? 0));
  if (found !== null) return found;
  const { items } = await store.runs.list({}, { order: "newest", limit: LISTED });
  const last = items
    .map(
      ({ by, id, split, splitHash, task }) =>
        `  ${id}  ${task.name}, ${split} ${splitHash.slice(0, 8)}${by === undefined ? "" : ` (of a ${by})`}`,
    )
    .join("\n");
  const advice = last === "" ? 'Make one with "pawl eval TASK".' : `The last ones are:\n${last}`;
  throw new PawlError("use.unknown-run", `The store has no run ${name}. ${advice}`, { facts: { run: name } });
}

async function newest(store: Store, back: number): Promise<RunRecord | null> {
  let left = back;
  for await (const { items } of pagesOf((cursor) => store.runs.list({}, { order: "newest", cursor })))
    for (const run of items) if (run.by === undefined && left-- === 0) return run;
  return null;
}

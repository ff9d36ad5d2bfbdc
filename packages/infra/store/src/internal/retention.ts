import type { Clock, Store } from "@pawl/core";
import type { Connection, Prepare } from "./connection.ts";

/** Traces that one transaction of `prune` removes: other writers get their turns in between. */
const CHUNK = 500;

/** Returns `forget`: all of a person in one transaction, and out of the write-ahead log where no reader holds it. */
export function forgetting({ read, write }: Connection): Store["forget"] {
  return async (user) => {
    const ids = await write((prepare) => {
      const ids = prepare("SELECT id FROM traces WHERE user = ? ORDER BY seq")
        .all(user)
        .map(({ id }) => String(id));
      removeSaidAbout(prepare, "SELECT id FROM traces WHERE user = ?", user);
      prepare("INSERT INTO gone (trace_id) SELECT id FROM traces WHERE user = ? ON CONFLICT DO NOTHING").run(user);
      prepare("DELETE FROM traces WHERE user = ?").run(user);
      prepare("DELETE FROM feedback WHERE by_whom = ?").run(user);
      prepare("DELETE FROM cache WHERE user = ?").run(user);
      return ids;
    });
    await read((prepare) => prepare("PRAGMA wal_checkpoint(TRUNCATE)").get());
    return ids;
  };
}

export function pruning({ write }: Connection, clock: Clock): Store["prune"] {
  return async (before) => {
    const now = clock.now();
    let removed = await write((prepare) => {
      for (const table of ["scores", "feedback"]) {
        prepare(`DELETE FROM ${table} WHERE at < ? AND NOT EXISTS (SELECT 1 FROM traces WHERE id = trace_id)`).run(before);
      }
      return Number(prepare("DELETE FROM cache WHERE at < ? OR expires_at <= ?").run(before, now).changes);
    });
    for (let chunk = CHUNK; chunk === CHUNK; removed += chunk) {
      chunk = await write((prepare) => {
        const some = "SELECT id FROM traces WHERE run_id IS NULL AND started_at < ? ORDER BY started_at LIMIT ?";
        removeSaidAbout(prepare, some, before, CHUNK);
        return Number(prepare(`DELETE FROM traces WHERE id IN (${some})`).run(before, CHUNK).changes);
      });
    }
    return removed;
  };
}

function removeSaidAbout(prepare: Prepare, traces: string, ...values: readonly (string | number)[]): void {
  for (const table of ["scores", "feedback"]) prepare(`DELETE FROM ${table} WHERE trace_id IN (${traces})`).run(...values);
}

import { type Id, jsonText, PawlError, type RunRecord, type Store } from "@pawl/core";
import type { Connection } from "./connection.ts";
import { outlinePage } from "./outline-page.ts";
import { bodyOf, equal, pageOf, type Row } from "./rows.ts";

export function runTable({ read, write }: Connection): Store["runs"] {
  const one = (condition: string, value: string): Promise<RunRecord | null> =>
    read((prepare) => {
      const row = prepare(`SELECT finished_at, body FROM runs WHERE ${condition} ORDER BY seq DESC LIMIT 1`).get(value);
      return row === undefined ? null : runOf(row);
    });
  return {
    start: async (run) => {
      const body = jsonText(run);
      await write((prepare) => {
        prepare("INSERT INTO runs (id, plan_hash, task, finished_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING").run(
          run.id,
          run.planHash,
          run.task.name,
          run.finishedAt,
          body,
        );
      });
    },
    finish: async (id, at) => {
      const found = await write(
        (prepare) => prepare("UPDATE runs SET finished_at = coalesce(finished_at, ?) WHERE id = ?").run(at, id).changes > 0,
      );
      if (!found) throw unknownRun(id);
    },
    get: (id) => one("id = ?", id),
    find: (planHash) => one("plan_hash = ?", planHash),
    list: (filter, page) =>
      read((prepare) =>
        pageOf(prepare, { table: "runs", columns: "finished_at, body", conditions: [equal("task", filter.task)], itemOf: runOf }, page),
      ),
    outline: (id, page) => read((prepare) => outlinePage(prepare, id, page)),
  };
}

function runOf(row: Row): RunRecord {
  const finishedAt = row["finished_at"];
  return { ...bodyOf<RunRecord>(row), finishedAt: typeof finishedAt === "number" ? finishedAt : null };
}

function unknownRun(id: Id): PawlError {
  const message = `Run ${id} cannot be finished: this store does not have it. Start it first, or look for it in the store it was started in.`;
  return new PawlError("data.unknown-run", message, { facts: { runId: id } });
}

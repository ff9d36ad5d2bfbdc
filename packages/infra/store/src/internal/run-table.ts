import type { SQLOutputValue } from "node:sqlite";
import {
  type CaseOutline,
  type Id,
  jsonText,
  PawlError,
  type RunRecord,
  type ScoreOutline,
  type Store,
  type StoredScore,
} from "@pawl/core";
import type { Connection } from "./connection.ts";
import { bodyOf, equal, pageOf, type Row } from "./rows.ts";

/** Every score of a trace, whole: taking it apart here is quicker than SQLite's JSON functions. */
const SCORES = "(SELECT group_concat(body, ',' ORDER BY seq) FROM scores WHERE trace_id = traces.id) AS said";

const OUTLINE = `id, example_id, repeat, cluster, outcome, started_at, total_ms, micro_dollars, input_tokens, output_tokens, ${SCORES}`;

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
    outline: (id, page) =>
      read((prepare) =>
        pageOf(prepare, { table: "traces", columns: OUTLINE, conditions: [equal("run_id", id)], itemOfCells: outlineOf }, page),
      ),
  };
}

function runOf(row: Row): RunRecord {
  const finishedAt = row["finished_at"];
  return { ...bodyOf<RunRecord>(row), finishedAt: typeof finishedAt === "number" ? finishedAt : null };
}

/** Takes the cells of `OUTLINE`, in its order. */
function outlineOf(cells: readonly SQLOutputValue[]): CaseOutline {
  const [traceId, exampleId, repeat, cluster, outcome, startedAt, totalMs, microDollars, inputTokens, outputTokens, scores] = cells;
  const said: readonly StoredScore[] = scores === null ? [] : JSON.parse(`[${scores}]`);
  return {
    traceId: String(traceId),
    example:
      exampleId === null
        ? null
        : { id: String(exampleId), repeat: Number(repeat), ...(cluster === null ? {} : { cluster: String(cluster) }) },
    outcome: outcomeOf(outcome),
    startedAt: Number(startedAt),
    totalMs: Number(totalMs),
    totals: {
      microDollars: numberOrNull(microDollars),
      inputTokens: numberOrNull(inputTokens),
      outputTokens: numberOrNull(outputTokens),
    },
    scores: said.map(scoreOutline),
  };
}

/** In files of revision 1 a judge's steps stand in the body. */
function scoreOutline({ scorer, scorerHash, result }: StoredScore): ScoreOutline {
  if (result.steps === undefined) return { scorer, scorerHash, result };
  const { steps: _steps, ...rest } = result;
  return { scorer, scorerHash, result: rest };
}

function numberOrNull(value: Row[string] | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** Only `put` writes this column, from a trace's own outcome. */
function outcomeOf(value: Row[string] | undefined): CaseOutline["outcome"] {
  return value as CaseOutline["outcome"];
}

function unknownRun(id: Id): PawlError {
  const message = `Run ${id} cannot be finished: this store does not have it. Start it first, or look for it in the store it was started in.`;
  return new PawlError("data.unknown-run", message, { facts: { runId: id } });
}

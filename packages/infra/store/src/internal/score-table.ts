import type { SQLInputValue } from "node:sqlite";
import { jsonText, type Store, type StoredScore } from "@pawl/core";
import type { Connection } from "./connection.ts";
import { bodyOf, equal, pageOf, type Row } from "./rows.ts";

const PUT = `
INSERT INTO scores (trace_id, scorer, scorer_hash, at, body, steps)
SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM gone WHERE trace_id = ?)
ON CONFLICT DO NOTHING`;

export function scoreTable({ read, write }: Connection): Store["scores"] {
  return {
    put: async (scores) => {
      if (scores.length === 0) return;
      const rows = scores.map(valuesOf);
      await write((prepare) => {
        const put = prepare(PUT);
        for (const values of rows) put.run(...values);
      });
    },
    list: (filter, page) =>
      read((prepare) =>
        pageOf<StoredScore>(
          prepare,
          {
            table: "scores",
            columns: "trace_id, scorer, scorer_hash, at, body, steps",
            itemOf: scoreOf,
            conditions: [
              equal("trace_id", filter.traceId),
              equal("scorer", filter.scorer),
              equal("scorer_hash", filter.scorerHash),
              filter.runId === undefined ? null : ["trace_id IN (SELECT id FROM traces WHERE run_id = ?)", filter.runId],
            ],
          },
          page,
        ),
      ),
  };
}

/** The body is the result alone. A judge's steps stand apart, so that its scores can be read without them. */
function valuesOf({ at, result: { steps, ...result }, scorer, scorerHash, traceId }: StoredScore): readonly SQLInputValue[] {
  if (!Number.isFinite(at)) throw new TypeError(`Only JSON can be stored: the time of a score of "${scorer}" is ${at}.`);
  return [traceId, scorer, scorerHash, at, jsonText(result), steps === undefined ? null : jsonText(steps), traceId];
}

function scoreOf(row: Row): StoredScore {
  const result = bodyOf<StoredScore["result"]>(row);
  const steps = row["steps"];
  return {
    traceId: String(row["trace_id"]),
    scorer: String(row["scorer"]),
    scorerHash: String(row["scorer_hash"]),
    at: Number(row["at"]),
    result: typeof steps === "string" ? { ...result, steps: JSON.parse(steps) } : result,
  };
}

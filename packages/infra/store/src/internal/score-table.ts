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
      const rows = scores.map((score) => {
        const { traceId, scorer, scorerHash, at } = score;
        const { steps, ...result } = score.result;
        return [traceId, scorer, scorerHash, at, jsonText({ ...score, result }), steps === undefined ? null : jsonText(steps), traceId];
      });
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
            columns: "body, steps",
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

/** A judge's steps stand apart, so that its scores can be read without them. */
function scoreOf(row: Row): StoredScore {
  const score = bodyOf<StoredScore>(row);
  const steps = row["steps"];
  return typeof steps === "string" ? { ...score, result: { ...score.result, steps: JSON.parse(steps) } } : score;
}

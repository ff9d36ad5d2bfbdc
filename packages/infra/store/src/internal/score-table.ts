import { jsonText, type Store, type StoredScore } from "@pawl/core";
import type { Connection } from "./connection.ts";
import { equal, pageOf } from "./rows.ts";

const PUT = `
INSERT INTO scores (trace_id, scorer, scorer_hash, at, body)
SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM gone WHERE trace_id = ?)
ON CONFLICT DO NOTHING`;

export function scoreTable({ read, write }: Connection): Store["scores"] {
  return {
    put: async (scores) => {
      if (scores.length === 0) return;
      const rows = scores.map((score) => {
        const { traceId, scorer, scorerHash, at } = score;
        return [traceId, scorer, scorerHash, at, jsonText(score), traceId];
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

import { type Feedback, jsonText, type Store } from "@pawl/core";
import type { Connection } from "./connection.ts";
import { equal, pageOf } from "./rows.ts";

const PUT = `
INSERT INTO feedback (id, trace_id, by_whom, at, body)
SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM gone WHERE trace_id = ?)
ON CONFLICT DO NOTHING`;

export function feedbackTable({ read, write }: Connection): Store["feedback"] {
  return {
    put: async (feedback) => {
      if (feedback.length === 0) return;
      const rows = feedback.map((item) => [item.id, item.traceId, item.by ?? null, item.at, jsonText(item), item.traceId]);
      await write((prepare) => {
        const put = prepare(PUT);
        for (const values of rows) put.run(...values);
      });
    },
    list: (filter, page) =>
      read((prepare) =>
        pageOf<Feedback>(
          prepare,
          {
            table: "feedback",
            conditions: [
              equal("trace_id", filter.traceId),
              filter.task === undefined
                ? null
                : ["EXISTS (SELECT 1 FROM traces WHERE traces.id = trace_id AND traces.task = ?)", filter.task],
            ],
          },
          page,
        ),
      ),
  };
}

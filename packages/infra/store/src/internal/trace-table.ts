import type { SQLInputValue } from "node:sqlite";
import { jsonText, type Store, type Trace, type TraceFilter, traceTotals } from "@pawl/core";
import type { Connection } from "./connection.ts";
import { bodyOf, type Condition, equal, pageOf } from "./rows.ts";

const PUT = `
INSERT INTO traces (id, task, variant_id, run_id, example_id, repeat, user, session, outcome, started_at, cluster, total_ms, micro_dollars, input_tokens, output_tokens, body)
SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM gone WHERE trace_id = ?)
ON CONFLICT DO NOTHING`;

/** Of a trace that lost to the first of its run, example and repeat: nothing said about it later is kept either. */
const LOST = `
INSERT INTO gone (trace_id) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM traces WHERE id = ?)
ON CONFLICT DO NOTHING`;

export function traceTable({ read, write }: Connection): Store["traces"] {
  return {
    put: async (traces) => {
      if (traces.length === 0) return;
      const rows = traces.map((trace) => ({ id: trace.id, values: valuesOf(trace) }));
      await write((prepare) => {
        const put = prepare(PUT);
        for (const { id, values } of rows) if (put.run(...values).changes === 0) prepare(LOST).run(id, id);
      });
    },
    get: (id) =>
      read((prepare) => {
        const row = prepare("SELECT body FROM traces WHERE id = ?").get(id);
        return row === undefined ? null : bodyOf<Trace>(row);
      }),
    list: (filter, page) => read((prepare) => pageOf<Trace>(prepare, { table: "traces", conditions: conditionsOf(filter) }, page)),
  };
}

function valuesOf(trace: Trace): readonly SQLInputValue[] {
  const { origin } = trace;
  const totals = traceTotals(trace);
  return [
    trace.id,
    trace.task?.name ?? null,
    trace.variantId,
    origin.runId ?? null,
    origin.example?.id ?? null,
    origin.example?.repeat ?? null,
    origin.user ?? null,
    origin.session ?? null,
    trace.outcome.kind,
    trace.startedAt,
    origin.example?.cluster ?? null,
    trace.totalMs,
    totals.microDollars,
    totals.inputTokens,
    totals.outputTokens,
    jsonText(trace),
    trace.id,
  ];
}

function conditionsOf(filter: TraceFilter): readonly (Condition | null)[] {
  return [
    equal("task", filter.task),
    equal("variant_id", filter.variantId),
    equal("run_id", filter.runId),
    equal("user", filter.user),
    equal("session", filter.session),
    equal("outcome", filter.outcome),
    filter.from === undefined ? null : ["started_at >= ?", filter.from],
    filter.to === undefined ? null : ["started_at < ?", filter.to],
    ...Object.entries(filter.tags ?? {}).map(
      ([key, value]): Condition => [
        "EXISTS (SELECT 1 FROM json_each(body, '$.origin.tags') AS tag WHERE tag.key = ? AND tag.value = ?)",
        key,
        value,
      ],
    ),
  ];
}

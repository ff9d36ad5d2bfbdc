import type { CaseOutline, Id, Page, PageOptions, ScoreOutline } from "@pawl/core";
import type { Prepare } from "./connection.ts";
import { type Cells, cellsOf, equal, pageOfCells } from "./rows.ts";

const CASE = "id, example_id, repeat, cluster, outcome, started_at, total_ms, micro_dollars, input_tokens, output_tokens";

/** All that the traces of a run from one to another scored, trace by trace. */
const said = (order: "ASC" | "DESC"): string => `
SELECT traces.seq, scores.seq, scores.scorer, scores.scorer_hash, scores.body
FROM traces CROSS JOIN scores ON scores.trace_id = traces.id
WHERE traces.run_id = ? AND traces.seq BETWEEN ? AND ?
ORDER BY traces.seq ${order}`;

/** Returns a page of a run's cases with all they scored. Equal scores of a page are one object. */
export function outlinePage(prepare: Prepare, runId: Id, options: PageOptions = {}): Page<CaseOutline> {
  const page = pageOfCells(prepare, { table: "traces", columns: CASE, conditions: [equal("run_id", runId)] }, options);
  if (page.items.length === 0) return { ...page, items: [] };
  const ends = [Number(page.items[0]?.[0]), Number(page.items.at(-1)?.[0])];
  const newest = options.order === "newest";
  const scores = cellsOf(prepare(said(newest ? "DESC" : "ASC")), [runId, ...(newest ? ends.reverse() : ends)]);
  const read = scoreReader();
  let at = 0;
  const items = page.items.map((cells) => {
    const from = at;
    while (scores[at]?.[0] === cells[0]) at++;
    // By the order of writing, for which SQLite would sort those of each trace by itself.
    const own = at - from < 2 ? scores.slice(from, at) : scores.slice(from, at).sort((a, b) => Number(a[1]) - Number(b[1]));
    return caseOutline(cells, own.map(read));
  });
  return { ...page, items };
}

/** Returns what reads a row of `said`. Most cases say what others said: an equal text is parsed once. */
function scoreReader(): (cells: Cells) => ScoreOutline {
  const byHash = new Map<string, Map<string, ScoreOutline>>();
  let last = "";
  let known = new Map<string, ScoreOutline>();
  return ([, , scorerName, hash, text]) => {
    const [scorer, scorerHash, body] = [String(scorerName), String(hash), String(text)];
    if (scorerHash !== last) {
      known = byHash.get(scorerHash) ?? new Map<string, ScoreOutline>();
      byHash.set(scorerHash, known);
      last = scorerHash;
    }
    const found = known.get(body);
    if (found?.scorer === scorer) return found;
    const score: ScoreOutline = { scorer, scorerHash, result: JSON.parse(body) };
    known.set(body, score);
    return score;
  };
}

/** Takes `seq` and the cells of `CASE`, in its order. */
function caseOutline(cells: Cells, scores: readonly ScoreOutline[]): CaseOutline {
  const [, traceId, exampleId, repeat, cluster, outcome, startedAt, totalMs, microDollars, inputTokens, outputTokens] = cells;
  return {
    traceId: String(traceId),
    example: exampleId === null ? null : exampleOf(String(exampleId), Number(repeat), cluster),
    outcome: outcomeOf(outcome),
    startedAt: Number(startedAt),
    totalMs: Number(totalMs),
    totals: {
      microDollars: numberOrNull(microDollars),
      inputTokens: numberOrNull(inputTokens),
      outputTokens: numberOrNull(outputTokens),
    },
    scores,
  };
}

function exampleOf(id: string, repeat: number, cluster: Cells[number] | undefined): NonNullable<CaseOutline["example"]> {
  return typeof cluster === "string" ? { id, repeat, cluster } : { id, repeat };
}

function numberOrNull(value: Cells[number] | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** Only `put` writes this column, from a trace's own outcome. */
function outcomeOf(value: Cells[number] | undefined): CaseOutline["outcome"] {
  return value as CaseOutline["outcome"];
}

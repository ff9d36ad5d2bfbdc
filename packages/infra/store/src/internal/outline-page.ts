import type { CaseOutline, Id, Page, PageOptions, ScoreOutline } from "@pawl/core";
import type { Prepare } from "./connection.ts";
import { type Cells, cellsOf, equal, pageOfCells, type Row } from "./rows.ts";

const CASE = "id, example_id, repeat, cluster, outcome, started_at, total_ms, micro_dollars, input_tokens, output_tokens";

/** All that the traces of a run from one to another scored. */
const SAID = `
SELECT traces.seq, scores.seq, scores.scorer, scores.scorer_hash, scores.body
FROM traces CROSS JOIN scores ON scores.trace_id = traces.id
WHERE traces.run_id = ? AND traces.seq BETWEEN ? AND ?`;

/** Returns a page of a run's cases with all they scored. Equal scores of a page are one object. */
export function outlinePage(prepare: Prepare, runId: Id, options: PageOptions = {}): Page<CaseOutline> {
  const page = pageOfCells(prepare, { table: "traces", columns: CASE, conditions: [equal("run_id", runId)] }, options);
  const ends = [Number(page.items[0]?.[0]), Number(page.items.at(-1)?.[0])];
  const said = page.items.length === 0 ? new Map() : scoresByTrace(cellsOf(prepare(SAID), [runId, Math.min(...ends), Math.max(...ends)]));
  return { ...page, items: page.items.map((cells) => caseOutline(cells, said.get(Number(cells[0])) ?? [])) };
}

/** Takes rows of `SAID`; gives scores in order of writing by the `seq` of their trace. They come nearly in order: quicker put right here than by SQLite. */
function scoresByTrace(rows: readonly Cells[]): ReadonlyMap<number, readonly ScoreOutline[]> {
  const read = scoreReader();
  const byTrace = new Map<number, ScoreOutline[]>();
  for (const [seq, , scorer, hash, body] of [...rows].sort((a, b) => Number(a[1]) - Number(b[1]))) {
    const score = read(String(scorer), String(hash), String(body));
    const scores = byTrace.get(Number(seq));
    if (scores === undefined) byTrace.set(Number(seq), [score]);
    else scores.push(score);
  }
  return byTrace;
}

/** Most cases say what others said: an equal text is parsed once. */
function scoreReader(): (scorer: string, scorerHash: string, body: string) => ScoreOutline {
  const known = new Map<string, Map<string, ScoreOutline>>();
  return (scorer, scorerHash, body) => {
    const ofHash = known.get(scorerHash) ?? new Map<string, ScoreOutline>();
    known.set(scorerHash, ofHash);
    const found = ofHash.get(body);
    if (found?.scorer === scorer) return found;
    const score: ScoreOutline = { scorer, scorerHash, result: JSON.parse(body) };
    ofHash.set(body, score);
    return score;
  };
}

/** Takes `seq` and the cells of `CASE`, in its order. */
function caseOutline(cells: Cells, scores: readonly ScoreOutline[]): CaseOutline {
  const [, traceId, exampleId, repeat, cluster, outcome, startedAt, totalMs, microDollars, inputTokens, outputTokens] = cells;
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
    scores,
  };
}

function numberOrNull(value: Row[string] | undefined): number | null {
  return typeof value === "number" ? value : null;
}

/** Only `put` writes this column, from a trace's own outcome. */
function outcomeOf(value: Row[string] | undefined): CaseOutline["outcome"] {
  return value as CaseOutline["outcome"];
}

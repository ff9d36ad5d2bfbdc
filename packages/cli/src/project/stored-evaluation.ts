import { type Id, type Page, PawlError, type Score, type Scorer, type Store, type Trace, type Unscored } from "@pawl/core";
import type { Evaluation, EvaluationItem, MetricFacts } from "@pawl/eval";

const PAGE = 1000;

/**
 * Returns a stored run with the scores of the given scorers (of their present hash; a trace without one is unscored), in the order it was written.
 * @throws PawlError `use.unknown-run`.
 */
export async function storedEvaluation(store: Store, id: Id, scorers: readonly Scorer[]): Promise<Evaluation<unknown, unknown>> {
  const record = await store.runs.get(id);
  if (record === null) {
    throw new PawlError("use.unknown-run", `The store has no run ${id}.\n"pawl report" without a run lists the last ones.`, {
      facts: { run: id },
    });
  }
  const scores = new Map<string, Score | Unscored>();
  for await (const { traceId, scorer, scorerHash, result } of paged((cursor) =>
    store.scores.list({ runId: id }, { cursor, limit: PAGE }),
  )) {
    scores.set(`${traceId} ${scorer} ${scorerHash}`, result);
  }
  const items: EvaluationItem<unknown, unknown>[] = [];
  for await (const trace of paged((cursor) => store.traces.list({ runId: id }, { cursor, limit: PAGE }))) {
    items.push({
      trace,
      scores: Object.fromEntries(scorers.map(({ name, hash }) => [name, scores.get(`${trace.id} ${name} ${hash}`) ?? missing(trace)])),
    });
  }
  const metrics: { [name: string]: MetricFacts } = Object.fromEntries(
    scorers.map(({ name, hash, direction, scale }) => [name, { hash, direction, scale }]),
  );
  return { format: "pawl.run/1", record, metrics, items };
}

function missing(trace: Trace): Unscored {
  return { kind: "unscored", reason: trace.outcome.kind === "ok" ? "not scored by this version of the scorer" : trace.outcome.kind };
}

async function* paged<T>(read: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  for (;;) {
    const page = await read(cursor);
    yield* page.items;
    if (!page.more) return;
    cursor = page.next;
  }
}

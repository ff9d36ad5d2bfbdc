import type { CallOptions, CaseOutline, RunRecord, Score, Store, Unscored } from "@pawl/core";
import type { MetricFacts, OutlinedTrace, RunOutline } from "../evaluation.ts";

export interface ReadOutlineOptions<Name extends string> extends CallOptions {
  /** Whose scores are read, of this hash; a case without one is unscored. */
  readonly metrics: { readonly [N in Name]: MetricFacts };
}

/** Scores that are kept once however many cases have them; beyond, each is its own. */
const MOST_SHARED = 10_000;

/**
 * Returns what the numbers of a stored run are made of, in the order it was written: no input, output or step is read, so that memory
 * grows by a few hundred bytes a case however long its texts are. Rejects with the signal's reason on abort.
 */
export async function readOutline<const Name extends string>(
  store: Pick<Store, "runs">,
  record: RunRecord,
  options: ReadOutlineOptions<Name>,
): Promise<RunOutline<Name>> {
  const { abortSignal, metrics } = options;
  const names = Object.keys(metrics) as Name[];
  const shared = new Map<string, Score | Unscored>();
  const items: RunOutline<Name>["items"][number][] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    abortSignal?.throwIfAborted();
    const page = await store.runs.outline(record.id, { cursor });
    for (const item of page.items) {
      const scores = names.map((name) => [name, once(shared, scoreOf(item, name, metrics[name]))] as const);
      items.push({ trace: outlined(item, record.id), scores: Object.fromEntries(scores) as RunOutline<Name>["items"][number]["scores"] });
    }
    ({ more, next: cursor } = page);
  }
  return { record, metrics, items };
}

function scoreOf({ outcome, scores }: CaseOutline, name: string, { hash }: MetricFacts): Score | Unscored {
  const found = scores.find(({ scorer, scorerHash }) => scorer === name && scorerHash === hash);
  if (found) return found.result;
  return { kind: "unscored", reason: outcome === "ok" ? "not scored by this version of the scorer" : outcome };
}

function outlined({ example, outcome, totals, totalMs, traceId }: CaseOutline, runId: string): OutlinedTrace {
  return { id: traceId, origin: example === null ? { runId } : { runId, example }, outcome: { kind: outcome }, totals, totalMs };
}

/** Most scores of a run say what others said before them. */
function once(shared: Map<string, Score | Unscored>, result: Score | Unscored): Score | Unscored {
  const key = JSON.stringify(result);
  const known = shared.get(key);
  if (known || shared.size >= MOST_SHARED) return known ?? result;
  shared.set(key, result);
  return result;
}

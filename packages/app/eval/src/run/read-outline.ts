import type { CallOptions, CaseOutline, RunRecord, Score, Store, Unscored } from "@pawl/core";
import type { MetricFacts, OutlinedTrace, RunOutline } from "../evaluation.ts";

export interface ReadOutlineOptions<Name extends string> extends CallOptions {
  /** Whose scores are read, of this hash; a case without one is unscored. */
  readonly metrics: { readonly [N in Name]: MetricFacts };
}

/** Values that are kept once however many cases have them; beyond, each is its own. */
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
  const once = sharing<Item<Name>["scores"]>(JSON.stringify);
  const onceTotals = sharing<CaseOutline["totals"]>((totals) => `${totals.microDollars} ${totals.inputTokens} ${totals.outputTokens}`);
  const onceOutcome = sharing<OutlinedTrace["outcome"]>(({ kind }) => kind);
  const items: Item<Name>[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    abortSignal?.throwIfAborted();
    const page = await store.runs.outline(record.id, { cursor });
    for (const item of page.items) {
      const { example, outcome, totals, totalMs, traceId } = item;
      const scores = once(Object.fromEntries(names.map((name) => [name, scoreOf(item, name, metrics[name])])) as Item<Name>["scores"]);
      const origin = example === null ? { runId: record.id } : { runId: record.id, example };
      const trace = { id: traceId, origin, outcome: onceOutcome({ kind: outcome }), totals: onceTotals(totals), totalMs };
      items.push({ trace, scores });
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

type Item<Name extends string> = RunOutline<Name>["items"][number];

/** Most cases of a run say what others said before them: equal values are kept once. */
function sharing<T>(keyOf: (value: T) => string): (value: T) => T {
  const kept = new Map<string, T>();
  return (value) => {
    const key = keyOf(value);
    const known = kept.get(key);
    if (known !== undefined || kept.size >= MOST_SHARED) return known ?? value;
    kept.set(key, value);
    return value;
  };
}

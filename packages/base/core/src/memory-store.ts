import type { Budget, Spend } from "./budget.ts";
import type { CaseOutline, ScoreOutline } from "./case-outline.ts";
import { type Clock, systemClock } from "./clock.ts";
import { PawlError } from "./error.ts";
import type { Feedback } from "./feedback.ts";
import type { Json } from "./json.ts";
import { jsonText } from "./json-text.ts";
import { budgetWithin, checkSpend } from "./memory-budget.ts";
import { type MemoryLog, memoryLog } from "./memory-log.ts";
import type { RunRecord } from "./run-record.ts";
import type { Id, Ms } from "./scalars.ts";
import type { Store } from "./store.ts";
import type { TraceFilter } from "./store-page.ts";
import type { Look, StoredScore } from "./stored-score.ts";
import type { Trace } from "./trace.ts";
import { traceTotals } from "./trace-totals.ts";
import type { VariantRecord } from "./variant.ts";

export interface MemoryStoreOptions {
  /** What budgets and the cache go by. @default systemClock */
  readonly clock?: Clock | undefined;
}

type CacheEntry = { readonly text: string; readonly at: Ms; readonly expiresAt: Ms | null; readonly user: string | null };

/**
 * Returns a Store in this process's memory, for tests and for what need not outlive the process. What comes out are copies.
 * Every call rejects with a TypeError where a record is not JSON, and with a RangeError for a wrong cursor or limit.
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  const clock = options.clock ?? systemClock;
  const traces = memoryLog<Trace>(traceKeys);
  const scores = memoryLog<StoredScore>((score) => [JSON.stringify([score.traceId, score.scorer, score.scorerHash])]);
  const feedback = memoryLog<Feedback>(({ id }) => [id]);
  const runs = memoryLog<RunRecord>(({ id }) => [id]);
  const variants = memoryLog<VariantRecord>(({ id }) => [id]);
  const looks = new Map<string, MemoryLog<Look>>();
  const cache = new Map<string, CacheEntry>();
  const budgets = keptBudgets(clock);
  // Forgotten, or the second of its run, example and repeat: what is said about them later is not kept either.
  const gone = new Set<Id>();
  const known = ({ traceId }: { readonly traceId: Id }): boolean => !gone.has(traceId);

  const removeTraces = (matches: (trace: Trace) => boolean): readonly Id[] => {
    const ids = traces.remove(matches).map(({ id }) => id);
    const removed = new Set(ids);
    scores.remove(({ traceId }) => removed.has(traceId));
    feedback.remove(({ traceId }) => removed.has(traceId));
    return ids;
  };
  const removeCached = (matches: (entry: CacheEntry) => boolean): number => {
    const keys = [...cache].filter(([, entry]) => matches(entry)).map(([key]) => key);
    for (const key of keys) cache.delete(key);
    return keys.length;
  };

  return {
    traces: {
      put: async (batch) => {
        for (const { id } of traces.add(batch.filter(({ id }) => !gone.has(id)))) if (traces.get(id) === null) gone.add(id);
      },
      get: async (id) => traces.get(id),
      list: async (filter, page) => traces.page((trace) => matchesTrace(trace, filter), page),
    },
    scores: {
      put: async (batch) => void scores.add(batch.filter(known)),
      list: async (filter, page) =>
        scores.page(
          ({ traceId, scorer, scorerHash }) =>
            same(filter.traceId, traceId) &&
            same(filter.scorer, scorer) &&
            same(filter.scorerHash, scorerHash) &&
            (filter.runId === undefined || traces.get(traceId)?.origin.runId === filter.runId),
          page,
        ),
    },
    runs: {
      start: async (run) => void runs.add([run]),
      finish: async (id, at) => {
        const run = runs.get(id);
        if (run === null) throw unknownRun(id);
        if (run.finishedAt === null) runs.replace(id, { ...run, finishedAt: at });
      },
      get: async (id) => runs.get(id),
      find: async (planHash) => runs.page((run) => run.planHash === planHash, { order: "newest", limit: 1 }).items[0] ?? null,
      list: async (filter, page) => runs.page((run) => same(filter.task, run.task.name), page),
      outline: async (id, page) => {
        const found = traces.page((trace) => trace.origin.runId === id, page);
        const shown = new Set(found.items.map((trace) => trace.id));
        const said = new Map<Id, ScoreOutline[]>();
        for (const score of scores.page(({ traceId }) => shown.has(traceId), { limit: Number.MAX_SAFE_INTEGER }).items) {
          const ofTrace = said.get(score.traceId) ?? [];
          said.set(score.traceId, ofTrace);
          ofTrace.push(scoreOutline(score));
        }
        return { ...found, items: found.items.map((trace) => caseOutline(trace, said.get(trace.id) ?? [])) };
      },
    },
    feedback: {
      put: async (batch) => void feedback.add(batch.filter(known)),
      list: async (filter, page) =>
        feedback.page(
          ({ traceId }) => same(filter.traceId, traceId) && (filter.task === undefined || traces.get(traceId)?.task?.name === filter.task),
          page,
        ),
    },
    variants: {
      put: async (record) => void variants.add([record]),
      get: async (id) => variants.get(id),
      list: async (task, page) => variants.page((record) => record.task.name === task, page),
    },
    looks: {
      add: async (testSplit, look) => {
        const ofSplit = looks.get(testSplit) ?? memoryLog<Look>(({ runId }) => [runId]);
        looks.set(testSplit, ofSplit);
        ofSplit.add([look]);
        return allOf(ofSplit).length;
      },
      list: async (testSplit) => allOf(looks.get(testSplit)),
    },
    budgets,
    cache: {
      get: async (key) => {
        const entry = cache.get(key);
        const value: Json = entry === undefined || expired(entry, clock.now()) ? null : JSON.parse(entry.text);
        return value;
      },
      put: async (key, value, { ttlMs, user } = {}) => {
        const at = clock.now();
        const expiresAt = ttlMs === undefined ? null : at + ttlMs;
        cache.set(key, { text: jsonText(value), at, expiresAt, user: user ?? cache.get(key)?.user ?? null });
      },
    },
    forget: async (user) => {
      feedback.remove(({ by }) => by === user);
      removeCached((entry) => entry.user === user);
      const ids = removeTraces((trace) => trace.origin.user === user);
      for (const id of ids) gone.add(id);
      return ids;
    },
    prune: async (before) => {
      const ids = removeTraces((trace) => trace.origin.runId === undefined && trace.startedAt < before);
      const orphan = ({ traceId, at }: StoredScore | Feedback): boolean => at < before && traces.get(traceId) === null;
      scores.remove(orphan);
      feedback.remove(orphan);
      return ids.length + removeCached((entry) => entry.at < before || expired(entry, clock.now()));
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

function scoreOutline({ scorer, scorerHash, result }: StoredScore): ScoreOutline {
  const { steps: _steps, ...rest } = result;
  return { scorer, scorerHash, result: rest };
}

function caseOutline(trace: Trace, scores: readonly ScoreOutline[]): CaseOutline {
  const { id, origin, outcome, startedAt, totalMs } = trace;
  return { traceId: id, example: origin.example ?? null, outcome: outcome.kind, startedAt, totalMs, totals: traceTotals(trace), scores };
}

function traceKeys({ id, origin }: Trace): readonly string[] {
  if (origin.runId === undefined || origin.example === undefined) return [id];
  return [id, JSON.stringify([origin.runId, origin.example.id, origin.example.repeat])];
}

function same<V>(wanted: V | undefined, value: V): boolean {
  return wanted === undefined || wanted === value;
}

function matchesTrace(trace: Trace, filter: TraceFilter): boolean {
  const { origin } = trace;
  return (
    same(filter.task, trace.task?.name) &&
    same(filter.variantId, trace.variantId ?? undefined) &&
    same(filter.runId, origin.runId) &&
    same(filter.user, origin.user) &&
    same(filter.session, origin.session) &&
    same(filter.outcome, trace.outcome.kind) &&
    (filter.from === undefined || trace.startedAt >= filter.from) &&
    (filter.to === undefined || trace.startedAt < filter.to) &&
    Object.entries(filter.tags ?? {}).every(([key, value]) => origin.tags?.[key] === value)
  );
}

function allOf(log: MemoryLog<Look> | undefined): readonly Look[] {
  return log?.page(() => true, { limit: Number.MAX_SAFE_INTEGER }).items ?? [];
}

function expired({ expiresAt }: CacheEntry, now: Ms): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function unknownRun(id: Id): PawlError {
  return new PawlError(
    "data.unknown-run",
    `Run ${id} cannot be finished: this store does not have it. Start it first, or look for it in the store it was started in.`,
    {
      facts: { runId: id },
    },
  );
}

function keptBudgets(clock: Clock): Store["budgets"] {
  const limits = new Map<string, Spend>();
  const kept = new Map<string, Budget>();
  return {
    open: async (name, limit) => {
      checkSpend(name, limit);
      limits.set(name, limit);
      const budget = kept.get(name) ?? budgetWithin(name, () => limits.get(name) ?? limit, clock);
      kept.set(name, budget);
      return budget;
    },
  };
}

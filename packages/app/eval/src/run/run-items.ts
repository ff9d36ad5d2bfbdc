import { idSource, PawlError, type RunRecord, type Score, type StoredScore, systemClock, type Trace, type Unscored } from "@pawl/core";
import type { EvaluationItem } from "../evaluation.ts";
import { batchWriter } from "./batch-writer.ts";
import type { EvaluateOptions } from "./evaluate-options.ts";
import type { EvaluationPlan } from "./evaluation-plan.ts";
import { mapInOrder } from "./map-in-order.ts";
import { type Case, readCases } from "./read-cases.ts";
import { runCase } from "./run-case.ts";
import { scoreCase } from "./score-case.ts";
import { openRun, type StoredRun } from "./stored-run.ts";

export interface RunItemsOptions<I, E, Name extends string, O> extends EvaluateOptions<I, E, Name, O> {
  readonly plan: EvaluationPlan;
  /** Cases begun beyond the last one taken. */
  readonly lookAhead: number;
  /** Told the record when the run is opened and again when it is finished. */
  readonly onRecord?: ((record: RunRecord) => void) | undefined;
  /** Told all cases once, before the first is begun. */
  readonly onCases?: ((cases: readonly Case<I, E>[]) => void) | undefined;
}

interface Written<I, O, Name extends string> {
  readonly item: EvaluationItem<I, O, Name>;
  /** False for outcomes that are tried again. */
  readonly settled: boolean;
  readonly stored: Promise<void> | null;
}

/** Yields the items of a run in the seed's order, each once it would survive the end of the process. */
export async function* runItems<I, E, Name extends string, O>(
  options: RunItemsOptions<I, E, Name, O>,
): AsyncGenerator<EvaluationItem<I, O, Name>, void, void> {
  const { store, plan, dataset, onProgress } = options;
  const clock = options.clock ?? systemClock;
  const left = new AbortController();
  const abortSignal = options.abortSignal ? AbortSignal.any([options.abortSignal, left.signal]) : left.signal;
  abortSignal.throwIfAborted();
  const newId = idSource({ clock });
  const { cases, run } = await open(options, newId(), abortSignal);
  options.onRecord?.(run.record);
  options.onCases?.(cases);

  const writer = store
    ? batchWriter<Kept>(async (kept) => {
        const traces = kept.flatMap(({ trace }) => (trace ? [trace] : []));
        const scores = kept.flatMap((each) => each.scores);
        if (traces.length > 0) await store.traces.put(traces);
        if (scores.length > 0) await store.scores.put(scores);
      })
    : null;
  const breathe = breather();
  const context = { runId: run.record.id, clock, newId, abortSignal, shuffleDemonstrations: plan.shuffleDemonstrations };
  const work = async (each: Case<I, E>): Promise<Written<I, O, Name>> => {
    await breathe();
    abortSignal.throwIfAborted();
    const found = run.traceOf(each.example.id, each.repeat);
    const trace: Trace<I, O> = found ? restored<I, O>(found) : await runCase(options.run, each, context);
    const kind = trace.outcome.kind;
    const settled = kind !== "aborted" && kind !== "over-budget";
    const scores: [string, Score | Unscored][] = [];
    const fresh: StoredScore[] = [];
    for (const scorer of options.scorers) {
      const known = run.scoreOf(trace.id, scorer);
      const { result, kept } = known ? { result: known, kept: false } : await scoreCase<I, E, O>(scorer, each.example, trace, abortSignal);
      scores.push([scorer.name, result]);
      if (kept) fresh.push({ traceId: trace.id, scorer: scorer.name, scorerHash: scorer.hash, at: clock.now(), result });
    }
    // What was under way when the reader left or the signal came may end much later, when the store is closed.
    abortSignal.throwIfAborted();
    const kept: Kept = { trace: found ? null : trace, scores: fresh };
    const stored = writer && settled && (kept.trace || fresh.length > 0) ? writer.add(kept) : null;
    return { item: { trace, scores: Object.fromEntries(scores) as EvaluationItem<I, O, Name>["scores"] }, settled, stored };
  };

  const { concurrency } = plan;
  const progress = { label: dataset.task.name, total: cases.length, unit: "cases" };
  let done = 0;
  let unsettled = 0;
  let failed = true;
  try {
    onProgress?.({ ...progress, done });
    for await (const { item, settled, stored } of mapInOrder(cases, work, { concurrency, lookAhead: options.lookAhead, abortSignal })) {
      if (stored) await stored;
      if (!settled) unsettled++;
      if (++done === cases.length && unsettled === 0 && run.record.finishedAt === null) {
        const at = clock.now();
        await store?.runs.finish(run.record.id, at);
        options.onRecord?.({ ...run.record, finishedAt: at });
      }
      onProgress?.({ ...progress, done });
      // Were the reader to leave here, what is under way is stopped, what is finished is still written.
      failed = false;
      yield item;
      failed = true;
    }
    failed = false;
  } finally {
    left.abort(new DOMException("The evaluation was left before its end.", "AbortError"));
    // A failure that is on its way out is not replaced by one of the writer.
    const drained = writer?.drain();
    await (failed ? drained?.catch(() => {}) : drained);
  }
}

interface Kept {
  readonly trace: Trace | null;
  readonly scores: readonly StoredScore[];
}

async function open<I, E, Name extends string, O>(
  options: RunItemsOptions<I, E, Name, O>,
  id: string,
  abortSignal: AbortSignal,
): Promise<{ readonly cases: Case<I, E>[]; readonly run: StoredRun }> {
  const { dataset, plan, store } = options;
  const fresh = { id, at: (options.clock ?? systemClock).now(), task: dataset.task };
  if (plan.reason === null) {
    const cases = await readCases(dataset, plan, abortSignal);
    return { cases, run: await openRun(store, plan, fresh) };
  }
  if (store === undefined) {
    throw new PawlError(
      "use.unseal-without-store",
      `The test split of data set "${dataset.name}" is sealed, and looks at it are counted in a store. Give evaluate a store, or use the dev split. Nothing was run.`,
      { facts: { dataset: dataset.name } },
    );
  }
  const run = await openRun(store, plan, fresh);
  await store.looks.add(plan.splitHash, { runId: run.record.id, reason: plan.reason, at: fresh.at });
  return { cases: await readCases(dataset, plan, abortSignal), run };
}

/** The plan's hash says that what was stored came from the same data and the same subject, so it has their types. */
function restored<I, O>(trace: Trace): Trace<I, O> {
  return trace as Trace<I, O>;
}

const BREATH_MS = 8;

/** Lets timers, signals and sockets have their turn between cases that never wait for anything. */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < BREATH_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    last = performance.now();
  };
}

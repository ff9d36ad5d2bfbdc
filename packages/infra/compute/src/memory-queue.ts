import { type CallOptions, type Json, jsonText } from "@pawl/core";
import { checkWork } from "./internal/check-work.ts";
import { type Reply, replyOf, unknownJob } from "./internal/reply.ts";
import { type Stop, stopOf } from "./internal/stop.ts";
import type { JobQueue } from "./job-queue.ts";

interface Entry<Job, Result extends Json> {
  readonly payload: Job;
  inHand: boolean;
  reply: Reply<Result> | null;
}

/**
 * Returns a queue within this process, first in, first out: a bounded pool of workers, and what code for a `WorkQueue` is tested with. Payloads and
 * results are copied as JSON, so that it behaves as a queue between machines does. Nothing outlives the process.
 */
export function memoryQueue<Job extends Json = Json, Result extends Json = Json>(): JobQueue<Job, Result> {
  const entries = new Map<string, Entry<Job, Result>>();
  const waiting: string[] = [];
  const closed = new AbortController();
  let changed = Promise.withResolvers<void>();
  const tell = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };

  const loop = async (handle: (payload: Job, options: CallOptions) => Promise<Result>, stop: Stop): Promise<void> => {
    while (!stop.signal.aborted) {
      const id = waiting.shift();
      const entry = id === undefined ? undefined : entries.get(id);
      if (id === undefined) {
        await stop.orStopped(changed.promise);
        continue;
      }
      if (entry === undefined) continue;
      entry.inHand = true;
      const reply = await stop.orStopped(replyOf(() => handle(structuredClone(entry.payload), { abortSignal: stop.signal })));
      entry.inHand = false;
      if (reply === undefined || stop.signal.aborted) waiting.unshift(id);
      else entry.reply = reply;
      tell();
    }
  };

  return {
    add: async (jobs) => {
      checkOpen(closed.signal);
      const copies = jobs.map(({ id, payload }) => ({ id, payload: JSON.parse(jsonText(payload)) as Job }));
      for (const { id, payload } of copies) {
        if (entries.has(id)) continue;
        entries.set(id, { payload, inHand: false, reply: null });
        waiting.push(id);
      }
      tell();
    },
    work: async (handle, options) => {
      checkOpen(closed.signal);
      const concurrency = checkWork(options);
      using stop = stopOf([closed.signal, options.abortSignal]);
      await Promise.all(Array.from({ length: concurrency }, () => loop(handle, stop)));
    },
    results: async function* (ids, options) {
      const { abortSignal } = options ?? {};
      const pending = new Set(ids);
      using stop = stopOf([closed.signal, abortSignal]);
      while (pending.size > 0) {
        abortSignal?.throwIfAborted();
        checkOpen(closed.signal);
        const { promise } = changed;
        let found = false;
        for (const id of [...pending]) {
          const entry = entries.get(id);
          const reply = entry === undefined ? unknownJob(id) : entry.reply;
          if (reply === null) continue;
          found = true;
          pending.delete(id);
          yield { id, ...structuredClone(reply) };
          abortSignal?.throwIfAborted();
        }
        if (!found) await stop.orStopped(promise);
      }
    },
    forget: async (ids) => {
      for (const id of ids) {
        if (entries.get(id)?.inHand) continue;
        entries.delete(id);
        const at = waiting.indexOf(id);
        if (at >= 0) waiting.splice(at, 1);
      }
      tell();
    },
    [Symbol.asyncDispose]: async () => closed.abort(),
  };
}

function checkOpen(closed: AbortSignal): void {
  if (closed.aborted) throw new TypeError("The queue was disposed of. Make another one.");
}

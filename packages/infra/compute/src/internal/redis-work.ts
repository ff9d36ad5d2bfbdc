import { type CallOptions, errorShape, type Json, PawlError } from "@pawl/core";
import type { Job as BullJob } from "bullmq";
import { loadDriver } from "./load-driver.ts";
import type { QueueSettings } from "./queue-settings.ts";
import { type Reply, replyOf } from "./reply.ts";
import { type Stop, stopOf } from "./stop.ts";

export interface RedisWorkOptions<Job extends Json, Result extends Json> extends QueueSettings {
  readonly handle: (payload: Job, options: CallOptions) => Promise<Result>;
  readonly concurrency: number;
  readonly stop: Stop;
}

/** How often a job is handed out again whose worker died, before it is given up: it may be what kills them. */
const HANDED_OUT_AGAIN = 5;
const RETRY_MS = 500;

/** Works until it is stopped, then gives back what is in hand and resolves. Rejects as the link does once Redis was away for too long. */
export async function redisWork<Job extends Json, Result extends Json>(options: RedisWorkOptions<Job, Result>): Promise<void> {
  const { name, prefix, link, leaseMs, maxBytes, onState, handle, concurrency, stop } = options;
  if (stop.signal.aborted) return;
  const { bullmq } = await loadDriver();
  const connection = await link.connection();
  const leases = new Map<string, AbortController>();

  const process = async (job: BullJob, token?: string): Promise<Reply<Result>> => {
    const lease = new AbortController();
    const key = job.id ?? "";
    leases.set(key, lease);
    using ended = stopOf([stop.signal, link.gone, lease.signal]);
    try {
      const reply = await ended.orStopped(replyOf(() => handle(job.data, { abortSignal: ended.signal })));
      if (reply !== undefined && !ended.signal.aborted) return bounded(reply, maxBytes);
      if (stop.signal.aborted) await job.moveToWait(token);
      throw new bullmq.WaitingError();
    } finally {
      if (leases.get(key) === lease) leases.delete(key);
    }
  };
  const worker = new bullmq.Worker(name, process, {
    connection,
    prefix,
    concurrency,
    lockDuration: leaseMs,
    stalledInterval: leaseMs / 2,
    maxStalledCount: HANDED_OUT_AGAIN,
    runRetryDelay: RETRY_MS,
    // So long a worker that waits for a job may keep its end waiting.
    drainDelay: 1,
  });
  worker.on("error", (error) => {
    if (link.isThere()) onState({ kind: "trouble", address: link.address, message: error.message });
  });
  // Another worker has it by now, or the server lost it: what is still done here would be refused.
  worker.on("lockRenewalFailed", (jobs) => {
    for (const id of jobs) leases.get(id)?.abort(new DOMException("The lease of the job is over.", "AbortError"));
  });
  const over = Promise.withResolvers<void>();
  const onGone = (): void => over.reject(link.gone.reason);
  link.gone.addEventListener("abort", onGone);
  try {
    await stop.orStopped(over.promise);
    await link.within(worker.close());
  } finally {
    link.gone.removeEventListener("abort", onGone);
    over.promise.catch(() => {});
    if (link.gone.aborted) void worker.close(true).catch(() => {});
  }
}

function bounded<Result extends Json>(reply: Reply<Result>, maxBytes: number): Reply<Result> {
  const bytes = Buffer.byteLength(JSON.stringify(reply));
  if (bytes <= maxBytes) return reply;
  const message = `The result of the job has ${bytes} bytes, and ${maxBytes} are allowed. Return less, or raise "maxBytes".`;
  return { error: errorShape(new PawlError("use.result-too-large", message, { facts: { bytes, maxBytes } })) };
}

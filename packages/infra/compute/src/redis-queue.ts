import { type Json, jsonText, type Ms, PawlError } from "@pawl/core";
import { checkWork } from "./internal/check-work.ts";
import { jobNameOf } from "./internal/job-name.ts";
import { mailbox } from "./internal/mailbox.ts";
import { type OpenQueue, openQueue } from "./internal/open-queue.ts";
import { redisLink } from "./internal/redis-link.ts";
import { redisWork } from "./internal/redis-work.ts";
import { type Reply, unknownJob } from "./internal/reply.ts";
import { stopOf } from "./internal/stop.ts";
import type { JobQueue } from "./job-queue.ts";
import type { QueueState } from "./queue-state.ts";

export interface RedisQueueOptions {
  /** `redis://user:password@host:6379/0`, or `rediss://` with TLS. */
  readonly url: string;
  /** Jobs and workers of one name belong together. @default "pawl" */
  readonly name?: string | undefined;
  /** How long a worker may be silent before its jobs are handed out again. @default 30,000 */
  readonly leaseMs?: Ms | undefined;
  /** How long Redis may be away, or no worker be there, before who waits is told. @default 60,000 */
  readonly patienceMs?: Ms | undefined;
  /** How long a result is kept that nobody forgets. @default 86,400,000, a day */
  readonly keepMs?: Ms | undefined;
  /** Largest payload and result, in bytes of JSON. @default 8,388,608 */
  readonly maxBytes?: number | undefined;
  /** Told when Redis goes away and comes back, and when nobody works. */
  readonly onState?: ((state: QueueState) => void) | undefined;
}

const DEFAULTS = { leaseMs: 30_000, patienceMs: 60_000, keepMs: 86_400_000, maxBytes: 8 * 1024 * 1024 } as const;
const PREFIX = "pawl";

/**
 * Returns a queue on Redis 6.2 or newer that any number of processes and machines share: BullMQ holds the jobs. A job whose worker died, or was silent for
 * its lease, is handed out again, six times at most; the first result is recorded, a later one refused. Connects at the first call; comes back by
 * itself where Redis was away. After `service.unreachable` or `use.queue-refused` the queue is over: make another one.
 * @throws TypeError or RangeError for wrong options; its calls reject with PawlError `use.driver-missing`, `service.unreachable`, `use.queue-refused`,
 * `service.no-workers`, `use.payload-too-large`.
 */
export function redisQueue<Job extends Json = Json, Result extends Json = Json>(options: RedisQueueOptions): JobQueue<Job, Result> {
  const { name = "pawl", onState = () => {} } = options;
  if (name === "" || name.includes(":")) throw new TypeError(`"name" is a text without colons; got ${JSON.stringify(name)}.`);
  const leaseMs = positive("leaseMs", options.leaseMs);
  const patienceMs = positive("patienceMs", options.patienceMs);
  const keepMs = positive("keepMs", options.keepMs);
  const maxBytes = positive("maxBytes", options.maxBytes);
  const link = redisLink({ url: options.url, patienceMs, onState });
  const closed = new AbortController();
  const settings = { name, prefix: PREFIX, link, leaseMs, patienceMs, maxBytes, onState };
  const workers = new Set<Promise<void>>();
  const forgetting = new Set<Promise<unknown>>();

  let opening: Promise<OpenQueue<Result>> | null = null;
  const opened = (): Promise<OpenQueue<Result>> => {
    if (closed.signal.aborted) return Promise.reject(new TypeError("The queue was disposed of. Make another one."));
    opening ??= openQueue<Result>(settings);
    return link.within(opening);
  };

  return {
    add: async (jobs) => {
      const kept = { age: Math.ceil(keepMs / 1_000) };
      const entries = jobs.map(({ id, payload }) => {
        const text = jsonText(payload);
        const bytes = Buffer.byteLength(text);
        if (bytes > maxBytes) throw tooLarge(id, { bytes, maxBytes });
        const data: unknown = JSON.parse(text);
        return { name: "job", data, opts: { jobId: jobNameOf(id), removeOnComplete: kept, removeOnFail: kept } };
      });
      const { queue } = await opened();
      await link.within(queue.addBulk(entries));
    },
    work: async (handle, { concurrency, abortSignal }) => {
      checkWork({ concurrency });
      await opened();
      using stop = stopOf([abortSignal, closed.signal]);
      const working = redisWork<Job, Result>({ ...settings, handle, concurrency, stop });
      workers.add(working);
      await working.finally(() => workers.delete(working));
    },
    results: async function* (ids, callOptions) {
      const { abortSignal } = callOptions ?? {};
      abortSignal?.throwIfAborted();
      const replies = await (await opened()).replies();
      using stop = stopOf([abortSignal]);
      const wanted = new Set(ids);
      const answers = mailbox<{ readonly id: string; readonly reply: Reply<Result> | undefined }>();
      const left = [...wanted].map((id) =>
        replies.listen(jobNameOf(id), { take: (reply) => answers.put({ id, reply }), fail: answers.fail }),
      );
      try {
        for (let i = 0; i < wanted.size; i++) {
          const next = await stop.orStopped(answers.next());
          abortSignal?.throwIfAborted();
          if (next !== undefined) yield { id: next.id, ...(next.reply ?? unknownJob(next.id)) };
        }
      } finally {
        for (const leave of left) leave();
      }
    },
    forget: async (ids) => {
      const { queue } = await opened();
      // One that is in hand is locked by its worker.
      const removed = Promise.all(ids.map((id) => queue.remove(jobNameOf(id)).catch(() => 0)));
      forgetting.add(removed);
      await link.within(removed.finally(() => forgetting.delete(removed)));
    },
    [Symbol.asyncDispose]: async () => {
      if (closed.signal.aborted) return;
      closed.abort();
      await Promise.allSettled(workers);
      if (link.isThere()) await Promise.allSettled(forgetting);
      const made = await opening?.catch(() => null);
      await made?.close();
      link.close();
    },
  };
}

function positive(option: keyof typeof DEFAULTS, value: number | undefined): number {
  const number = value ?? DEFAULTS[option];
  if (!Number.isFinite(number) || number <= 0) throw new RangeError(`"${option}" is a number above 0; got ${number}.`);
  return number;
}

function tooLarge(id: string, { bytes, maxBytes }: { readonly bytes: number; readonly maxBytes: number }): PawlError {
  return new PawlError(
    "use.payload-too-large",
    `The payload of job "${id}" has ${bytes} bytes, and ${maxBytes} are allowed. Put what is large somewhere that workers can read, or raise "maxBytes". Nothing was added.`,
    { facts: { id, bytes, maxBytes } },
  );
}

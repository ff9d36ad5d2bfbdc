import { errorShape, type Json, PawlError } from "@pawl/core";
import type { Queue, QueueEvents } from "bullmq";
import { loadDriver } from "./load-driver.ts";
import type { QueueSettings } from "./queue-settings.ts";
import type { Reply } from "./reply.ts";
import { type LookedUp, type ReplyWatch, replyWatch } from "./reply-watch.ts";

/** A queue that is connected. */
export interface OpenQueue<Result extends Json> {
  readonly queue: Queue;
  /** Connected at the first call: who only adds or works needs no events. */
  readonly replies: () => Promise<ReplyWatch<Result>>;
  readonly close: () => Promise<void>;
}

/** Events of the stream that are kept: who missed more than these looks the replies up. */
const EVENTS_KEPT = 1_000;
const CHUNK = 500;
/** The driver keeps a process alive for so long, and a second more, after the server is gone. */
const READ_MS = 1_000;

/** Returns the queue, connected. Rejects as its link does. */
export async function openQueue<Result extends Json>(settings: QueueSettings): Promise<OpenQueue<Result>> {
  const { name, prefix, link, patienceMs, onState } = settings;
  const { address } = link;
  const { bullmq } = await loadDriver();
  const connection = await link.connection();
  const queue = new bullmq.Queue(name, { connection, prefix, streams: { events: { maxLen: EVENTS_KEPT } } });
  queue.on("error", () => {});
  await link.within(queue.waitUntilReady());

  const lookUp = async (names: readonly string[]): Promise<readonly LookedUp<Result>[]> => {
    const found: LookedUp<Result>[] = [];
    for (let at = 0; at < names.length; at += CHUNK) {
      const asked = names
        .slice(at, at + CHUNK)
        .map((one) => connection.hmget(queue.toKey(one), "timestamp", "finishedOn", "returnvalue", "failedReason"));
      found.push(...(await Promise.all(asked)).map((fields) => lookedUp<Result>(fields)));
    }
    return found;
  };
  const workers = (): Promise<number> => queue.getWorkersCount();
  const replies = replyWatch<Result>({ address, lookUp, workers, isThere: link.isThere, patienceMs, onState });
  link.gone.addEventListener("abort", () => replies.close(link.gone.reason));

  let listening: Promise<QueueEvents> | null = null;
  const listen = async (): Promise<QueueEvents> => {
    // From here on: what happens while it connects is not missed.
    const [last] = await link.within(connection.xrevrange(queue.toKey("events"), "+", "-", "COUNT", 1));
    const events = new bullmq.QueueEvents(name, { connection, prefix, lastEventId: last?.[0] ?? "0-0", blockingTimeout: READ_MS });
    events.on("error", () => {});
    events.on("completed", ({ jobId, returnvalue }) => replies.take(jobId, replyIn<Result>(returnvalue)));
    events.on("failed", ({ jobId, failedReason }) => replies.take(jobId, failed(failedReason)));
    return events;
  };
  return {
    queue,
    replies: async () => {
      listening ??= listen();
      await listening;
      return replies;
    },
    close: async () => {
      replies.close(new TypeError("The queue was disposed of. Make another one."));
      // Without a server the end of its connections is not told by anything.
      const closing = Promise.allSettled([listening?.then((events) => events.close()), queue.close()]);
      if (link.isThere()) await closing;
    },
  };
}

function lookedUp<Result extends Json>(fields: readonly (string | null)[]): LookedUp<Result> {
  const [timestamp, finishedOn, returned, failedReason] = fields;
  if (timestamp === null || timestamp === undefined) return undefined;
  if (finishedOn === null || finishedOn === undefined) return null;
  if (typeof failedReason === "string") return failed(failedReason);
  return replyIn<Result>(JSON.parse(returned ?? "null"));
}

/** A worker of ours returns replies and nothing else. */
function replyIn<Result extends Json>(value: unknown): Reply<Result> {
  if (typeof value === "object" && value !== null && ("result" in value || "error" in value)) return value as Reply<Result>;
  return {
    error: errorShape(new PawlError("service.queue-failed", "The queue holds a result that no worker of ours wrote. Use another name.")),
  };
}

function failed(reason: string): { readonly error: ReturnType<typeof errorShape> } {
  const error = reason.includes("stalled")
    ? new PawlError(
        "service.worker-lost",
        "Each worker that had this job died, or was silent for its lease. Look at the workers' memory and logs.",
        {
          retryable: true,
        },
      )
    : new PawlError(
        "service.queue-failed",
        `The queue could not record the result (${reason.slice(0, 200)}). Look at the server, then start again.`,
        {
          retryable: true,
        },
      );
  return { error: errorShape(error) };
}

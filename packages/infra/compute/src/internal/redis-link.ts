import { type Ms, PawlError } from "@pawl/core";
import type { Redis } from "ioredis";
import type { QueueState } from "../queue-state.ts";
import { loadDriver } from "./load-driver.ts";
import { redisAddress } from "./redis-address.ts";

export interface LinkOptions {
  readonly url: string;
  /** How long it may be away before who waits is told; half a minute at most where it was never there. */
  readonly patienceMs: Ms;
  readonly onState: (state: QueueState) => void;
}

/** A connection to Redis that comes back by itself, and the wait for it, which ends. */
export interface RedisLink {
  readonly address: string;
  /** Returns the connection, begun at the first call; blocking readers duplicate it. */
  readonly connection: () => Promise<Redis>;
  /** Whether Redis answers now. */
  readonly isThere: () => boolean;
  /** Aborted with PawlError `service.unreachable` once it was away for too long, or with `use.queue-refused`. */
  readonly gone: AbortSignal;
  /** Resolves as the promise does; rejects with the reason of `gone`. */
  readonly within: <T>(promise: Promise<T>) => Promise<T>;
  readonly close: () => void;
}

/** Reconnecting is tried this often, at most. */
const RETRY_MS = 1_000;
const FIRST_MS = 5_000;
const REFUSALS = /^(?:WRONGPASS|NOAUTH|NOPERM)/;

/** Returns a link that connects when its connection is asked for. @throws TypeError where the URL is none of a Redis. */
export function redisLink({ url, patienceMs, onState }: LinkOptions): RedisLink {
  const address = redisAddress(url);
  const gone = new AbortController();
  const waiting = new Set<(reason: unknown) => void>();
  let connecting: Promise<Redis> | null = null;
  let client: Redis | null = null;
  let there = false;
  let wasThere = false;
  let closed = false;
  let trouble = "";
  let patience: NodeJS.Timeout | undefined;

  const giveUp = (error: PawlError): void => {
    clearTimeout(patience);
    gone.abort(error);
    for (const reject of waiting) reject(error);
    waiting.clear();
    client?.disconnect();
  };
  const awaitIt = (): void => {
    const ms = wasThere ? patienceMs : Math.min(patienceMs, FIRST_MS);
    patience ??= setTimeout(() => giveUp(unreachable(address, { ms, wasThere, trouble })), ms);
  };
  const onReady = (): void => {
    clearTimeout(patience);
    patience = undefined;
    if (wasThere && !there) onState({ kind: "back", address });
    [there, wasThere] = [true, true];
  };
  const onClose = (): void => {
    if (closed || gone.signal.aborted) return;
    if (there) onState({ kind: "away", address, patienceMs });
    there = false;
    awaitIt();
  };
  const onError = (error: Error): void => {
    trouble = "code" in error ? String(error.code) : error.message.split(" ", 1).join("");
    if (REFUSALS.test(error.message)) giveUp(refused(address, trouble));
  };

  const connect = async (): Promise<Redis> => {
    const { Redis } = await loadDriver();
    if (closed) throw new TypeError("The queue was disposed of. Make another one.");
    gone.signal.throwIfAborted();
    const made = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(50 * times, RETRY_MS) });
    client = made;
    made.on("error", onError);
    made.on("ready", onReady);
    made.on("close", onClose);
    awaitIt();
    return made;
  };
  return {
    address,
    connection: () => {
      connecting ??= connect();
      return connecting;
    },
    isThere: () => there,
    gone: gone.signal,
    within: (promise) =>
      new Promise((resolve, reject) => {
        if (gone.signal.aborted) return reject(gone.signal.reason);
        waiting.add(reject);
        promise.then(resolve, reject).finally(() => waiting.delete(reject));
      }),
    close: () => {
      closed = true;
      clearTimeout(patience);
      client?.disconnect();
    },
  };
}

function unreachable(address: string, about: { readonly ms: Ms; readonly wasThere: boolean; readonly trouble: string }): PawlError {
  const { ms, wasThere, trouble } = about;
  const since = wasThere ? `was away for more than ${ms / 1_000} s` : "cannot be reached";
  return new PawlError(
    "service.unreachable",
    `Redis at ${address} ${since}${trouble === "" ? "" : ` (${trouble})`}. Check the address and that it runs, then start again: what is on the queue goes on.`,
    { retryable: true, facts: { address, system: trouble, waitedMs: ms } },
  );
}

function refused(address: string, trouble: string): PawlError {
  return new PawlError("use.queue-refused", `Redis at ${address} refused the user or the password (${trouble}). Check them in its URL.`, {
    facts: { address, system: trouble },
  });
}

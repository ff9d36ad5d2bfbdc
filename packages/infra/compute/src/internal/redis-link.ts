import { isIP } from "node:net";
import type { Ms, PawlError } from "@pawl/core";
import type { Redis } from "ioredis";
import type { QueueState } from "../queue-state.ts";
import { refused, unreachable, untrusted, wrongServer } from "./link-errors.ts";
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
  /** Returns the connection once a Redis that holds queues has answered, begun at the first call; blocking readers duplicate it. Rejects as `within`. */
  readonly connection: () => Promise<Redis>;
  /** Whether Redis answers now. */
  readonly isThere: () => boolean;
  /** Aborted with PawlError `service.unreachable` once it was away for too long, or at once with `use.queue-refused`, `-certificate`, `-server`. */
  readonly gone: AbortSignal;
  /** Resolves as the promise does; rejects with the reason of `gone`. */
  readonly within: <T>(promise: Promise<T>) => Promise<T>;
  readonly close: () => void;
}

/** Reconnecting is tried this often, at most. */
const RETRY_MS = 1_000;
const FIRST_MS = 5_000;
/** A timer of Node that is longer is over at once. */
const LONGEST_TIMER: Ms = 2 ** 31 - 1;
const REFUSALS = /^(?:WRONGPASS|NOAUTH|NOPERM)/;
/** What Node calls a certificate that it does not take. */
const CERTIFICATE = /CERT|^UNABLE_TO_(?:GET|VERIFY)|^ERR_TLS/;

/** Returns a link that connects when its connection is asked for. @throws TypeError where the URL is none of a Redis. */
export function redisLink({ url, patienceMs, onState }: LinkOptions): RedisLink {
  const address = redisAddress(url);
  const { hostname, protocol } = new URL(url);
  const tls = protocol === "rediss:";
  // Node names the host to the server only where it is told to.
  const named = isIP(hostname.replace(/^\[|\]$/g, "")) === 0 && hostname !== "" ? { servername: hostname } : {};
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
    patience ??= setTimeout(() => giveUp(unreachable(address, { ms, wasThere, trouble, tls })), Math.min(ms, LONGEST_TIMER));
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
    else if (CERTIFICATE.test(trouble)) giveUp(untrusted(address, trouble));
  };
  const within = <T>(promise: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (gone.signal.aborted) return reject(gone.signal.reason);
      waiting.add(reject);
      promise.then(resolve, reject).finally(() => waiting.delete(reject));
    });

  const connect = async (): Promise<Redis> => {
    const { Redis } = await loadDriver();
    if (closed) throw new TypeError("The queue was disposed of. Make another one.");
    gone.signal.throwIfAborted();
    const retryStrategy = (times: number): Ms => Math.min(50 * times, RETRY_MS);
    const made = new Redis(url, { maxRetriesPerRequest: null, retryStrategy, ...(tls ? { tls: named } : {}) });
    client = made;
    made.on("error", onError);
    made.on("ready", onReady);
    made.on("close", onClose);
    awaitIt();
    const mode = await modeOf(made);
    if (mode !== "standalone") giveUp(wrongServer(address, mode));
    return made;
  };
  return {
    address,
    connection: () => {
      connecting ??= connect();
      return within(connecting);
    },
    isThere: () => there,
    gone: gone.signal,
    within,
    close: () => {
      closed = true;
      clearTimeout(patience);
      client?.disconnect();
    },
  };
}

/** Who may not ask is taken to be right. */
async function modeOf(client: Redis): Promise<string> {
  try {
    const info = await client.info("server");
    return /^redis_mode:(\w+)/m.exec(info)?.[1] ?? "standalone";
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("NOPERM")) return "standalone";
    throw error;
  }
}

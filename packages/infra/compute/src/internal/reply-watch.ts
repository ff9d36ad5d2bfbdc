import { type Json, type Ms, PawlError } from "@pawl/core";
import type { QueueState } from "../queue-state.ts";
import type { Reply } from "./reply.ts";

/** What the server says of a job: null where it is not done, undefined where it has none. */
export type LookedUp<Result extends Json> = Reply<Result> | null | undefined;

export interface ReplyWatchOptions<Result extends Json> {
  readonly address: string;
  readonly lookUp: (names: readonly string[]) => Promise<readonly LookedUp<Result>[]>;
  readonly workers: () => Promise<number>;
  readonly isThere: () => boolean;
  readonly patienceMs: Ms;
  readonly onState: (state: QueueState) => void;
}

export interface Listener<Result extends Json> {
  /** Undefined where the server has no such job. */
  readonly take: (reply: Reply<Result> | undefined) => void;
  readonly fail: (reason: unknown) => void;
}

/** Waits for the replies of many jobs with one timer and one look for all of them. */
export interface ReplyWatch<Result extends Json> {
  /** Tells the listener once; returns what takes it away. Fails with PawlError `service.no-workers` where nobody works for too long. */
  readonly listen: (name: string, listener: Listener<Result>) => () => void;
  /** Takes a reply that came by itself. */
  readonly take: (name: string, reply: Reply<Result>) => void;
  /** Fails all that listen. */
  readonly close: (reason: unknown) => void;
}

/** Replies come by events; what an event was lost of (the server was away) is found by looking this often. */
const LOOK_MS = 1_000;
/** Of the time, at most this share is spent with looking. */
const LOOK_SHARE = 0.1;
const WORKERS_EVERY = 3;

/** Returns a watch that asks the server nothing while nobody waits. */
export function replyWatch<Result extends Json>(options: ReplyWatchOptions<Result>): ReplyWatch<Result> {
  const { lookUp, workers, isThere, patienceMs, onState, address } = options;
  const pending = new Map<string, Set<Listener<Result>>>();
  let fresh: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let looks = 0;
  let idleSince: number | null = null;

  const settle = (name: string, reply: Reply<Result> | undefined): void => {
    const listeners = pending.get(name) ?? [];
    pending.delete(name);
    for (const { take } of listeners) take(reply);
  };
  const close = (reason: unknown): void => {
    clearTimeout(timer);
    const listeners = [...pending.values()].flatMap((set) => [...set]);
    pending.clear();
    for (const { fail } of listeners) fail(reason);
  };
  const look = async (names: readonly string[]): Promise<void> => {
    const found = await lookUp(names);
    names.forEach((name, i) => {
      if (found[i] !== null) settle(name, found[i]);
    });
  };
  const lookForWorkers = async (): Promise<void> => {
    if ((await workers()) > 0) {
      idleSince = null;
      return;
    }
    if (idleSince === null) onState({ kind: "no-workers", address, patienceMs });
    idleSince ??= performance.now();
    if (performance.now() - idleSince >= patienceMs) close(noWorkers(address, patienceMs));
  };
  const tick = async (): Promise<void> => {
    const startedAt = performance.now();
    // What the server is too busy for, or away, is looked for again.
    if (isThere()) await look([...pending.keys()]).catch(() => {});
    if (isThere() && pending.size > 0 && (idleSince !== null || looks++ % WORKERS_EVERY === 0)) await lookForWorkers().catch(() => {});
    schedule(Math.max(LOOK_MS, (performance.now() - startedAt) / LOOK_SHARE));
  };
  const schedule = (ms: Ms): void => {
    clearTimeout(timer);
    if (pending.size > 0) timer = setTimeout(() => void tick(), ms);
    else timer = undefined;
  };

  return {
    listen: (name, listener) => {
      const listeners = pending.get(name) ?? new Set();
      pending.set(name, listeners.add(listener));
      // It may have been done before anybody listened. What begins in one turn is looked up at once.
      if (fresh.push(name) === 1) {
        setImmediate(() => {
          const names = fresh;
          fresh = [];
          if (isThere()) void look(names).catch(() => {});
        });
      }
      if (timer === undefined) schedule(LOOK_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && pending.get(name) === listeners) pending.delete(name);
      };
    },
    take: settle,
    close,
  };
}

function noWorkers(address: string, patienceMs: Ms): PawlError {
  return new PawlError(
    "service.no-workers",
    `No worker was connected to the queue on ${address} for ${patienceMs / 1_000} s. Start one, then start again: what is on the queue goes on.`,
    { retryable: true, facts: { address, waitedMs: patienceMs } },
  );
}

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Ms, systemClock } from "@pawl/core";
import { openDatabase } from "./open-database.ts";
import { isBusy, isOfStatement, storeFailure } from "./store-failure.ts";

/** Most jobs of one transaction: other processes and the event loop get their turns between two. */
const MOST_JOBS = 256;
const LOCK_PAUSE_MS: Ms = 5;

/** Gives a statement, prepared once. */
export type Prepare = (sql: string) => StatementSync;

export interface Connection {
  /**
   * Runs the job in a transaction shared with all that wait, and resolves once it is committed. A job that is undone with the others
   * may run again, so it must do nothing but run statements.
   */
  readonly write: <T>(job: (prepare: Prepare) => T) => Promise<T>;
  readonly read: <T>(job: (prepare: Prepare) => T) => Promise<T>;
  /** Waits for what was handed in, then closes the file. Later calls reject with a TypeError. */
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly run: (prepare: Prepare) => void;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/** Returns a connection that opens its file on first use. */
export function connection(path: string, busyTimeoutMs: Ms): Connection {
  const waiting: Waiting[] = [];
  const statements = new Map<string, StatementSync>();
  let database: DatabaseSync | null = null;
  let draining: Promise<void> | null = null;
  let closed = false;
  let ended = false;

  const closedError = (): TypeError => new TypeError(`The store ${path} is closed: it was disposed of before this call.`);
  const opened = (): DatabaseSync => {
    // A read that waited for a lock must not open the file again.
    if (ended) throw closedError();
    database ??= openDatabase(path);
    return database;
  };
  const prepare: Prepare = (sql) => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = opened().prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };

  const transaction = (jobs: readonly Waiting[]): void => {
    const target = opened();
    prepare("BEGIN IMMEDIATE").run();
    try {
      for (const { run } of jobs) run(prepare);
      prepare("COMMIT").run();
    } catch (error) {
      // A full disk makes SQLite undo the transaction by itself.
      if (target.isTransaction) target.exec("ROLLBACK");
      throw error;
    }
  };
  const commit = async (jobs: readonly Waiting[]): Promise<void> => {
    try {
      await whenFree(() => transaction(jobs), busyTimeoutMs);
    } catch (error) {
      if (jobs.length > 1 && isOfStatement(error)) {
        for (const job of jobs) await commit([job]);
      } else {
        for (const { fail } of jobs) fail(storeFailure(error, path));
      }
      return;
    }
    for (const { done } of jobs) done();
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      // A turn of the event loop: whoever writes at the same time gets into the same transaction.
      await new Promise(setImmediate);
      await commit(waiting.splice(0, MOST_JOBS));
    }
    draining = null;
  };
  const checkOpen = (): void => {
    if (closed) throw closedError();
  };

  return {
    write: async <T>(job: (prepare: Prepare) => T): Promise<T> => {
      checkOpen();
      return new Promise<T>((resolve, reject) => {
        let result: { readonly value: T } | null = null;
        waiting.push({
          run: (given) => {
            result = { value: job(given) };
          },
          done: () => (result === null ? reject(new TypeError("A job was committed that never ran.")) : resolve(result.value)),
          fail: reject,
        });
        draining ??= drain();
      });
    },
    read: async (job) => {
      checkOpen();
      try {
        return await whenFree(() => job(prepare), busyTimeoutMs);
      } catch (error) {
        throw storeFailure(error, path);
      }
    },
    close: async () => {
      closed = true;
      await draining;
      ended = true;
      database?.close();
      database = null;
      statements.clear();
    },
  };
}

/** Real time, whatever clock the store was given: it is a process that is waited for. */
async function whenFree<T>(action: () => T, timeoutMs: Ms): Promise<T> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    try {
      return action();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
    }
    await systemClock.sleep(LOCK_PAUSE_MS);
  }
}

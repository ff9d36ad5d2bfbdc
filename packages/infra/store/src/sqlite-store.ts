import { resolve } from "node:path";
import { type Clock, type Ms, type Store, systemClock } from "@pawl/core";
import { budgetTable } from "./internal/budget-table.ts";
import { cacheTable } from "./internal/cache-table.ts";
import { connection } from "./internal/connection.ts";
import { feedbackTable } from "./internal/feedback-table.ts";
import { lookTable } from "./internal/look-table.ts";
import { forgetting, pruning } from "./internal/retention.ts";
import { runTable } from "./internal/run-table.ts";
import { scoreTable } from "./internal/score-table.ts";
import { traceTable } from "./internal/trace-table.ts";
import { variantTable } from "./internal/variant-table.ts";

export interface SqliteStoreOptions {
  /** The file; made on first use, with its folders, where it is missing. Two more appear beside it: `-wal` and `-shm`. */
  readonly path: string;
  /** What budgets and the cache go by. @default systemClock */
  readonly clock?: Clock | undefined;
  /** How long a call waits for another process that holds the lock, in milliseconds. @default 10,000 */
  readonly busyTimeoutMs?: Ms | undefined;
}

/**
 * Returns a Store in one SQLite file, which several processes may share. Nothing is opened until the first call; every write
 * resolves once it is committed and would survive `kill -9`, and writes that wait share one commit.
 * @throws TypeError where the path is not a text or empty. Calls reject with the codes of the README's error table, with a TypeError
 * where a record is not JSON, and with a RangeError for a wrong cursor, limit or spend.
 */
export function sqliteStore(options: SqliteStoreOptions): Store {
  const { path, clock = systemClock, busyTimeoutMs = 10_000 } = options;
  if (typeof path !== "string" || path === "") throw new TypeError(`path is the name of the store's file; got ${JSON.stringify(path)}.`);
  const shared = connection(resolve(path), busyTimeoutMs);
  return {
    traces: traceTable(shared),
    scores: scoreTable(shared),
    runs: runTable(shared),
    feedback: feedbackTable(shared),
    variants: variantTable(shared),
    looks: lookTable(shared),
    budgets: budgetTable(shared, clock),
    cache: cacheTable(shared, clock),
    forget: forgetting(shared),
    prune: pruning(shared, clock),
    [Symbol.asyncDispose]: shared.close,
  };
}

/** What a store's file says of itself in its `meta` table. */
export const FORMAT = "pawl.store/1";

/**
 * Brings a file from version n (its `user_version`) to n + 1. Never changed once released: a change is a further entry.
 * `seq` is the order of writing and is never used twice (AUTOINCREMENT), so that cursors stay good after deletions. `body` stands
 * last: whoever looks at other columns need not read it.
 */
export const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO meta VALUES ('format', '${FORMAT}');

CREATE TABLE traces (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  task TEXT, variant_id TEXT, run_id TEXT, example_id TEXT, repeat INTEGER, user TEXT, session TEXT,
  outcome TEXT NOT NULL,
  started_at REAL NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (run_id, example_id, repeat)
) STRICT;
CREATE INDEX traces_by_run ON traces (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX traces_by_user ON traces (user) WHERE user IS NOT NULL;
CREATE INDEX traces_by_session ON traces (session) WHERE session IS NOT NULL;
CREATE INDEX traces_of_no_run ON traces (started_at) WHERE run_id IS NULL;

CREATE TABLE gone (trace_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE scores (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  trace_id TEXT NOT NULL, scorer TEXT NOT NULL, scorer_hash TEXT NOT NULL, at REAL NOT NULL, body TEXT NOT NULL,
  UNIQUE (trace_id, scorer, scorer_hash)
) STRICT;

CREATE TABLE feedback (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, trace_id TEXT NOT NULL, by_whom TEXT, at REAL NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX feedback_by_trace ON feedback (trace_id);
CREATE INDEX feedback_by_person ON feedback (by_whom) WHERE by_whom IS NOT NULL;

CREATE TABLE runs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, plan_hash TEXT NOT NULL, task TEXT NOT NULL, finished_at REAL, body TEXT NOT NULL
) STRICT;
CREATE INDEX runs_by_plan ON runs (plan_hash);

CREATE TABLE variants (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, task TEXT NOT NULL, body TEXT NOT NULL
) STRICT;

CREATE TABLE looks (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  split TEXT NOT NULL, run_id TEXT NOT NULL, body TEXT NOT NULL,
  UNIQUE (split, run_id)
) STRICT;

CREATE TABLE budgets (
  name TEXT PRIMARY KEY,
  cap_micro_dollars REAL, cap_tokens REAL, cap_calls REAL, cap_ms REAL,
  booked_micro_dollars REAL NOT NULL DEFAULT 0, booked_tokens REAL NOT NULL DEFAULT 0,
  booked_calls REAL NOT NULL DEFAULT 0, booked_ms REAL NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE reservations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  budget TEXT NOT NULL,
  micro_dollars REAL NOT NULL, tokens REAL NOT NULL, calls REAL NOT NULL, ms REAL NOT NULL,
  expires_at REAL NOT NULL
) STRICT;
CREATE INDEX reservations_by_budget ON reservations (budget);

CREATE TABLE cache (
  key TEXT PRIMARY KEY, at REAL NOT NULL, expires_at REAL, user TEXT, body TEXT NOT NULL
) STRICT;
CREATE INDEX cache_by_user ON cache (user) WHERE user IS NOT NULL;
`,
];

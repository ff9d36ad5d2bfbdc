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
  // What the numbers of a run are made of stands in columns, and all of it in one index: an outline reads no body.
  `
ALTER TABLE traces ADD COLUMN cluster TEXT;
ALTER TABLE traces ADD COLUMN total_ms REAL;
ALTER TABLE traces ADD COLUMN micro_dollars REAL;
ALTER TABLE traces ADD COLUMN input_tokens REAL;
ALTER TABLE traces ADD COLUMN output_tokens REAL;
UPDATE traces SET
  cluster = json_extract(body, '$.origin.example.cluster'),
  total_ms = json_extract(body, '$.totalMs'),
  micro_dollars = (SELECT iif(count(*) = count(value ->> '$.cost'), total(value ->> '$.cost'), NULL)
    FROM json_each(body, '$.steps') WHERE value ->> '$.kind' IN ('model', 'choice', 'embedding')),
  input_tokens = (SELECT iif(count(*) = count(coalesce(value ->> '$.usage.inputTokens', value ->> '$.result.usage.inputTokens')),
      total(coalesce(value ->> '$.usage.inputTokens', value ->> '$.result.usage.inputTokens')), NULL)
    FROM json_each(body, '$.steps') WHERE value ->> '$.kind' IN ('model', 'choice', 'embedding')),
  output_tokens = (SELECT iif(count(*) = count(coalesce(value ->> '$.usage.outputTokens', value ->> '$.result.usage.outputTokens')),
      total(coalesce(value ->> '$.usage.outputTokens', value ->> '$.result.usage.outputTokens')), NULL)
    FROM json_each(body, '$.steps') WHERE value ->> '$.kind' IN ('model', 'choice', 'embedding'))
WHERE run_id IS NOT NULL;
DROP INDEX traces_by_run;
CREATE INDEX traces_by_run ON traces
  (run_id, seq, id, example_id, repeat, cluster, outcome, started_at, total_ms, micro_dollars, input_tokens, output_tokens)
  WHERE run_id IS NOT NULL;
ALTER TABLE scores ADD COLUMN steps TEXT;
`,
  // A score's body is its result alone: what stands in columns is kept once, and equal results are equal texts, read once.
  `
UPDATE scores SET
  steps = coalesce(steps, body -> '$.result.steps'),
  body = json_remove(body -> '$.result', '$.steps');
`,
];

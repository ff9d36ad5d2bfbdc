import { join } from "node:path";
import { memoryStore, type Step, type StoredScore, type Trace } from "@pawl/core";
import { sampleTrace } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { sqliteStore } from "../sqlite-store.ts";
import { MIGRATIONS } from "./migrations.ts";
import { nodeSqlite } from "./node-sqlite.ts";
import { migrate } from "./open-database.ts";
import { temporaryFolder } from "./temporary-folder.fixture.ts";

const usage = { inputTokens: 4, cachedInputTokens: 0, outputTokens: 3, reasoningTokens: 0 };
const embedding: Step = { kind: "embedding", model: { id: "e" }, texts: 1, usage, cost: 2, cached: false, startedAt: 0, totalMs: 1 };
const origin = (id: string): Trace["origin"] => ({ runId: "r1", example: { id, repeat: 0, cluster: "c" } });

it("gives the outline of a file of revision 1 as of one that was written today", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const [step] = sampleTrace({ id: "s" }).steps;
  const traces: readonly Trace[] = [
    sampleTrace({ id: "t1", origin: origin("e1"), steps: step ? [embedding, step, step] : [] }),
    sampleTrace({ id: "t2", origin: { runId: "r1" }, steps: [{ ...embedding, usage: null }], outcome: { kind: "timeout", afterMs: 9 } }),
    sampleTrace({ id: "t3", origin: origin("e3"), steps: [{ ...embedding, cost: null }] }),
    sampleTrace({ id: "t4", origin: origin("e4"), steps: [] }),
  ];
  const score = {
    traceId: "t1",
    scorer: "tone",
    scorerHash: "h",
    at: 1,
    result: { kind: "score", value: 0.5, steps: [embedding] },
  } as const;

  const old = new (nodeSqlite().DatabaseSync)(path);
  migrate(old, path, MIGRATIONS.slice(0, 1));
  const put = old.prepare("INSERT INTO traces (id, run_id, example_id, repeat, outcome, started_at, body) VALUES (?, 'r1', ?, ?, ?, ?, ?)");
  for (const trace of traces) {
    const { example } = trace.origin;
    put.run(trace.id, example?.id ?? null, example?.repeat ?? null, trace.outcome.kind, trace.startedAt, JSON.stringify(trace));
  }
  old.prepare("INSERT INTO scores (trace_id, scorer, scorer_hash, at, body) VALUES ('t1', 'tone', 'h', 1, ?)").run(JSON.stringify(score));
  old.close();

  const memory = memoryStore();
  await memory.traces.put(traces);
  await memory.scores.put([score]);
  await using store = sqliteStore({ path });
  expect((await store.runs.outline("r1")).items).toEqual((await memory.runs.outline("r1")).items);
  expect((await store.scores.list({ traceId: "t1" })).items).toEqual([score]);
});

it("gives the scores of a file of revision 2 as they were put, a judge's steps with them", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const result = { kind: "score", value: 0.1, reason: 'said "é\ud800"\n', detail: { given: [1e21, 0.1, -0], expected: null } } as const;
  const scores: readonly StoredScore[] = [
    { traceId: "t1", scorer: "tone", scorerHash: "h", at: 1.5, result: { ...result, steps: [embedding] } },
    { traceId: "t1", scorer: "exact", scorerHash: "g", at: 2, result },
    { traceId: "t2", scorer: "exact", scorerHash: "g", at: 3, result: { kind: "unscored", reason: "away" } },
  ];
  const old = new (nodeSqlite().DatabaseSync)(path);
  migrate(old, path, MIGRATIONS.slice(0, 2));
  const put = old.prepare("INSERT INTO scores (trace_id, scorer, scorer_hash, at, body, steps) VALUES (?, ?, ?, ?, ?, ?)");
  for (const score of scores) {
    const { steps, ...result } = score.result;
    const body = JSON.stringify({ ...score, result });
    put.run(score.traceId, score.scorer, score.scorerHash, score.at, body, steps === undefined ? null : JSON.stringify(steps));
  }
  old.close();

  await using store = sqliteStore({ path });
  const written: readonly StoredScore[] = JSON.parse(JSON.stringify(scores));
  expect((await store.scores.list({})).items).toEqual(written);
  await store.traces.put([sampleTrace({ id: "t1", origin: { runId: "r1" } })]);
  const [item] = (await store.runs.outline("r1")).items;
  expect(item?.scores.map((score) => score.result)).toEqual([written[1]?.result, written[1]?.result]);
});

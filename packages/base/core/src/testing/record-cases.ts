import { deepEqual, equal, rejects } from "node:assert/strict";
import { isPawlError } from "../error.ts";
import type { Feedback } from "../feedback.ts";
import type { RunRecord } from "../run-record.ts";
import type { StoredScore } from "../stored-score.ts";
import type { VariantRecord } from "../variant.ts";
import { sampleTrace } from "./sample-trace.ts";
import type { StoreCase } from "./store-case.ts";

export function sampleScore(fields: Partial<StoredScore> = {}): StoredScore {
  return { traceId: "t1", scorer: "exact", scorerHash: "1".repeat(64), at: 5_000, result: { kind: "score", value: 1 }, ...fields };
}

export function sampleFeedback(fields: Partial<Feedback> & { readonly id: string }): Feedback {
  return { traceId: "t1", at: 5_000, source: "user", value: { kind: "boolean", value: true }, ...fields };
}

function sampleRun(fields: Partial<RunRecord> & { readonly id: string }): RunRecord {
  return {
    format: "pawl.run-record/1",
    planHash: "2".repeat(64),
    task: { name: "triage", hash: "5".repeat(64) },
    variantId: null,
    split: "dev",
    splitHash: "3".repeat(64),
    startedAt: 1_000,
    finishedAt: null,
    ...fields,
  };
}

function sampleVariant(id: string, fields: Partial<VariantRecord> = {}): VariantRecord {
  return {
    id,
    task: { name: "triage", hash: "5".repeat(64) },
    name: "first",
    rung: "instructions",
    parents: [],
    variant: {
      format: "pawl.variant/1",
      task: "triage",
      model: { id: "fake" },
      instructions: "Say what it is about.",
      demonstrations: { kind: "none" },
      sampling: { temperature: 0 },
      decoding: "schema",
      reasks: 1,
    },
    ...fields,
  };
}

/** What a Store promises about scores, feedback, runs, variants and looks. */
export const recordCases: readonly StoreCase[] = [
  {
    name: "keeps one score for each trace, scorer and scorer hash: the first",
    check: async ({ traces, scores }) => {
      await traces.put([sampleTrace({ id: "t1" })]);
      const changed = sampleScore({ scorerHash: "9".repeat(64), result: { kind: "unscored", reason: "no output" } });
      await scores.put([sampleScore(), sampleScore({ result: { kind: "score", value: 0 } })]);
      await scores.put([sampleScore({ result: { kind: "score", value: 0.5 } }), changed]);
      deepEqual((await scores.list({ traceId: "t1" })).items, [sampleScore(), changed]);
    },
  },
  {
    name: "finds scores by trace, run, scorer and hash",
    check: async ({ traces, scores }) => {
      await traces.put([sampleTrace({ id: "t1", origin: { runId: "r1", example: { id: "e", repeat: 0 } } }), sampleTrace({ id: "t2" })]);
      const [a, b] = [sampleScore(), sampleScore({ traceId: "t2", scorer: "f1", scorerHash: "8".repeat(64) })];
      await scores.put([a, b]);
      deepEqual((await scores.list({})).items, [a, b]);
      deepEqual((await scores.list({ runId: "r1" })).items, [a]);
      deepEqual((await scores.list({ traceId: "t2" })).items, [b]);
      deepEqual((await scores.list({ scorer: "f1" })).items, [b]);
      deepEqual((await scores.list({ scorerHash: "1".repeat(64), runId: "r1" })).items, [a]);
      deepEqual((await scores.list({ scorer: "f1", runId: "r1" })).items, []);
      const first = await scores.list({}, { limit: 1 });
      deepEqual((await scores.list({}, { cursor: first.next })).items, [b]);
    },
  },
  {
    name: "keeps no score and no feedback of a trace that lost to the first of its run, example and repeat",
    check: async ({ traces, scores, feedback }) => {
      const origin = { runId: "r1", example: { id: "e", repeat: 0 } };
      await traces.put([sampleTrace({ id: "t1", origin }), sampleTrace({ id: "t2", origin })]);
      await scores.put([sampleScore({ traceId: "t2" }), sampleScore()]);
      await feedback.put([sampleFeedback({ id: "f1", traceId: "t2" })]);
      deepEqual((await scores.list({})).items, [sampleScore()]);
      deepEqual((await feedback.list({})).items, []);
    },
  },
  {
    name: "keeps feedback, also of a trace not yet here, and finds it by trace and task",
    check: async ({ traces, feedback }) => {
      const [a, b] = [
        sampleFeedback({ id: "f1", by: "ann", about: "tone", value: { kind: "correction", output: { intent: "refund" } } }),
        sampleFeedback({ id: "f2", traceId: "t2", source: "reviewer", value: { kind: "comment", text: "late" } }),
      ];
      await feedback.put([a, b, sampleFeedback({ id: "f1", by: "bob" })]);
      await traces.put([sampleTrace({ id: "t1" })]);
      deepEqual((await feedback.list({})).items, [a, b]);
      deepEqual((await feedback.list({ traceId: "t2" })).items, [b]);
      deepEqual((await feedback.list({ task: "triage" })).items, [a]);
      deepEqual((await feedback.list({ task: "intake" })).items, []);
    },
  },
  {
    name: "starts a run once and finishes it once",
    check: async ({ runs }) => {
      await runs.start(sampleRun({ id: "r1" }));
      await runs.start(sampleRun({ id: "r1", startedAt: 9_000 }));
      deepEqual(await runs.get("r1"), sampleRun({ id: "r1" }));
      await runs.finish("r1", 2_000);
      await runs.finish("r1", 3_000);
      deepEqual(await runs.get("r1"), sampleRun({ id: "r1", finishedAt: 2_000 }));
      equal(await runs.get("r2"), null);
      await runs.start(sampleRun({ id: "r3", by: "climb" }));
      deepEqual(await runs.get("r3"), sampleRun({ id: "r3", by: "climb" }));
    },
  },
  {
    name: "refuses to finish a run that was never started",
    check: async ({ runs }) => rejects(runs.finish("r9", 1), (error) => isPawlError(error, "data.unknown-run")),
  },
  {
    name: "finds the latest run of a plan, in order of writing, and lists by task",
    check: async ({ runs }) => {
      const other = sampleRun({ id: "r3", planHash: "7".repeat(64), task: { name: "intake", hash: "6".repeat(64) } });
      for (const run of [sampleRun({ id: "r2", startedAt: 9_000 }), sampleRun({ id: "r1" }), other]) await runs.start(run);
      equal((await runs.find("2".repeat(64)))?.id, "r1");
      equal(await runs.find("0".repeat(64)), null);
      await runs.finish("r1", 2_000);
      equal((await runs.find("2".repeat(64)))?.finishedAt, 2_000);
      deepEqual((await runs.list({ task: "intake" })).items, [other]);
      deepEqual(
        (await runs.list({}, { order: "newest", limit: 2 })).items.map(({ id }) => id),
        ["r3", "r1"],
      );
    },
  },
  {
    name: "keeps a variant once, whatever it is called later, and lists by task",
    check: async ({ variants }) => {
      const a = sampleVariant("a".repeat(64));
      const b = sampleVariant("b".repeat(64), { task: { name: "intake", hash: "6".repeat(64) }, parents: ["a".repeat(64)] });
      await variants.put(a);
      await variants.put(b);
      await variants.put({ ...a, name: "renamed" });
      deepEqual(await variants.get(a.id), a);
      equal(await variants.get("c".repeat(64)), null);
      deepEqual((await variants.list("triage")).items, [a]);
      deepEqual((await variants.list("intake")).items, [b]);
    },
  },
  {
    name: "counts one look for one run, by the hash of the split",
    check: async ({ looks }) => {
      const [first, second] = [
        { runId: "r1", reason: "release", at: 1 },
        { runId: "r2", reason: "again", at: 2 },
      ];
      equal(await looks.add("s1", first), 1);
      equal(await looks.add("s1", { ...first, reason: "gone on with", at: 9 }), 1);
      equal(await looks.add("s1", second), 2);
      equal(await looks.add("s2", first), 1);
      deepEqual(await looks.list("s1"), [first, second]);
      deepEqual(await looks.list("s3"), []);
    },
  },
];

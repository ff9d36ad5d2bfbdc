import { deepEqual, equal, rejects } from "node:assert/strict";
import { sampleFeedback, sampleScore } from "./record-cases.ts";
import { sampleTrace } from "./sample-trace.ts";
import type { StoreCase } from "./store-case.ts";

/** What a Store promises about its cache, about forgetting and about retention; and about budgets that are opened again. */
export const retentionCases: readonly StoreCase[] = [
  {
    name: "gives from the cache the value put last, and null for an unknown key",
    check: async ({ cache }) => {
      await cache.put("k1", { text: "one" });
      await cache.put("k1", { text: "two" });
      await cache.put("k2", null);
      deepEqual(await cache.get("k1"), { text: "two" });
      equal(await cache.get("k2"), null);
      equal(await cache.get("k3"), null);
    },
  },
  {
    name: "gives a cached value until its time to live is over, and never ends one without",
    check: async ({ cache }, clock) => {
      await cache.put("k1", 1, { ttlMs: 1_000 });
      await cache.put("k2", 2);
      clock.advance(999);
      equal(await cache.get("k1"), 1);
      clock.advance(1);
      equal(await cache.get("k1"), null);
      equal(await cache.get("k2"), 2);
      await cache.put("k1", 3);
      clock.advance(1e12);
      equal(await cache.get("k1"), 3);
    },
  },
  {
    name: "forgets a person: traces with scores and feedback, their own feedback, their cache entries; and says which traces",
    check: async ({ traces, scores, feedback, cache, forget }) => {
      await traces.put([
        sampleTrace({ id: "t2", origin: { user: "ann", runId: "r1" } }),
        sampleTrace({ id: "t1", origin: { user: "ann" } }),
        sampleTrace({ id: "t3", origin: { user: "bob" } }),
      ]);
      const kept = sampleScore({ traceId: "t3" });
      await scores.put([sampleScore(), sampleScore({ traceId: "t2" }), kept]);
      const ofBob = sampleFeedback({ id: "f3", traceId: "t3", by: "bob" });
      await feedback.put([sampleFeedback({ id: "f1", by: "bob" }), sampleFeedback({ id: "f2", traceId: "t3", by: "ann" }), ofBob]);
      await cache.put("k1", 1, { user: "ann" });
      await cache.put("k2", 2, { user: "bob" });
      deepEqual(await forget("ann"), ["t2", "t1"]);
      deepEqual(
        (await traces.list({})).items.map(({ id }) => id),
        ["t3"],
      );
      deepEqual((await scores.list({})).items, [kept]);
      deepEqual((await feedback.list({})).items, [ofBob]);
      deepEqual([await cache.get("k1"), await cache.get("k2")], [null, 2]);
      deepEqual(await forget("ann"), []);
    },
  },
  {
    name: "keeps what was forgotten away: the trace put again, a late score, late feedback",
    check: async ({ traces, scores, feedback, forget }) => {
      const trace = sampleTrace({ id: "t1", origin: { user: "ann" } });
      await traces.put([trace]);
      await forget("ann");
      await traces.put([trace]);
      await scores.put([sampleScore()]);
      await feedback.put([sampleFeedback({ id: "f1" })]);
      equal(await traces.get("t1"), null);
      deepEqual([(await scores.list({})).items, (await feedback.list({})).items], [[], []]);
    },
  },
  {
    name: "forgets a cache entry whose last put did not say whose words it holds",
    check: async ({ cache, forget }) => {
      await cache.put("k1", 1, { user: "ann" });
      await cache.put("k1", 1);
      await forget("ann");
      equal(await cache.get("k1"), null);
    },
  },
  {
    name: "prunes traces of no run from before, with scores and feedback, and cache entries; and counts traces and entries",
    check: async ({ traces, scores, feedback, cache, prune }, clock) => {
      await traces.put([
        sampleTrace({ id: "t1", startedAt: 999 }),
        sampleTrace({ id: "t2", startedAt: 1_000 }),
        sampleTrace({ id: "t3", startedAt: 1, origin: { runId: "r1" } }),
      ]);
      const kept = [sampleScore({ traceId: "t2", at: 1 }), sampleScore({ traceId: "t3", at: 1 })];
      await scores.put([sampleScore({ at: 5_000 }), ...kept, sampleScore({ traceId: "unknown", at: 1 })]);
      await feedback.put([sampleFeedback({ id: "f1" }), sampleFeedback({ id: "f2", traceId: "unknown", at: 5_000 })]);
      await cache.put("k1", 1);
      clock.advance(10);
      await cache.put("k2", 2);
      equal(await prune(1_000), 1);
      deepEqual(
        (await traces.list({})).items.map(({ id }) => id),
        ["t2", "t3"],
      );
      deepEqual((await scores.list({})).items, kept);
      deepEqual(
        (await feedback.list({})).items.map(({ id }) => id),
        ["f2"],
      );
      equal(await prune(clock.now()), 2);
      deepEqual([await cache.get("k1"), await cache.get("k2")], [null, 2]);
      deepEqual(
        (await traces.list({})).items.map(({ id }) => id),
        ["t3"],
      );
      equal(await prune(clock.now()), 0);
    },
  },
  {
    name: "opens a budget again with what was spent, and with the limit given last, for all who hold it",
    check: async ({ budgets }) => {
      const first = await budgets.open("b1", { calls: 10 });
      const reservation = await first.reserve({ calls: 4 });
      if (reservation.granted) await reservation.settle({ calls: 4 });
      const again = await budgets.open("b1", { calls: 5, tokens: 7 });
      equal(again.name, "b1");
      deepEqual(await again.left(), { calls: 1, tokens: 7 });
      deepEqual(await first.left(), { calls: 1, tokens: 7 });
      deepEqual(await (await budgets.open("b2", { calls: 10 })).left(), { calls: 10 });
      await rejects(budgets.open("b3", { calls: -1 }), RangeError);
    },
  },
];

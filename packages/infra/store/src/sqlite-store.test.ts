import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sampleTrace } from "@pawl/core/testing";
import { unlistedErrorCodes } from "@pawl/tooling/error-codes";
import { expect, it } from "vitest";
import * as entry from "./index.ts";
import { nodeSqlite } from "./internal/node-sqlite.ts";
import { temporaryFolder } from "./internal/temporary-folder.fixture.ts";
import { sqliteStore } from "./sqlite-store.ts";
import * as testing from "./testing/index.ts";

it("exports what it says", () => {
  expect(Object.keys(entry)).toEqual(["sqliteStore"]);
  expect(Object.keys(testing)).toEqual(["budgetConformance", "storeConformance"]);
});

it("touches nothing until the first call, then makes the folders and the file", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "deep", "er", "store.db");
  await using store = sqliteStore({ path });
  expect(readdirSync(folder.path)).toEqual([]);
  expect(await store.traces.get("t1")).toBeNull();
  expect(existsSync(path)).toBe(true);
});

it("keeps everything for whoever opens the file next", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const trace = sampleTrace({ id: "t1" });
  {
    await using store = sqliteStore({ path });
    await store.traces.put([trace]);
    await store.looks.add("s1", { runId: "r1", reason: "release", at: 1 });
    await store.cache.put("k1", { text: "kept" });
    await (await store.budgets.open("b1", { calls: 3 })).reserve({ calls: 1 });
  }
  expect(readdirSync(folder.path)).toEqual(["store.db"]);
  await using store = sqliteStore({ path });
  expect(await store.traces.get("t1")).toEqual(trace);
  expect(await store.looks.add("s1", { runId: "r2", reason: "again", at: 2 })).toBe(2);
  expect(await store.cache.get("k1")).toEqual({ text: "kept" });
  expect(await (await store.budgets.open("b1", { calls: 3 })).left()).toEqual({ calls: 2 });
});

it("writes its format and application id into the file", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  await using store = sqliteStore({ path });
  await store.traces.get("t1");
  const database = new DatabaseSync(path);
  expect(database.prepare("SELECT value FROM meta WHERE key = 'format'").get()).toEqual({ value: "pawl.store/1" });
  expect(database.prepare("PRAGMA application_id").get()).toEqual({ application_id: Buffer.from("Pawl").readUInt32BE() });
  expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  database.close();
});

it("lets several stores make the same file at the same time", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const stores = Array.from({ length: 6 }, () => sqliteStore({ path }));
  await Promise.all(stores.map((store, i) => store.traces.put([sampleTrace({ id: `t${i}` })])));
  expect((await stores[0]?.traces.list({}))?.items).toHaveLength(6);
  await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
});

it("leaves no word of a forgotten person in the file or its log", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const bytes = (): string =>
    readdirSync(folder.path)
      .map((name) => readFileSync(join(folder.path, name), "latin1"))
      .join("");
  await using store = sqliteStore({ path });
  for (let i = 0; i < 300; i++) {
    const user = i % 3 === 0 ? "ann" : "bob";
    await store.traces.put([sampleTrace({ id: `t${i}`, origin: { user }, input: `secretof${user} `.repeat(1 + ((i * 37) % 400)) })]);
    await store.cache.put(`k${i}`, `secretof${user}`, { user });
  }
  expect(bytes()).toContain("secretofann");
  expect(await store.forget("ann")).toHaveLength(100);
  expect(bytes()).toContain("secretofbob");
  expect(bytes()).not.toContain("secretofann");
});

it("prunes more than one transaction's worth", async () => {
  using folder = temporaryFolder();
  await using store = sqliteStore({ path: join(folder.path, "store.db") });
  await store.traces.put(Array.from({ length: 1_200 }, (_, i) => sampleTrace({ id: `t${i}`, startedAt: i, steps: [] })));
  expect(await store.prune(1_100)).toBe(1_100);
  expect((await store.traces.list({})).items).toHaveLength(100);
});

it("gives equal scores of a page of an outline as one object, each trace's in order of writing", async () => {
  using folder = temporaryFolder();
  await using store = sqliteStore({ path: join(folder.path, "store.db") });
  const ids = ["t1", "t2", "t3"];
  await store.traces.put(ids.map((id) => sampleTrace({ id, origin: { runId: "r1" } })));
  const score = (traceId: string, scorer: string, value: number) =>
    ({ traceId, scorer, scorerHash: "h", at: 1, result: { kind: "score", value } }) as const;
  await store.scores.put([score("t2", "b", 1), score("t1", "b", 1), score("t1", "a", 1), score("t2", "a", 0), score("none", "a", 1)]);
  const { items } = await store.runs.outline("r1", { order: "newest" });
  expect(items.map(({ scores }) => scores.map(({ result, scorer }) => [scorer, result.kind === "score" && result.value]))).toEqual([
    [],
    [
      ["b", 1],
      ["a", 0],
    ],
    [
      ["b", 1],
      ["a", 1],
    ],
  ]);
  expect(items[1]?.scores[0]).toBe(items[2]?.scores[0]);
  expect(items[2]?.scores[0]).not.toBe(items[2]?.scores[1]);
});

it("refuses a score at no time with a TypeError, and keeps nothing of its batch", async () => {
  using folder = temporaryFolder();
  await using store = sqliteStore({ path: join(folder.path, "store.db") });
  const score = { traceId: "t1", scorer: "a", scorerHash: "h", at: 1, result: { kind: "score", value: 1 } } as const;
  await expect(store.scores.put([score, { ...score, scorer: "b", at: Number.NaN }])).rejects.toThrow(TypeError);
  expect((await store.scores.list({})).items).toEqual([]);
});

it("refuses an empty path with a TypeError", () => {
  expect(() => sqliteStore({ path: "" })).toThrow(TypeError);
});

it("holds back no other warning and leaves process.emitWarning as it was", () => {
  const before = process.emitWarning;
  expect(nodeSqlite().DatabaseSync).toBe(DatabaseSync);
  expect(process.emitWarning).toBe(before);
});

it("lists every error code of its sources in its README", () => {
  expect(unlistedErrorCodes(import.meta.url)).toEqual([]);
});

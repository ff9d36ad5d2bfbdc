import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { seededRandom, type Trace } from "@pawl/core";
import { expect, it } from "vitest";
import { startChild } from "./internal/child.fixture.ts";
import { temporaryFolder } from "./internal/temporary-folder.fixture.ts";
import { sqliteStore } from "./sqlite-store.ts";

const ROUNDS = 10;

async function allTraces(path: string): Promise<readonly Trace[]> {
  await using store = sqliteStore({ path });
  const all: Trace[] = [];
  for (let page = await store.traces.list({}); ; page = await store.traces.list({}, { cursor: page.next })) {
    all.push(...page.items);
    if (!page.more) return all;
  }
}

it(`loses nothing acknowledged and keeps no half batch when its writers are killed, ${ROUNDS} times over`, async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const random = seededRandom("kill");
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Every third round two processes write the same file.
    const writers = (round % 3 === 2 ? ["a", "b"] : ["a"]).map((name) => startChild("./writer.fixture.ts", path, `${round}${name}`));
    await Promise.all(
      writers.map(async (writer) => {
        await writer.said(1 + Math.floor(random.next() * 60));
        await writer.kill();
      }),
    );
    acknowledged.push(...writers.flatMap((writer) => writer.lines().flatMap((line) => line.split(" "))));
    const stored = await allTraces(path);
    const ids = new Set(stored.map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    const batches = Map.groupBy(stored, ({ origin }) => origin.tags?.["batch"]);
    expect([...batches.values()].filter((traces) => traces.length !== 3)).toEqual([]);
  }
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * 3);
  const database = new DatabaseSync(path);
  expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  database.close();
});

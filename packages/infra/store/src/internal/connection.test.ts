import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Connection, connection } from "./connection.ts";
import { temporaryFolder } from "./temporary-folder.fixture.ts";

const insert = (shared: Connection, key: string): Promise<number> =>
  shared.write((prepare) => Number(prepare("INSERT INTO meta VALUES (?, 'x')").run(key).changes));

const keys = (shared: Connection): Promise<readonly string[]> =>
  shared.read((prepare) =>
    prepare("SELECT key FROM meta WHERE key <> 'format' ORDER BY rowid")
      .all()
      .map(({ key }) => String(key)),
  );

/** Commits in the write-ahead log: frames that say the size of the database (https://sqlite.org/fileformat2.html#walformat). */
function commitsIn(path: string): number {
  const wal = readFileSync(`${path}-wal`);
  const frame = wal.readUInt32BE(8) + 24;
  let commits = 0;
  for (let at = 32; at + frame <= wal.length; at += frame) if (wal.readUInt32BE(at + 4) > 0) commits++;
  return commits;
}

it("commits what is written at the same time once", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const shared = connection(path, 1_000);
  await insert(shared, "first");
  const before = commitsIn(path);
  await Promise.all(Array.from({ length: 100 }, (_, i) => insert(shared, `k${i}`)));
  expect(commitsIn(path) - before).toBe(1);
  expect(await keys(shared)).toHaveLength(101);
  await insert(shared, "last");
  expect(commitsIn(path) - before).toBe(2);
  await shared.close();
});

it("loses no other job to one that fails in the same transaction", async () => {
  using folder = temporaryFolder();
  const shared = connection(join(folder.path, "store.db"), 1_000);
  const results = await Promise.allSettled([insert(shared, "a"), insert(shared, "a"), insert(shared, "b")]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await keys(shared)).toEqual(["a", "b"]);
  await shared.close();
});

it("undoes all of a job that fails half-way", async () => {
  using folder = temporaryFolder();
  const shared = connection(join(folder.path, "store.db"), 1_000);
  const half = shared.write((prepare) => {
    prepare("INSERT INTO meta VALUES ('a', 'x')").run();
    throw new RangeError("half-way");
  });
  await expect(half).rejects.toThrow(RangeError);
  expect(await keys(shared)).toEqual([]);
  await shared.close();
});

it("acknowledges nothing of a transaction that the full file does not take, and works afterwards", async () => {
  using folder = temporaryFolder();
  const shared = connection(join(folder.path, "store.db"), 1_000);
  const pages = await shared.read((prepare) => Number(prepare("PRAGMA page_count").get()?.["page_count"]));
  await shared.read((prepare) => prepare(`PRAGMA max_page_count = ${pages}`).get());
  const big = (key: string): Promise<unknown> =>
    shared.write((prepare) => prepare("INSERT INTO meta VALUES (?, ?)").run(key, "x".repeat(50_000)).changes);
  const results = await Promise.allSettled([insert(shared, "small"), big("big")]);
  for (const result of results) expect(result).toMatchObject({ status: "rejected", reason: { code: "io.disk-full" } });
  expect(await keys(shared)).toEqual([]);
  await insert(shared, "small");
  expect(await keys(shared)).toEqual(["small"]);
  await shared.close();
});

it("commits what was handed in before it closes, and refuses what comes later", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const shared = connection(path, 1_000);
  const written = insert(shared, "a");
  await shared.close();
  expect(await written).toBe(1);
  await expect(insert(shared, "b")).rejects.toThrow(TypeError);
  await expect(keys(shared)).rejects.toThrow(TypeError);
  await shared.close();
  const again = connection(path, 1_000);
  expect(await keys(again)).toEqual(["a"]);
  await again.close();
});

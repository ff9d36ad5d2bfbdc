import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sampleTrace } from "@pawl/core/testing";
import { expect, it } from "vitest";
import { temporaryFolder } from "./internal/temporary-folder.fixture.ts";
import { sqliteStore } from "./sqlite-store.ts";

const trace = (id: string) => sampleTrace({ id });

/** Returns a file that holds a store with one trace, and nothing beside it. */
async function storeFile(folder: string): Promise<string> {
  const path = join(folder, "store.db");
  await using store = sqliteStore({ path });
  await store.traces.put([trace("t1")]);
  return path;
}

function changeFile(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

it.each(["data.store-corrupt", "data.store-foreign", "data.store-newer"])("refuses with %s and leaves the file as it was", async (code) => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  if (code === "data.store-corrupt") writeFileSync(path, "id,label\n1,refund\n".repeat(300));
  if (code === "data.store-foreign") changeFile(path, "CREATE TABLE notes (text)");
  if (code === "data.store-newer") changeFile(await storeFile(folder.path), "PRAGMA user_version = 99");
  const before = readFileSync(path);
  await using store = sqliteStore({ path });
  await expect(store.traces.put([trace("t2")])).rejects.toMatchObject({ code, facts: { path }, retryable: false });
  await expect(store.traces.list({})).rejects.toMatchObject({ code });
  expect(readFileSync(path).equals(before)).toBe(true);
});

it("refuses the next major of the format, whatever its revision", async () => {
  using folder = temporaryFolder();
  const path = await storeFile(folder.path);
  changeFile(path, "UPDATE meta SET value = 'pawl.store/2'");
  await using store = sqliteStore({ path });
  await expect(store.traces.get("t1")).rejects.toMatchObject({
    code: "data.store-newer",
    facts: { found: "pawl.store/2", known: "pawl.store/1" },
  });
});

it("says that a file is damaged inside", async () => {
  using folder = temporaryFolder();
  const path = await storeFile(folder.path);
  const file = openSync(path, "r+");
  // From the second page on: the header stays good.
  for (let at = 4096; at < statSync(path).size; at += 4096) writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, at);
  await using store = sqliteStore({ path });
  await expect(store.traces.list({})).rejects.toMatchObject({ code: "data.store-corrupt", facts: { path } });
});

it("says that a place cannot be written, and works once it can", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "file");
  writeFileSync(file, "");
  const path = join(file, "deeper", "store.db");
  await using store = sqliteStore({ path });
  await expect(store.traces.put([trace("t1")])).rejects.toMatchObject({ code: "io.not-writable", facts: { path } });
  rmSync(file);
  await store.traces.put([trace("t1")]);
  expect(await store.traces.get("t1")).not.toBeNull();
});

it.each(["/proc/pawl/store.db", "/proc"])("says that %s cannot be written", async (path) => {
  await using store = sqliteStore({ path });
  await expect(store.traces.put([trace("t1")])).rejects.toMatchObject({ code: "io.not-writable" });
});

it("fails with io.store-busy while another process holds the lock too long, and goes on when it is free", async () => {
  using folder = temporaryFolder();
  const path = await storeFile(folder.path);
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  await using impatient = sqliteStore({ path, busyTimeoutMs: 60 });
  await expect(impatient.traces.put([trace("t2")])).rejects.toMatchObject({ code: "io.store-busy", retryable: true });
  expect(await impatient.traces.get("t1")).not.toBeNull();
  await using patient = sqliteStore({ path });
  const put = patient.traces.put([trace("t3")]);
  other.exec("COMMIT");
  await put;
  other.close();
  await impatient.traces.put([trace("t2")]);
  expect((await patient.traces.list({})).items.map(({ id }) => id)).toEqual(["t1", "t3", "t2"]);
});

const mount = (...options: readonly string[]): boolean => {
  try {
    execFileSync("mount", options, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** Returns a file system of 1 MB of its own, or null where this user may not mount one. */
function tinyDisk(folder: string): (Disposable & { readonly path: string }) | null {
  const path = join(folder, "disk");
  mkdirSync(path);
  if (!mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", path)) return null;
  return { path, [Symbol.dispose]: () => void execFileSync("umount", ["-l", path]) };
}

it("says that the disk is full, keeps what was acknowledged, and goes on once there is room", async ({ skip }) => {
  using folder = temporaryFolder();
  using disk = tinyDisk(folder.path);
  if (disk === null) return skip("this user may not mount a file system");
  writeFileSync(join(disk.path, "ballast"), Buffer.alloc(400_000));
  const path = join(disk.path, "store.db");
  await using store = sqliteStore({ path });
  const acknowledged: string[] = [];
  const fill = async (): Promise<void> => {
    for (let i = 0; ; i++) {
      const batch = Array.from({ length: 20 }, (_, n) => `t${i}-${n}`);
      await store.traces.put(batch.map(trace));
      acknowledged.push(...batch);
    }
  };
  await expect(fill()).rejects.toMatchObject({ code: "io.disk-full", facts: { path }, retryable: true });
  expect((await store.traces.list({})).items.map(({ id }) => id)).toEqual(acknowledged);
  rmSync(join(disk.path, "ballast"));
  await store.traces.put([trace("later")]);
  expect((await store.traces.list({})).items.map(({ id }) => id)).toEqual([...acknowledged, "later"]);
});

it("says that a read-only disk cannot be written", async ({ skip }) => {
  using folder = temporaryFolder();
  using disk = tinyDisk(folder.path);
  if (disk === null) return skip("this user may not mount a file system");
  const path = await storeFile(disk.path);
  if (!mount("-o", "remount,ro", disk.path)) return skip("this user may not mount a file system");
  await using store = sqliteStore({ path });
  await expect(store.traces.put([trace("t2")])).rejects.toMatchObject({ code: "io.not-writable" });
  await using fresh = sqliteStore({ path: join(disk.path, "new", "store.db") });
  await expect(fresh.traces.put([trace("t2")])).rejects.toMatchObject({ code: "io.not-writable" });
  expect(existsSync(`${path}-wal`)).toBe(false);
});

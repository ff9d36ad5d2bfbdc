import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { migrate } from "./open-database.ts";
import { temporaryFolder } from "./temporary-folder.fixture.ts";

const versionOf = (database: DatabaseSync): unknown => database.prepare("PRAGMA user_version").get()?.["user_version"];

it("brings an older file up to date and keeps its rows", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const database = new DatabaseSync(path);
  const first = "CREATE TABLE notes (text TEXT)";
  migrate(database, path, [first]);
  database.exec("INSERT INTO notes VALUES ('kept')");
  migrate(database, path, [first, "ALTER TABLE notes ADD COLUMN by_whom TEXT", "UPDATE notes SET by_whom = 'ann'"]);
  expect(versionOf(database)).toBe(3);
  expect(database.prepare("SELECT * FROM notes").all()).toEqual([{ text: "kept", by_whom: "ann" }]);
  database.close();
});

it("leaves the file as it was where a later step fails", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const database = new DatabaseSync(path);
  const first = "CREATE TABLE notes (text TEXT)";
  migrate(database, path, [first]);
  expect(() => migrate(database, path, [first, "CREATE TABLE more (text TEXT)", "no SQL"])).toThrow();
  expect(versionOf(database)).toBe(1);
  expect(database.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "notes" }]);
  database.close();
});

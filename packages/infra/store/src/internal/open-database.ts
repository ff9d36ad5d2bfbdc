import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { PawlError } from "@pawl/core";
import { makeFolder } from "./make-folder.ts";
import { FORMAT, MIGRATIONS } from "./migrations.ts";
import { nodeSqlite } from "./node-sqlite.ts";

/** "Pawl" in ASCII: what tells a store from another program's SQLite file. */
const APPLICATION_ID = 0x50_61_77_6c;

/** How long SQLite itself waits for a lock, which blocks the process; longer waits give the event loop its turns. */
const BLOCKING_WAIT_MS = 50;

/**
 * Returns the open file, made with its folders where it was missing, brought up to date where it was older.
 * WAL with `synchronous = NORMAL`: a commit has left the process when it returns, so it survives `kill -9`.
 * `secure_delete`: what is forgotten is overwritten.
 */
export function openDatabase(path: string): DatabaseSync {
  makeFolder(dirname(path));
  const { DatabaseSync } = nodeSqlite();
  const database = new DatabaseSync(path, { timeout: BLOCKING_WAIT_MS });
  try {
    checkIsStore(database, path);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON");
    migrate(database, path, MIGRATIONS);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Applies what the file has not had, in one transaction: all of it or, where a step fails, none. */
export function migrate(database: DatabaseSync, path: string, migrations: readonly string[]): void {
  if (versionOf(database) === migrations.length) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    // Another process may have been faster: asked again under the lock.
    const version = versionOf(database);
    if (version > migrations.length) throw newer(path, `${FORMAT}, revision ${version}`, migrations.length);
    if (version < migrations.length) {
      const steps = migrations.slice(version).join(";\n");
      database.exec(`${steps}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`);
    }
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function checkIsStore(database: DatabaseSync, path: string): void {
  if (numberFrom(database, "PRAGMA application_id") !== APPLICATION_ID) {
    if (numberFrom(database, "SELECT count(*) FROM sqlite_schema") === 0) return;
    const message = `${path} is a SQLite file, but no Pawl store. Nothing was changed: name another path for the store.`;
    throw new PawlError("data.store-foreign", message, { facts: { path } });
  }
  const format = database.prepare("SELECT value FROM meta WHERE key = 'format'").get()?.["value"];
  if (format !== FORMAT) throw newer(path, String(format), MIGRATIONS.length);
}

function newer(path: string, found: string, revision: number): PawlError {
  const message = `The store ${path} was written by a newer version of @pawl/store (${found}); this one knows ${FORMAT}, revision ${revision}. Nothing was changed: update @pawl/store.`;
  return new PawlError("data.store-newer", message, { facts: { path, found, known: FORMAT, revision } });
}

function versionOf(database: DatabaseSync): number {
  return numberFrom(database, "PRAGMA user_version");
}

function numberFrom(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
}

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";

/*
 * Loaded into a command before it begins (`--import`): the process ends by SIGKILL at the moment `KILLED_AT` of writing the file `KILLED_FILE`. Its
 * name is looked for in the name of what is written, since a whole file is written beside its place first.
 */
const { KILLED_AT: moment, KILLED_FILE: file = "" } = process.env;

const die = (): never => {
  process.kill(process.pid, "SIGKILL");
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
const isIt = (path: unknown): boolean => typeof path === "string" && basename(path).includes(file);
const { renameSync, writeFileSync } = fs;

fs.writeFileSync = (path, data, options) => {
  if (!isIt(path)) return writeFileSync(path, data, options);
  if (moment === "before it is written") die();
  if (moment !== "half-way") return writeFileSync(path, data, options);
  const text = String(data);
  writeFileSync(path, text.slice(0, text.length / 2), options);
  die();
};
fs.renameSync = (from, to) => {
  if (isIt(to) && moment === "before it is in its place") die();
  renameSync(from, to);
  if (isIt(to) && moment === "once it is in its place") die();
};
syncBuiltinESMExports();

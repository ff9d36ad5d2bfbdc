import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CLONE_COMMAND } from "./clone-command.mjs";

const APP = join(import.meta.dirname, "..");
const ROOT = join(APP, "..", "..");

/** Types a command line as it is printed, with `--help` behind it. */
function help(line: string, cwd: string): string {
  const [command = "", ...args] = line.split(" ");
  return execFileSync(command, [...args, "--help"], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

it.each([
  ["root", ROOT],
  ["app", APP],
])("is a command that works in the %s of a clone, and says its own name", (_, cwd) => {
  expect(help(`${CLONE_COMMAND} run intake`, cwd)).toContain(`Usage: ${CLONE_COMMAND} run [options] <task> [input]`);
});

it("is what a finished `npm start` and the app's own help name", () => {
  const start = join(APP, "src", "start.ts");
  const usage = execFileSync(process.execPath, ["--conditions=pawl-source", start, "--help"], { encoding: "utf8" });
  expect(usage).toContain(`${CLONE_COMMAND} run intake "…"`);
  const asked = `${CLONE_COMMAND} climb intake --budget 12m`;
  expect(help(asked, ROOT)).toContain(`Example: ${CLONE_COMMAND} climb`);
});

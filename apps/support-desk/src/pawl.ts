/** The `pawl` command on this app, for a clone: no `pawl` is installed there. */
import { join } from "node:path";
import { runCli } from "pawl";
import { CLONE_COMMAND } from "./clone-command.mjs";

const config = join(import.meta.dirname, "..", "pawl.config.ts");
process.exitCode = await runCli(["--config", config, ...process.argv.slice(2)], { name: CLONE_COMMAND });
// An engine that does not hear the signal would hold the process until its answer.
if (process.exitCode === 130) process.exit();

#!/usr/bin/env node
// By default import: a name that an old Node lacks would end the program before it can say so.
import nodeModule from "node:module";
import { nodeProblem } from "./node-problem.ts";

// The line of the project that an error comes from may lie below many of a library's.
Error.stackTraceLimit = 50;

// Whoever read our output, `head` for one, may leave before its end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const problem = nodeProblem(process.versions.node);
if (problem === null) {
  // Compiled once for all commands, in the system's temporary folder: .1 s of each (NODE_DISABLE_COMPILE_CACHE=1 leaves it out).
  nodeModule.enableCompileCache();
  // Older ones stop at what it imports.
  const [{ EXIT }, { runCli }] = await Promise.all([import("./exit-code.ts"), import("./run-cli.ts")]);
  process.exitCode = await runCli(process.argv.slice(2));
  // An engine that does not hear the signal would hold the process until its answer.
  if (process.exitCode === EXIT.interrupted) process.exit();
} else {
  process.stderr.write(`✗ ${problem}\n`);
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify({ error: { code: "use.node-too-old", message: problem }, exit: 64 }, null, 2)}\n`);
  process.exitCode = 64;
}

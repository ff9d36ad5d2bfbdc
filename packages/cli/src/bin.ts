#!/usr/bin/env node
import { EXIT } from "./exit-code.ts";
import { runCli } from "./run-cli.ts";

// The line of the project that an error comes from may lie below many of a library's.
Error.stackTraceLimit = 50;

// Whoever read our output, `head` for one, may leave before its end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await runCli(process.argv.slice(2));
// An engine that does not hear the signal would hold the process until its answer.
if (process.exitCode === EXIT.interrupted) process.exit();

import { isPawlError } from "@pawl/core";
import { CommanderError } from "commander";
import { consoleOnStderr } from "./console-on-stderr.ts";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-code.ts";
import { interruption } from "./interruption.ts";
import { processOutput } from "./output.ts";
import { errorCode, errorFacts, errorText } from "./print-error.ts";
import { createProgram } from "./program/create-program.ts";
import { uncaught } from "./uncaught.ts";

export interface RunCliOptions {
  /** What is printed before the command in usage lines. @default "pawl" */
  readonly name?: string | undefined;
  /** "stderr" for a step inside a larger command whose stdout is its own: its results are notes there, and only the document of its failure is printed. @default "stdout" */
  readonly resultsTo?: "stdout" | "stderr" | undefined;
}

/**
 * Runs one command line (without `node` and the script) and returns its exit code; nothing is thrown. Ctrl-C stops it and ends with 130, what was
 * finished is kept; a second one ends the process at once. Models of the configuration that were used are disposed.
 */
export async function runCli(args: readonly string[], options: RunCliOptions = {}): Promise<ExitCode> {
  const flags = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  const wanted = { json: flags.includes("--json"), quiet: flags.includes("--quiet") };
  const output = processOutput({ ...wanted, resultsTo: options.resultsTo });
  const failureOutput = options.resultsTo === "stderr" ? processOutput(wanted) : output;
  const failed = (error: unknown): ExitCode => {
    const code = exitCodeOf(error);
    output.redraw("");
    failureOutput.document({ error: errorDocument(error), exit: code });
    output.fail(`${output.style("red", "✗")} ${errorText(error, flags.includes("--debug"))}`);
    return code;
  };
  using stop = interruption(output.note);
  using _ = uncaught((error) => process.exit(failed(error)));
  using __ = wanted.json ? consoleOnStderr() : null;
  let exit: ExitCode = EXIT.done;
  const name = options.name ?? "pawl";
  let shown = "";
  const program = createProgram({
    name,
    output,
    signal: stop.signal,
    exit: (code) => (exit = code),
    shown: (text) => {
      shown += text;
    },
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) {
        output.document(error.code === "commander.version" ? { version: shown.trim() } : { help: shown });
        output.write(shown);
        return EXIT.done;
      }
      const message = error.code === "commander.help" ? `Name a command: ${name} --help shows them.` : withoutPrefix(error.message);
      failureOutput.document({ error: { code: "use.command-line", message }, exit: EXIT.use });
      return EXIT.use;
    }
    return failed(error);
  }
}

function errorDocument(error: unknown): { readonly code: string; readonly message: string; readonly facts?: unknown } {
  const told = { code: errorCode(error), message: errorText(error, false) };
  return isPawlError(error) ? { ...told, facts: errorFacts(error) } : told;
}

function withoutPrefix(message: string): string {
  return message.replace(/^error: /, "");
}

import { CommanderError } from "commander";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-code.ts";
import { interruption } from "./interruption.ts";
import { processOutput } from "./output.ts";
import { errorText } from "./print-error.ts";
import { createProgram } from "./program.ts";

export interface RunCliOptions {
  /** What is printed before "pawl" in usage lines. @default "pawl" */
  readonly name?: string | undefined;
}

/** Runs one command line and returns its exit code; nothing is thrown. Ctrl-C stops it after the step in hand, a second one at once. */
export async function runCli(args: readonly string[], options: RunCliOptions = {}): Promise<ExitCode> {
  using stop = interruption();
  const debug = args.includes("--debug");
  const json = args.includes("--json");
  let exit: ExitCode = EXIT.done;
  const program = createProgram({ name: options.name ?? "pawl", signal: stop.signal, onExit: (code) => (exit = code) });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.use;
    const code = exitCodeOf(stop.signal.aborted && error === stop.signal.reason ? stop.signal.reason : error);
    const output = processOutput({ json, quiet: false });
    if (json) output.document({ error: errorDocument(error), exit: code });
    output.note(`${output.style("red", "✗")} ${errorText(error, debug)}`);
    return code;
  }
}

function errorDocument(error: unknown): { readonly message: string; readonly code?: string; readonly facts?: unknown } {
  const message = errorText(error, false);
  if (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string") {
    return { code: error.code, message, ...("facts" in error ? { facts: error.facts } : {}) };
  }
  return { message };
}

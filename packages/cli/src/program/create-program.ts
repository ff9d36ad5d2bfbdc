import { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { packageVersion } from "../package-version.ts";
import { loadProject } from "../project/project.ts";
import { addDataCommands } from "./data-commands.ts";
import { addGateCommands } from "./gate-commands.ts";
import { helpLayout } from "./help-layout.ts";
import { addJudgeCommands } from "./judge-commands.ts";
import { addModelCommands } from "./model-commands.ts";
import type { ProgramContext } from "./program-context.ts";
import { addRunCommands } from "./run-commands.ts";
import { addSetUpCommands } from "./set-up-commands.ts";
import { addTaskCommands } from "./task-commands.ts";
import { addWorkerCommands } from "./worker-commands.ts";

export interface ProgramOptions {
  readonly name: string;
  readonly output: Output;
  /** Takes help and version that were asked for. */
  readonly shown: (text: string) => void;
  readonly signal: AbortSignal;
  readonly exit: (code: ExitCode) => void;
}

/** Returns the command line of `pawl`; each command's code is loaded when it is called. */
export function createProgram({ name, output, shown, signal, exit }: ProgramOptions): Command {
  const program = new Command(name)
    .description("An AI feature only gets better: evaluate, compare and climb.")
    .version(packageVersion(), "-v, --version", "print the version")
    .option("--config <path>", "configuration (default: the nearest pawl.config.ts upwards)")
    .option("--json", "one JSON document on stdout, progress on stderr")
    .option("--quiet", "no progress")
    .option("--debug", "stack traces")
    .configureHelp(helpLayout(Math.min(output.columns, 120)))
    .configureOutput({
      writeOut: shown,
      outputError: (text) => output.fail(`${output.style("red", "✗")} ${text.trim().replace(/^error: /, "")}`),
    })
    .showHelpAfterError(`${name} --help shows the commands.\nNothing was run.`)
    .exitOverride();
  const context: ProgramContext = { name, output, signal, exit, project: () => loadProject(program.opts<{ config?: string }>().config) };
  addSetUpCommands(program, context);
  addModelCommands(program, context);
  addDataCommands(program, context);
  addTaskCommands(program, context);
  addGateCommands(program, context);
  addJudgeCommands(program, context);
  addRunCommands(program, context);
  addWorkerCommands(program, context);
  return program;
}

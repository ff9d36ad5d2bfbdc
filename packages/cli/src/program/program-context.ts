import type { ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";

/** What the commands of one command line share. */
export interface ProgramContext {
  /** What is typed before a command: "pawl". */
  readonly name: string;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Says what the process ends with, where that is not 0. */
  readonly exit: (code: ExitCode) => void;
  /** Loads the project of `--config`, or the nearest one upwards. */
  readonly project: () => Promise<Project>;
}

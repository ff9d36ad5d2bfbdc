import { isPawlError } from "@pawl/core";
import { thrownBy } from "./thrown-by.ts";

/** What a command ends with: the same numbers everywhere (experience §2). */
export const EXIT = {
  done: 0,
  no: 1,
  inconclusive: 2,
  unmeasured: 3,
  criteriaChanged: 4,
  use: 64,
  data: 65,
  service: 69,
  bug: 70,
  io: 74,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Returns the exit code for a failure: by the category of a branded error; what a package refuses and what the project's own code throws is 64, what is nobody's plan is 70. */
export function exitCodeOf(error: unknown): ExitCode {
  if (isInterruption(error)) return EXIT.interrupted;
  if (isPawlError(error)) {
    const category = error.code.split(".")[0];
    if (category === "use" || category === "data" || category === "service" || category === "io") return EXIT[category];
    return EXIT.bug;
  }
  return ioCode(error) ?? (thrownBy(error).kind === "pawl" ? EXIT.bug : EXIT.use);
}

/** Whether this is the reason of a Ctrl-C: the signal's own `AbortError`. */
export function isInterruption(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function ioCode(error: unknown): ExitCode | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return ["ENOSPC", "EROFS", "EACCES", "EPERM", "ENOTDIR", "EISDIR"].includes(String(error.code)) ? EXIT.io : null;
}

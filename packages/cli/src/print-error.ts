import { isPawlError } from "@pawl/core";
import { maskSecrets } from "@pawl/policy";
import { isInterruption } from "./exit-code.ts";

/** Returns what a person reads of a failure: what happened, where and why, what to do. A stack trace only for `debug`. */
export function errorText(error: unknown, debug: boolean): string {
  if (isInterruption(error)) return "Interrupted. What was finished is kept; the same command goes on where it was.";
  if (debug && error instanceof Error) return maskSecrets(stackOf(error));
  if (isPawlError(error)) return maskSecrets(error.message);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return maskSecrets(message);
  return maskSecrets(
    `Something went wrong that should not: ${message}\nThis is a bug of Pawl. Run the command again with --debug and report what it prints.`,
  );
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

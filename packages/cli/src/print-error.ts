import { isPawlError, type PawlError } from "@pawl/core";
import { maskJson, maskSecrets } from "@pawl/policy";
import { EXIT, exitCodeOf, isInterruption } from "./exit-code.ts";
import { shellMessage } from "./shell-advice.ts";
import { thrownBy } from "./thrown-by.ts";

const SYSTEM_REASONS: { readonly [code: string]: string } = {
  ENOSPC: "the disk is full. Free some space",
  EROFS: "the file system can only be read. Choose another folder",
  EACCES: "this user may not. Give the right, or choose another folder",
  EPERM: "this user may not. Give the right, or choose another folder",
  ENOTDIR: "a part of its path is a file. Choose another folder",
  EISDIR: "it is a folder. Name a file",
};

/** Returns what a person reads of a failure: what happened, where and why, what to do. A stack trace only for `debug`. Secrets are masked. */
export function errorText(error: unknown, debug: boolean): string {
  if (isInterruption(error)) {
    // A command with nothing to go on with says itself what it left.
    const told = error instanceof Error && error.message.startsWith("Interrupted. ");
    return told ? error.message : "Interrupted. What was finished is kept; the same command goes on where it was.";
  }
  if (debug && error instanceof Error) return maskSecrets(stackOf(error));
  const message = error instanceof Error ? error.message : String(error);
  if (isPawlError(error)) return maskSecrets(shellMessage(message));
  if (exitCodeOf(error) === EXIT.io) return maskSecrets(systemText(error));
  const { kind, place } = thrownBy(error);
  if (kind === "own") return maskSecrets(`Your own code failed at ${place}: ${message}\nMend it there; --debug shows the whole stack.`);
  const called = place === null ? "" : `\nIt was called at ${place}.`;
  if (kind === "check") return maskSecrets(`${shellMessage(message)}${called}`);
  return maskSecrets(
    `Something went wrong that should not: ${message}${called}\nThis is a bug of Pawl. Run the command again with --debug and report what it prints.`,
  );
}

/** Returns the code of a failure: of a foreign one by who threw it. */
export function errorCode(error: unknown): PawlError["code"] {
  if (isPawlError(error)) return error.code;
  if (isInterruption(error)) return "use.aborted";
  const exit = exitCodeOf(error);
  if (exit === EXIT.io) return "io.refused";
  if (exit !== EXIT.use) return "bug.unexpected";
  return thrownBy(error).kind === "own" ? "use.own-code" : "use.refused";
}

/** Returns the facts of a failure with secrets masked. */
export function errorFacts({ facts }: Pick<PawlError, "facts">): PawlError["facts"] {
  return maskJson(facts, { pii: false });
}

function systemText(error: unknown): string {
  const { code, path } = Object(error) as { readonly code?: unknown; readonly path?: unknown };
  const reason = SYSTEM_REASONS[String(code)] ?? "the system refused it";
  return `${typeof path === "string" ? path : "A file"} cannot be read or written (${String(code)}): ${reason}, and run the command again.`;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

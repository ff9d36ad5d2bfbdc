import { isInterruption } from "./exit-code.ts";

/** Returns a failure as a command tells it that writes whole or not at all: an interruption says that nothing is left to go on with; any other as it is. */
export function nothingKept(error: unknown): unknown {
  return isInterruption(error) ? new DOMException("Interrupted. Nothing was written; the same command begins anew.", "AbortError") : error;
}

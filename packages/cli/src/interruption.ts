/**
 * Returns a signal that the first Ctrl-C (or TERM) aborts with an `AbortError`, after `tell` has said so; the second ends the process at once
 * with 130. Dispose it to give the keys back.
 */
export function interruption(tell: (text: string) => void): { readonly signal: AbortSignal; readonly [Symbol.dispose]: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    tell("Stopping … (Ctrl-C once more to stop at once)");
    controller.abort(new DOMException("Interrupted.", "AbortError"));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}

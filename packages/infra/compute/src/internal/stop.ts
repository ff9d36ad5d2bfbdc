/** One of several signals, as something to wait beside. */
export interface Stop extends Disposable {
  readonly signal: AbortSignal;
  /** Resolves as the promise does, or with undefined once a signal is aborted. Nothing is kept of a promise that is settled. */
  readonly orStopped: <T>(promise: Promise<T>) => Promise<T | undefined>;
}

/** Returns what is stopped by the first of the signals; dispose it where they live on. */
export function stopOf(signals: readonly (AbortSignal | undefined)[]): Stop {
  const signal = AbortSignal.any(signals.filter((one) => one !== undefined));
  // Racing each promise against one that lives long would keep every one of them alive.
  const waiting = new Set<() => void>();
  const onAbort = (): void => {
    for (const leave of waiting) leave();
  };
  signal.addEventListener("abort", onAbort);
  return {
    signal,
    orStopped: (promise) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return resolve(undefined);
        const leave = (): void => resolve(undefined);
        waiting.add(leave);
        promise.then(resolve, reject).finally(() => waiting.delete(leave));
      }),
    [Symbol.dispose]: () => signal.removeEventListener("abort", onAbort),
  };
}

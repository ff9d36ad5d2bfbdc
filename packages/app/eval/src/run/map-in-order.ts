export interface MapInOrderOptions {
  /** Items at work at once. */
  readonly concurrency: number;
  /** Items begun beyond the last one taken: what is paid for in vain, at most, when the reader leaves. */
  readonly lookAhead: number;
  /** Ends the mapping at once with the signal's reason; what is at work is not waited for. */
  readonly abortSignal: AbortSignal;
}

/**
 * Yields the work's results in the order of the items, several at work at once; at a concurrency of 1 nothing is begun before it is asked for. After a failure nothing new is begun, the results
 * before it are still yielded, then it is thrown.
 */
export async function* mapInOrder<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  options: MapInOrderOptions,
): AsyncGenerator<R, void, void> {
  const { concurrency, lookAhead, abortSignal } = options;
  const begun = new Map<number, Promise<R>>();
  let next = 0;
  let taken = 0;
  let running = 0;
  let stopped = false;
  const fill = (): void => {
    while (!stopped && running < concurrency && next < items.length && next - taken < lookAhead) {
      const result = work(items[next] as T);
      begun.set(next++, result);
      running++;
      result.then(
        () => {
          running--;
          fill();
        },
        () => {
          stopped = true;
        },
      );
    }
  };
  // One listener for the whole mapping: racing each result against one long-lived promise would keep every one of them alive.
  let interrupt = (): void => {};
  const onAbort = (): void => {
    stopped = true;
    interrupt();
  };
  abortSignal.addEventListener("abort", onAbort);
  try {
    while (taken < items.length) {
      abortSignal.throwIfAborted();
      fill();
      const result = await new Promise<R>((resolve, reject) => {
        interrupt = () => reject(abortSignal.reason);
        begun.get(taken)?.then(resolve, reject);
      });
      begun.delete(taken++);
      yield result;
    }
  } finally {
    stopped = true;
    abortSignal.removeEventListener("abort", onAbort);
  }
}

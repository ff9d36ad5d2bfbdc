import type { Clock, Ms, RunEvent, RunOptions, Trace } from "@pawl/core";

/** The time that a run has before nobody waits for it any more; disposing ends it. */
export interface Patience extends Disposable {
  readonly options: RunOptions;
  /** Resolves as the promise does, or with undefined a while after the time is over. */
  readonly orOver: <T>(promise: Promise<T>) => Promise<T | undefined>;
}

/** What hears its signal has answered by then. */
const GRACE_MS = 100;

/** Returns a patience that stops the run once its time is over; without a time one that has no end. */
export function patienceOf(options: RunOptions, { afterMs, clock }: { readonly afterMs: Ms | undefined; readonly clock: Clock }): Patience {
  if (afterMs === undefined) return { options, orOver: (promise) => promise, [Symbol.dispose]: () => {} };
  const over = new AbortController();
  const done = new AbortController();
  const { abortSignal } = options;
  const waited = async (): Promise<undefined> => {
    await clock.sleep(afterMs, { abortSignal: done.signal });
    over.abort(new DOMException("The time before the fallback is asked was over.", "TimeoutError"));
    await clock.sleep(GRACE_MS, { abortSignal: done.signal });
    return undefined;
  };
  const end = waited();
  end.catch(() => {});
  return {
    options: { ...options, abortSignal: abortSignal === undefined ? over.signal : AbortSignal.any([abortSignal, over.signal]) },
    // Where its time is not over, the promise is there first.
    orOver: (promise) => Promise.race([promise, end]),
    [Symbol.dispose]: () => done.abort(),
  };
}

/** @throws RangeError for what is no time */
export function checkPatience(afterMs: Ms | undefined): void {
  if (afterMs !== undefined && !(Number.isFinite(afterMs) && afterMs > 0))
    throw new RangeError(`"afterMs" is a number of milliseconds above 0; got ${afterMs}.`);
}

/** Yields a stream's text and returns its trace; null where its time is over and it does not hear that. */
export async function* heard<O>(
  stream: AsyncIterable<RunEvent<O>>,
  { isLeft, orOver }: Pick<Patience, "orOver"> & { readonly isLeft: () => boolean },
): AsyncGenerator<RunEvent<O>, Trace<unknown, O> | null> {
  const events = stream[Symbol.asyncIterator]();
  let deaf = false;
  try {
    for (;;) {
      const asked = events.next();
      const come = await orOver(asked);
      deaf = come === undefined && !isLeft();
      if (deaf) {
        asked.catch(() => {});
        return null;
      }
      const { done, value } = come ?? (await asked);
      if (done === true) throw new Error("A stream of a Runner ends with its trace.");
      if (value.type === "end") return value.trace;
      yield value;
    }
  } finally {
    const left = events.return?.();
    if (deaf) left?.catch(() => {});
    else await left;
  }
}

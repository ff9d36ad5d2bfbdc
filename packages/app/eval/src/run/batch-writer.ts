export interface BatchWriter<T> {
  /** Resolves once the item is written. */
  readonly add: (item: T) => Promise<void>;
  /** Resolves once everything added so far is written. */
  readonly drain: () => Promise<void>;
}

interface Batch<T> {
  readonly items: T[];
  readonly written: PromiseWithResolvers<void>;
}

/**
 * Returns a writer that gathers what is added within one turn of the event loop, and all that is added while a write is under way,
 * into one write. After a failed write every later `add` fails with the same error: what comes after a hole is not written.
 */
export function batchWriter<T>(write: (items: readonly T[]) => Promise<void>): BatchWriter<T> {
  let gathering: Batch<T> | null = null;
  let flushing: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;

  const flush = async (): Promise<void> => {
    while (gathering !== null) {
      const batch = gathering;
      gathering = null;
      try {
        if (failure !== null) throw failure.error;
        await write(batch.items);
        batch.written.resolve();
      } catch (error) {
        failure ??= { error };
        batch.written.reject(error);
      }
    }
  };
  const begin = (): Promise<void> => {
    flushing ??= flush().finally(() => {
      flushing = null;
      // What came between the last write and here has waited for nobody.
      if (gathering !== null) void begin();
    });
    return flushing;
  };
  return {
    add: (item) => {
      if (gathering === null) {
        gathering = { items: [], written: Promise.withResolvers<void>() };
        // Whoever leaves early never awaits it; the failure is told by `drain`.
        gathering.written.promise.catch(() => {});
        if (flushing === null) setImmediate(() => void begin());
      }
      gathering.items.push(item);
      return gathering.written.promise;
    },
    drain: async () => {
      await begin();
      if (failure !== null) throw failure.error;
    },
  };
}

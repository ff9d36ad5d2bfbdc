/** A list that can be waited on by one reader. */
export interface Mailbox<T> {
  readonly put: (item: T) => void;
  /** Rejects `next`, once what was put is read. */
  readonly fail: (reason: unknown) => void;
  readonly next: () => Promise<T>;
}

/** Returns an empty mailbox. */
export function mailbox<T>(): Mailbox<T> {
  const items: T[] = [];
  let failure: { readonly reason: unknown } | null = null;
  let reader: PromiseWithResolvers<T> | null = null;
  return {
    put: (item) => {
      if (reader === null) return void items.push(item);
      reader.resolve(item);
      reader = null;
    },
    fail: (reason) => {
      failure ??= { reason };
      reader?.reject(reason);
      reader = null;
    },
    next: async () => {
      if (items.length > 0) return items.shift() as T;
      if (failure !== null) throw failure.reason;
      reader = Promise.withResolvers<T>();
      return reader.promise;
    },
  };
}

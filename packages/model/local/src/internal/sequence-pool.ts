import { PawlError } from "@pawl/core";

/** What the pool needs to know of a sequence: the tokens that its part of the context holds. */
export interface PooledSequence {
  readonly contextTokens: readonly number[];
}

export interface Lease<S> extends Disposable {
  readonly sequence: S;
}

export interface SequencePool<S> {
  /** Resolves when a sequence is free, first come first served. Rejects with the signal's own reason; @throws PawlError `service.queue-full` */
  readonly lease: (tokens: readonly number[], abortSignal?: AbortSignal) => Promise<Lease<S>>;
  readonly waiting: () => number;
  /** Refuses further leases and resolves when all are given back; those that wait are rejected with `reason`. */
  readonly drain: (reason: unknown) => Promise<void>;
}

type Waiter<S> = {
  readonly tokens: readonly number[];
  readonly take: (lease: Lease<S>) => void;
  readonly refuse: (reason: unknown) => void;
};

/**
 * Returns a pool that lends each sequence to one caller at a time. Of the free ones it takes that which spares the most work: the tokens of its
 * context that the prompt begins with, less half of those that would be thrown away; of equals the one unused longest.
 */
export function sequencePool<S extends PooledSequence>(
  sequences: readonly S[],
  options: { readonly mostWaiting: number },
): SequencePool<S> {
  const free = [...sequences];
  const waiters: Waiter<S>[] = [];
  let closed: { readonly reason: unknown; readonly done: () => void } | null = null;

  const lend = (tokens: readonly number[]): Lease<S> => {
    const sequence = bestOf(free, tokens);
    free.splice(free.indexOf(sequence), 1);
    let given = false;
    return {
      sequence,
      [Symbol.dispose]: () => {
        if (given) return;
        given = true;
        free.push(sequence);
        const next = waiters.shift();
        if (next !== undefined) next.take(lend(next.tokens));
        if (free.length === sequences.length) closed?.done();
      },
    };
  };

  return {
    lease: (tokens, abortSignal) => {
      if (closed !== null) return Promise.reject(closed.reason);
      if (abortSignal?.aborted) return Promise.reject(abortSignal.reason);
      if (free.length > 0) return Promise.resolve(lend(tokens));
      if (waiters.length >= options.mostWaiting) {
        return Promise.reject(
          new PawlError(
            "service.queue-full",
            `${waiters.length} calls wait for this model already, which is its limit. Send fewer at once, or try again later.`,
            {
              facts: { waiting: waiters.length, billed: false },
              retryable: true,
            },
          ),
        );
      }
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiters.splice(waiters.indexOf(waiter), 1);
          reject(abortSignal?.reason);
        };
        const settle = <T>(act: (value: T) => void): ((value: T) => void) => {
          return (value) => {
            abortSignal?.removeEventListener("abort", leave);
            act(value);
          };
        };
        const waiter: Waiter<S> = { tokens, take: settle(resolve), refuse: settle(reject) };
        waiters.push(waiter);
        abortSignal?.addEventListener("abort", leave, { once: true });
      });
    },
    waiting: () => waiters.length,
    drain: (reason) => {
      for (const waiter of waiters.splice(0)) waiter.refuse(reason);
      return new Promise((done) => {
        closed = { reason, done };
        if (free.length === sequences.length) done();
      });
    },
  };
}

function bestOf<S extends PooledSequence>(free: readonly S[], tokens: readonly number[]): S {
  let best = free[0] as S;
  let most = Number.NEGATIVE_INFINITY;
  for (const sequence of free) {
    const shared = sharedPrefix(sequence.contextTokens, tokens);
    const spared = shared - (sequence.contextTokens.length - shared) / 2;
    if (spared > most) {
      best = sequence;
      most = spared;
    }
  }
  return best;
}

/** Returns how many tokens both begin with. */
export function sharedPrefix(a: readonly number[], b: readonly number[]): number {
  const most = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < most && a[shared] === b[shared]) shared++;
  return shared;
}

import { type Clock, type Dataset, type Id, type Store, systemClock } from "@pawl/core";

export interface RecordLookOptions {
  /** One run is one look, however often it is gone on with. */
  readonly runId: Id;
  /** Why the sealed split is looked at; kept for good. */
  readonly reason: string;
  /** @default systemClock */
  readonly clock?: Clock | undefined;
}

/**
 * Records a look at the data set's sealed split in the store, and returns how many looks it has had, this one included. The count goes by
 * the split's hash: it outlives the process, and other train or dev rows do not reset it.
 * @throws TypeError where the reason is empty.
 */
export function recordLook(store: Pick<Store, "looks">, dataset: Pick<Dataset, "splits">, options: RecordLookOptions): Promise<number> {
  const { runId, reason, clock = systemClock } = options;
  checkReason(reason);
  return store.looks.add(dataset.splits.test.hash, { runId, reason, at: clock.now() });
}

/** @throws TypeError where no reason is given. */
export function checkReason(reason: string): void {
  if (typeof reason === "string" && reason.trim() !== "") return;
  throw new TypeError(`Looking at the sealed split needs a reason in words; got ${JSON.stringify(reason)}.`);
}

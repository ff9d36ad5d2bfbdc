import type { Store } from "../store.ts";
import type { FakeClock } from "./fake-clock.ts";

/** One promise of a Store, checked on an empty one. */
export interface StoreCase {
  readonly name: string;
  readonly check: (store: Store, clock: FakeClock) => Promise<void>;
}

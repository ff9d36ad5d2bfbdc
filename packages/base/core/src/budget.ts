import type { MicroDollars, Ms } from "./scalars.ts";

export type Spend = { readonly microDollars?: MicroDollars; readonly tokens?: number; readonly calls?: number; readonly ms?: Ms };

/** `settle` books what was used, also above what was reserved or after it expired; `release` books nothing. The first of the two counts. */
export type Reservation =
  | { readonly granted: true; readonly settle: (actual: Spend) => Promise<void>; readonly release: () => Promise<void> }
  | { readonly granted: false; readonly left: Spend };

/** A reservation that nobody settles expires, `ttlMs` after it was made (longer for a training job than for a call), and is then booked in full: a killed process may have spent it. */
export interface Budget {
  readonly name: string;
  readonly reserve: (worstCase: Spend, options?: { readonly ttlMs?: Ms | undefined }) => Promise<Reservation>;
  readonly left: () => Promise<Spend>;
}

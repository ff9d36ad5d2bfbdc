import type { OutcomeKind } from "./outcome.ts";
import type { Id, Ms, Sha256 } from "./scalars.ts";

export type Page<out T> = {
  readonly items: readonly T[];
  /** Opaque cursor after the last item, good for later too; `more` says whether there is more now. */
  readonly next: string;
  readonly more: boolean;
};

export interface TraceFilter {
  readonly task?: string | undefined;
  readonly variantId?: Sha256 | undefined;
  readonly runId?: Id | undefined;
  readonly user?: string | undefined;
  readonly session?: string | undefined;
  readonly outcome?: OutcomeKind | undefined;
  readonly from?: Ms | undefined;
  readonly to?: Ms | undefined;
  readonly tags?: { readonly [key: string]: string } | undefined;
}

/** Ordered by when it was written, not by id or start: whoever follows the oldest-first cursor misses no late write. */
export interface PageOptions {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly order?: "oldest" | "newest" | undefined;
}

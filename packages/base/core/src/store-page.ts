import type { OutcomeKind } from "./outcome.ts";
import type { Id, Ms, Sha256 } from "./scalars.ts";

export type Page<out T> = {
  readonly items: readonly T[];
  /** Opaque cursor after the last item, good for later too; `more` says whether there is more now. */
  readonly next: string;
  readonly more: boolean;
};

/** What a trace must have, all of it. */
export interface TraceFilter {
  /** Name of the task. */
  readonly task?: string | undefined;
  readonly variantId?: Sha256 | undefined;
  readonly runId?: Id | undefined;
  readonly user?: string | undefined;
  readonly session?: string | undefined;
  readonly outcome?: OutcomeKind | undefined;
  /** Started at this time or later. */
  readonly from?: Ms | undefined;
  /** Started before this time. */
  readonly to?: Ms | undefined;
  /** Each of these, with this value; others may stand beside them. */
  readonly tags?: { readonly [key: string]: string } | undefined;
}

/** Ordered by when it was written, not by id or start: whoever follows the oldest-first cursor misses no late write. */
export interface PageOptions {
  /** `next` of an earlier page of this store. */
  readonly cursor?: string | undefined;
  /** Most items a page holds, at least 1. @default 1,000 */
  readonly limit?: number | undefined;
  /** @default "oldest" */
  readonly order?: "oldest" | "newest" | undefined;
}

import type { Budget, Spend } from "./budget.ts";
import type { CaseOutline } from "./case-outline.ts";
import type { Feedback } from "./feedback.ts";
import type { Json } from "./json.ts";
import type { RunRecord } from "./run-record.ts";
import type { Id, Ms, Sha256 } from "./scalars.ts";
import type { Page, PageOptions, TraceFilter } from "./store-page.ts";
import type { Look, StoredScore } from "./stored-score.ts";
import type { Trace } from "./trace.ts";
import type { VariantRecord } from "./variant.ts";

/** Every write resolves only once it would survive `kill -9`; concurrent writes share one commit. Putting the same id twice changes nothing. Masking is a Store around a Store. */
export interface Store {
  /** Of one run, example and repeat the first trace stays, whichever process wrote it. */
  readonly traces: {
    readonly put: (traces: readonly Trace[]) => Promise<void>;
    readonly get: (id: Id) => Promise<Trace | null>;
    readonly list: (filter: TraceFilter, page?: PageOptions) => Promise<Page<Trace>>;
  };
  /** One score for each trace, scorer and scorer hash: a changed scorer adds its own beside the old. */
  readonly scores: {
    readonly put: (scores: readonly StoredScore[]) => Promise<void>;
    readonly list: (
      filter: {
        readonly runId?: Id | undefined;
        readonly traceId?: Id | undefined;
        readonly scorer?: string | undefined;
        readonly scorerHash?: Sha256 | undefined;
      },
      page?: PageOptions,
    ) => Promise<Page<StoredScore>>;
  };
  readonly runs: {
    readonly start: (run: RunRecord) => Promise<void>;
    readonly finish: (id: Id, at: Ms) => Promise<void>;
    readonly get: (id: Id) => Promise<RunRecord | null>;
    /** The latest of this plan: to go on with if unfinished, to score again if finished. */
    readonly find: (planHash: Sha256) => Promise<RunRecord | null>;
    readonly list: (filter: { readonly task?: string | undefined }, page?: PageOptions) => Promise<Page<RunRecord>>;
    /** The run's cases for its numbers, without reading a text: what a report or a comparison of very many needs. Nothing for an unknown run. */
    readonly outline: (id: Id, page?: PageOptions) => Promise<Page<CaseOutline>>;
  };
  readonly feedback: {
    readonly put: (feedback: readonly Feedback[]) => Promise<void>;
    readonly list: (
      filter: { readonly traceId?: Id | undefined; readonly task?: string | undefined },
      page?: PageOptions,
    ) => Promise<Page<Feedback>>;
  };
  readonly variants: {
    readonly put: (record: VariantRecord) => Promise<void>;
    readonly get: (id: Sha256) => Promise<VariantRecord | null>;
    readonly list: (task: string, page?: PageOptions) => Promise<Page<VariantRecord>>;
  };
  /** Looks at a sealed split, by the split's hash, so that they outlive the process. One run is one look, however often it is gone on with. */
  readonly looks: {
    readonly add: (testSplit: Sha256, look: Look) => Promise<number>;
    readonly list: (testSplit: Sha256) => Promise<readonly Look[]>;
  };
  /** Compare-and-settle in one statement: never overspent, whatever the interleaving of processes. The limit given last holds. */
  readonly budgets: { readonly open: (name: string, limit: Spend) => Promise<Budget> };
  /** `user` is whose words the entry holds. */
  readonly cache: {
    readonly get: (key: Sha256) => Promise<Json | null>;
    readonly put: (
      key: Sha256,
      value: Json,
      options?: { readonly ttlMs?: Ms | undefined; readonly user?: string | undefined },
    ) => Promise<void>;
  };
  /** Removes a person: their traces with scores and feedback, their own feedback, their cache entries. Gives the ids of the traces, to follow into data sets, indices and training files. */
  readonly forget: (user: string) => Promise<readonly Id[]>;
  /** Retention: removes traces of no run (with scores and feedback) and cache entries from before, and says how many. */
  readonly prune: (before: Ms) => Promise<number>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

import type { Clock, Dataset, Progress, Runner, RunOptions, Scorer, Store, Trace } from "@pawl/core";

/** What can be evaluated and asked: a Runner, or any function from input to output. What the function throws is the outcome `error`. */
export type Subject<I, O> = Runner<I, O> | ((input: I, options: RunOptions) => O | Promise<O>);

/** A function that somebody else calls, a worker: its trace tells what happened and how long it took there. */
export interface TracedFunction<in I, out O> {
  readonly traced: (input: I, options: RunOptions) => Promise<Trace<unknown, O>>;
}

/**
 * `I` and `E` come from the data set, `O` from `run`; scorers are checked against them. Write `run` before inline scorers.
 * `O = never` in the functions lets TypeScript pass over the scorers until it has seen `run`, so that a wrong one is reported at the scorer.
 */
export interface EvaluateOptions<I, E, Name extends string, O> {
  readonly dataset: Dataset<I, E>;
  readonly run: Subject<NoInfer<I>, O> | TracedFunction<NoInfer<I>, O>;
  readonly scorers: readonly Scorer<NoInfer<I>, NoInfer<O>, NoInfer<E>, Name>[];
  /** The sealed split is looked at for a reason, which is recorded in the store. @default dev */
  readonly split?: "train" | "dev" | { readonly unseal: string } | undefined;
  /** Keeps traces and scores as they come, so that a later call of the same plan goes on where this one was stopped. @default none: all in memory */
  readonly store?: Store | undefined;
  /** How often each example is run. @default 1 */
  readonly repeats?: number | undefined;
  /** Of the order of the examples and of each case's own seed. @default 0 */
  readonly seed?: number | undefined;
  /** Which code a plain function is; a run of a function without one is never gone on with. */
  readonly version?: string | undefined;
  /** Cases at once. @default 4 */
  readonly concurrency?: number | undefined;
  /** Asks the Runner for another order of its demonstrations in each case: how `measureNoise` shakes it. Part of the plan. @default false */
  readonly shuffleDemonstrations?: boolean | undefined;
  /** What the run is a part of, `climb`, where it was not asked for as such: stands in its record, and is part of the plan. @default none */
  readonly by?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  /** Called after each case, once it would survive the end of the process. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
}

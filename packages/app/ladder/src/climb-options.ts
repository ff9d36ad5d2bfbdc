import type { Clock, Dataset, Decision, Rung, Runner, Scorer, Spend, Store, Task, Variant } from "@pawl/core";
import type { ClimbEvent } from "./climb-event.ts";

/** A way to do the task without a model. */
export interface Baseline<in I = never, out O = unknown> {
  readonly name: string;
  readonly run: (input: I) => O | Promise<O>;
}

export interface ConfirmOptions {
  /** Largest share of the budget that is reserved for the confirmation. @default 1/3 */
  readonly share?: number | undefined;
  /** Power that the number of sealed examples is planned for. @default .9 */
  readonly power?: number | undefined;
}

export interface ClimbOptions<I, O> {
  readonly task: Task<string, I, O>;
  /** Races run on dev, the confirmation on the sealed test split; train is the rungs' own. */
  readonly dataset: Dataset<NoInfer<I>, NoInfer<O>>;
  /** The first is the headline that every verdict is about; a binary scale is raced by its discordant pairs, a share by the betting sequence, a real one from 100 examples on. */
  readonly scorers: readonly Scorer<NoInfer<I>, NoInfer<O>, NoInfer<O>>[];
  readonly rungs: readonly Rung[];
  /** Today's champion, or the plain instructions. */
  readonly start: Variant;
  /** Name of the start in tables. @default "start" */
  readonly startName?: string | undefined;
  readonly runner: (variant: Variant) => Runner<NoInfer<I>, NoInfer<O>>;
  /** @default none */
  readonly baselines?: readonly Baseline<NoInfer<I>, NoInfer<O>>[] | undefined;
  /** Hard cap, at least one field. Milliseconds are what the answers took, as recorded in their traces, added up. */
  readonly budget: Spend;
  /**
   * The most that one case of a variant can cost. With it no field is ever overspent. Without it calls are bounded by the variant's re-asks and
   * tool steps, milliseconds by the run's deadline, and tokens and money are estimated at twice the dearest case seen: they can end above the cap by less than one case.
   */
  readonly worstCase?: ((variant: Variant) => Spend) | undefined;
  /** In the headline's own unit; below what the budget can detect it is raised, and the log says so. */
  readonly minimumUsefulEffect: number;
  /** Refuse with a RangeError instead of raising `minimumUsefulEffect`. @default false */
  readonly strict?: boolean | undefined;
  /** @default .95 */
  readonly level?: number | undefined;
  readonly seed: number;
  /** Holds answers, scores and the look at the sealed split; warm, a replay or a resumed climb decides the same. */
  readonly store: Store;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
  readonly confirm?: ConfirmOptions | undefined;
  /** Takes proposals from an earlier log instead of asking the rungs, as far as the log goes. */
  readonly replay?: readonly Decision[] | undefined;
  /** Cases of one race that run at once, at most one a variant. Above 1 their recorded durations overlap: for remote models. @default 1 */
  readonly concurrency?: number | undefined;
  /** Called, and waited for, with each decision before anything follows from it: a `decisionLog`. */
  readonly log?: ((decision: Decision) => void | Promise<void>) | undefined;
  readonly onEvent?: ((event: ClimbEvent) => void) | undefined;
  /** The climb rejects with the signal's own reason; what was logged and stored stays, and the same call goes on from it. */
  readonly abortSignal?: AbortSignal | undefined;
}

import type {
  Dataset,
  InputOf,
  LanguageModel,
  ModelResolver,
  OutputOf,
  Retriever,
  Rung,
  RunOptions,
  Scorer,
  Spend,
  Split,
  Task,
  Variant,
} from "@pawl/core";
import type { RowMap } from "@pawl/data";
import type { GateOptions } from "@pawl/eval/gate";

/** Where a task's examples are read from: a file relative to the configuration, one with its columns mapped, or a function that loads them. */
export type DatasetSource =
  | string
  | {
      /** Relative to the configuration; one file, or one for each split. */
      readonly path: string | { readonly [split in Split]?: string | undefined };
      /** Which column is what, or a function from the file's row to one of ours. */
      readonly map?: RowMap | undefined;
      /** What stands between the cells of a CSV. @default "," and a tab for .tsv */
      readonly delimiter?: string | undefined;
      readonly name?: string | undefined;
    }
  | (() => Promise<Dataset>);

/** What a climb of this task tries, and with how much. */
export interface ClimbSettings {
  /** Hand-written instructions by name; the first is today's where `baseline` is left out. */
  readonly instructions: { readonly [name: string]: string };
  /** Difference of the headline metric that would be worth having. @default .05 */
  readonly minimumUsefulEffect?: number | undefined;
  /** Hard caps. @default { ms: 600_000 } */
  readonly budget?: Spend | undefined;
  /** How many fixed demonstrations, one variant each. @default [4, 8] */
  readonly fixed?: readonly number[] | undefined;
  /** How many retrieved demonstrations, one variant each. @default [5] */
  readonly retrieved?: readonly number[] | undefined;
  /**
   * How many train rows, drawn once and evenly over the classes, all prompts of further variants begin with, before the retrieved ones. An engine
   * that keeps prompt prefixes computes them once. @default none
   */
  readonly kept?: number | undefined;
  /** Climbs though test rows stand in train or dev as they are, as in a published split that has to be kept; the climb says how many. @default false */
  readonly allowLeaks?: boolean | undefined;
  /** Rungs of your own, after the standard ones. */
  readonly rungs?: readonly Rung[] | undefined;
  /** A longest answer, in tokens. @default 128 */
  readonly maxTokens?: number | undefined;
  readonly decoding?: Variant["decoding"] | undefined;
}

/** How a branch is held against the blessed baseline; the task's profile says what is left out. */
export interface GateConfig extends GateOptions {
  /** What answers where the champion cannot: mandatory for a critical task. */
  readonly fallback?: Variant | undefined;
  /** How long the champion may take before the fallback is asked, in milliseconds. @default as long as its model takes */
  readonly fallbackAfterMs?: number | undefined;
  /** Largest share of A/A comparisons that may be called a regression, 0..1. @default .05 */
  readonly flipLimit?: number | undefined;
}

export interface TaskEntry<T extends Task = Task> {
  readonly task: T;
  readonly dataset: DatasetSource;
  /** The first is the headline. */
  readonly scorers: readonly Scorer<InputOf<T>, OutputOf<T>, OutputOf<T>>[];
  /** Your own function: what `eval`, `bless` and `gate` measure where neither `--variant` nor `--model` is named. @default the champion, or `baseline` */
  readonly run?: ((input: InputOf<T>, options: RunOptions) => OutputOf<T> | Promise<OutputOf<T>>) | undefined;
  /** Which code `run` is: with one, a run that was stopped is gone on with until it is changed. @default none: each run begins anew */
  readonly version?: string | undefined;
  /** Today's variant, where no `champion.json` says otherwise. */
  readonly baseline?: Variant | undefined;
  readonly climb?: ClimbSettings | undefined;
  readonly gate?: GateConfig | undefined;
}

export interface Config<Ts extends { readonly [name: string]: Task } = { readonly [name: string]: Task }> {
  readonly tasks: { readonly [K in keyof Ts]: TaskEntry<Ts[K]> };
  /** The first is the default; `--model` picks another. May be left out where every task has its own `run`. */
  readonly models?: readonly LanguageModel[] | ModelResolver | undefined;
  readonly retrievers?: readonly Retriever[] | undefined;
  /** Path of the SQLite file, relative to the configuration. @default ".pawl/store.sqlite" */
  readonly store?: string | undefined;
  /** What is masked before it is written to the store: secrets always, personal data (e-mail, phone, card numbers, …) where asked. @default false */
  readonly maskPersonalData?: boolean | undefined;
}

/** Returns the configuration as it is, typed: each task's scorers are checked against its output. */
export function defineConfig<const Ts extends { readonly [name: string]: Task }>(config: Config<Ts>): Config<Ts> {
  return config;
}

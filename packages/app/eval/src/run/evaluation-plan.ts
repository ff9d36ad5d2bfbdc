import { type Dataset, hashOf, type Runner, type Sha256, type Split } from "@pawl/core";
import type { EvaluateOptions } from "./evaluate-options.ts";

/** The options with their defaults, checked, and the hash of what must be equal to go on with a run. */
export interface EvaluationPlan {
  readonly split: Split;
  readonly splitHash: Sha256;
  readonly reason: string | null;
  readonly variantId: Sha256 | null;
  readonly repeats: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly shuffleDemonstrations: boolean;
  readonly by: string | undefined;
  /** Null for a function without a version: nobody knows whether it is the same code. */
  readonly hash: Sha256 | null;
}

type Planned = Pick<
  EvaluateOptions<never, unknown, string, unknown>,
  "split" | "repeats" | "seed" | "version" | "concurrency" | "shuffleDemonstrations" | "by"
> & {
  readonly dataset: Dataset;
  readonly run: unknown;
  readonly scorers: readonly { readonly name: string }[];
};

/** Returns the plan of an evaluation. @throws TypeError or RangeError for options that are wrong. */
export function evaluationPlan(options: Planned): EvaluationPlan {
  const { by, dataset, run, split = "dev" } = options;
  const repeats = whole("repeats", options.repeats ?? 1);
  const concurrency = whole("concurrency", options.concurrency ?? 4);
  const seed = options.seed ?? 0;
  if (!Number.isFinite(seed)) throw new RangeError(`"seed" is a finite number; got ${seed}.`);
  if (typeof run !== "function" && !isRunner(run) && !isTraced(run))
    throw new TypeError(`"run" is a Runner or a function; got ${typeof run}.`);
  const names = options.scorers.map((scorer) => scorer.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new TypeError(`Two scorers are called "${twice}". Give one of them another name.`);
  const reason = typeof split === "object" ? split.unseal : null;
  if (reason?.trim() === "") throw new TypeError("Unsealing the test split takes a reason: it is recorded with the look.");
  const name: Split = typeof split === "object" ? "test" : split;
  if (name === "test" && reason === null) throw new TypeError('The test split is sealed: ask for it by split: { unseal: "why" }.');
  const runner = isRunner(run) ? run : null;
  const subject = runner?.variantId ?? options.version ?? null;
  const shuffleDemonstrations = options.shuffleDemonstrations ?? false;
  const splitHash = dataset.splits[name].hash;
  const plan = {
    task: dataset.task.hash,
    subject,
    kind: runner === null ? "function" : "runner",
    renderer: runner?.rendererHash ?? null,
    split: splitHash,
    repeats,
    seed,
    ...(shuffleDemonstrations ? { shuffleDemonstrations } : {}),
    ...(by === undefined ? {} : { by }),
  };
  return {
    split: name,
    splitHash,
    reason,
    variantId: runner?.variantId ?? null,
    repeats,
    seed,
    concurrency,
    shuffleDemonstrations,
    by,
    hash: subject === null ? null : hashOf(plan),
  };
}

/** Whether what is evaluated is a Runner rather than a function. */
export function isRunner(run: unknown): run is Runner {
  return typeof run === "object" && run !== null && "run" in run && typeof run.run === "function" && "variantId" in run;
}

/** Whether what is evaluated is a function that is called elsewhere. */
export function isTraced(run: unknown): run is { readonly traced: (...args: readonly never[]) => unknown } {
  return typeof run === "object" && run !== null && "traced" in run && typeof run.traced === "function";
}

function whole(option: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`"${option}" is a whole number of at least 1; got ${value}.`);
  return value;
}

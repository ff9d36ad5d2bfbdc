import {
  type Clock,
  type Dataset,
  type Example,
  hashOf,
  type Ms,
  type Store,
  systemClock,
  type TaskRef,
  type Variant,
  type VariantRecord,
  variantId,
} from "@pawl/core";
import { type Arm, type ArmOptions, createArm } from "./arm.ts";
import type { ClimbEvent } from "./climb-event.ts";
import type { ClimbOptions } from "./climb-options.ts";
import type { Fate, VariantRow } from "./climb-result.ts";
import { type CostBook, createCostBook } from "./cost-book.ts";
import { orderOf } from "./example-order.ts";
import { createJournal, type Journal } from "./journal.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { type Metric, metricOf } from "./metric.ts";
import { createPromptSize } from "./prompt-size.ts";
import { variantRow } from "./variant-row.ts";

/** A variant of this climb and what became of it. */
export type Entrant = { readonly arm: Arm; fate: Fate; verdict: VariantRow["verdict"]; why: string };

/** The rows of the sealed split that one look is at: their ids in the seed's order, and a store in which the look is already counted. */
export interface Sealed {
  readonly reason: string;
  readonly store: Store;
  readonly order: readonly string[];
  /** Milliseconds of the confirmation that nobody has reserved; null without a cap. */
  readonly spareMs: () => Ms | null;
}

/** What the phases of one climb share. */
export interface Climbing<I, O> {
  readonly options: ClimbOptions<I, O>;
  readonly task: TaskRef;
  readonly clock: Clock;
  readonly level: number;
  readonly metric: Metric;
  readonly ledger: Ledger;
  readonly costs: CostBook;
  readonly size: (record: VariantRecord) => number;
  readonly journal: Journal;
  readonly dev: readonly Example<I, O>[];
  /** In the order they entered; the start is the first. */
  readonly entrants: readonly Entrant[];
  readonly enter: (record: VariantRecord) => Entrant;
  readonly sealedArm: (record: VariantRecord, sealed: Sealed) => Arm;
  readonly emit: (event: ClimbEvent) => void;
  readonly close: () => Promise<void>;
}

/** Returns a climb that has read its dev split and run nothing. */
export async function createClimbing<I, O>(options: ClimbOptions<I, O>): Promise<Climbing<I, O>> {
  const { dataset, level = 0.95, clock = systemClock, onEvent } = options;
  const task: TaskRef = { name: options.task.name, hash: options.task.hash };
  const dev = await devRows(dataset);
  const order = await orderOf(options, "dev");
  const sample = dev[0];
  const size = sample === undefined ? () => 1 : await createPromptSize({ task: options.task, dataset, sample });
  const ledger = createLedger("climb", options.budget, { clock });
  const costs = createCostBook({ worstCase: options.worstCase, size });
  const metric = metricOf(options.scorers);
  const emit = (event: ClimbEvent): void => onEvent?.(event);
  const journal = createJournal({
    clock,
    spent: ledger.spent,
    log: options.log,
    replay: options.replay ?? [],
    onDecision: (decision) => emit({ type: "decision", decision }),
  });
  const entrants: Entrant[] = [];
  const arms: Arm[] = [];
  const concurrency = options.concurrency ?? 1;
  const spareMs = (): Ms | null => {
    const spare = ledger.available().ms;
    return spare === undefined ? null : spare / concurrency;
  };
  const createOn = (
    record: VariantRecord,
    where: Pick<ArmOptions<I, O>, "split" | "order" | "store" | "spareMs">,
    onCase: (arm: Arm) => void,
  ): Arm => {
    const arm = createArm<I, O>({
      ...where,
      record,
      runner: options.runner(record.variant),
      dataset,
      scorers: options.scorers,
      seed: options.seed,
      costs,
      clock,
      abortSignal: options.abortSignal,
      onCase: onEvent === undefined ? undefined : onCase,
    });
    arms.push(arm);
    return arm;
  };
  const told = (entrant: Entrant, split: "dev" | "test", arm: Arm): void =>
    emit({
      type: "variant",
      row: variantRow({ ...entrant, arm }, { metric, level }),
      split,
      spent: ledger.spent(),
      budget: options.budget,
    });
  return {
    options,
    task,
    clock,
    level,
    metric,
    ledger,
    costs,
    size,
    journal,
    dev,
    entrants,
    enter: (record) => {
      const known = entrants.find(({ arm }) => arm.record.id === record.id);
      if (known) return known;
      const arm = createOn(record, { split: "dev", order, store: options.store, spareMs }, (one) => told(entrant, "dev", one));
      const entrant: Entrant = { arm, fate: "set-aside", verdict: null, why: "Not raced." };
      entrants.push(entrant);
      return entrant;
    },
    sealedArm: (record, { reason, store, order: rows, spareMs: spare }) => {
      const entrant = entrants.find(({ arm }) => arm.record.id === record.id);
      return createOn(record, { split: { unseal: reason }, order: rows, store, spareMs: spare }, (one) => {
        if (entrant) told(entrant, "test", one);
      });
    },
    emit,
    close: async () => {
      for (const arm of arms) await arm.close();
    },
  };
}

/** Returns the record of a variant in this climb. */
export function recordOf(
  task: TaskRef,
  variant: Variant,
  about: { readonly name: string; readonly rung: string; readonly parents: readonly string[] },
): VariantRecord {
  return { id: variantId(variant), task, name: about.name, rung: about.rung, parents: about.parents, variant };
}

/** Returns a data set whose dev split is these rows alone. */
export function devOnly<I, E>(dataset: Dataset<I, E>, rows: readonly Example<I, E>[]): Dataset<I, E> {
  const hash = hashOf({ part: dataset.splits.dev.hash, ids: rows.map(({ id }) => id) });
  return {
    ...dataset,
    splits: { ...dataset.splits, dev: { hash, size: rows.length } },
    read: async function* (split) {
      if (split === "dev") yield* rows;
      else yield* dataset.read(split);
    },
  };
}

async function devRows<I, E>(dataset: Dataset<I, E>): Promise<readonly Example<I, E>[]> {
  const rows: Example<I, E>[] = [];
  for await (const row of dataset.read("dev")) rows.push(row);
  return rows;
}

import type { Budget, Clock, Dataset, Id, Ms, OutcomeKind, Runner, RunOptions, Scorer, Spend, Store, VariantRecord } from "@pawl/core";
import { type EvaluationItem, evaluateEach } from "@pawl/eval";
import { caseSpend } from "./case-spend.ts";
import type { CostBook } from "./cost-book.ts";
import { createGate } from "./gate.ts";

/** One example answered by one variant. `score` is null where the answer is missing or could not be scored. */
export type Case = {
  readonly id: string;
  readonly cluster: string | undefined;
  readonly score: number | null;
  readonly outcome: OutcomeKind;
  readonly output: unknown;
  readonly spend: Required<Spend>;
};

/** What a request for a case ended with: an answer, no money for it, or no such example. */
export type Taken = "answered" | "unpaid" | "no-more";

/** A variant in a race with what it answered so far, in the seed's order of the examples. No example is run twice. */
export interface Arm {
  readonly record: VariantRecord;
  readonly cases: readonly Case[];
  readonly runId: () => Id;
  /** Makes sure that the case at this place is answered; it is paid for from `purse` on its first time. */
  readonly take: (index: number, purse: Budget) => Promise<Taken>;
  /** Ends the run; what was answered stays. */
  readonly close: () => Promise<void>;
}

export interface ArmOptions<I, O> {
  readonly record: VariantRecord;
  readonly runner: Runner<I, O>;
  readonly dataset: Dataset<I, O>;
  readonly split: "dev" | { readonly unseal: string };
  /** Ids of the split in the seed's order. */
  readonly order: readonly string[];
  readonly scorers: readonly Scorer<I, O, O>[];
  readonly store: Store;
  readonly seed: number;
  readonly costs: CostBook;
  readonly clock: Clock;
  /** Milliseconds of the whole climb that nobody has reserved, shared by the cases that run at once; null without a cap. */
  readonly spareMs: () => Ms | null;
  readonly abortSignal: AbortSignal | undefined;
  readonly onCase?: ((arm: Arm) => void) | undefined;
}

/** Returns an arm; nothing runs before the first `take`, and nothing runs that was not paid for. */
export function createArm<I, O>(options: ArmOptions<I, O>): Arm {
  const { record, costs, clock, order, runner } = options;
  const cases: Case[] = [];
  const gate = createGate(order);
  let runId: Id = "";
  let deadlineAt: Ms | undefined;
  const gated: Runner<I, O> = {
    ...runner,
    run: async (input: I, runOptions?: RunOptions) => {
      await gate.pass(runOptions?.origin?.example?.id ?? "");
      return runner.run(input, deadlineAt === undefined ? runOptions : { ...runOptions, deadlineAt });
    },
  };
  let items: AsyncIterator<EvaluationItem<I, O>> | undefined;
  const next = async (): Promise<Case | null> => {
    items ??= evaluateEach<I, O, string, O>({
      dataset: options.dataset,
      run: gated,
      scorers: options.scorers,
      split: options.split,
      store: options.store,
      seed: options.seed,
      concurrency: 1,
      by: "climb",
      abortSignal: options.abortSignal,
      clock,
    })[Symbol.asyncIterator]();
    const result = await items.next();
    if (result.done === true) return null;
    runId = result.value.trace.origin.runId ?? "";
    return caseOf(result.value, options.scorers[0]?.name ?? "");
  };
  const arm: Arm = {
    record,
    cases,
    runId: () => runId,
    take: async (index, purse) => {
      while (cases.length <= index) {
        options.abortSignal?.throwIfAborted();
        if (cases.length >= order.length) return "no-more";
        const worst = costs.worst(record);
        const reserved = await purse.reserve(worst);
        if (!reserved.granted) return "unpaid";
        const spare = options.spareMs();
        deadlineAt = spare === null ? undefined : clock.now() + spare + (worst.ms ?? 0);
        gate.open(cases.length);
        let answered: Case | null = null;
        try {
          answered = await next();
        } finally {
          if (answered === null) await reserved.release();
        }
        if (answered === null) return "no-more";
        await reserved.settle(answered.spend);
        costs.book(record, answered.spend);
        cases.push(answered);
        options.onCase?.(arm);
      }
      return "answered";
    },
    close: async () => {
      gate.shut();
      await items?.return?.();
    },
  };
  return arm;
}

function caseOf({ trace, scores }: EvaluationItem<unknown, unknown>, headline: string): Case {
  const score = scores[headline];
  return {
    id: trace.origin.example?.id ?? trace.id,
    cluster: trace.origin.example?.cluster,
    score: score?.kind === "score" ? score.value : null,
    outcome: trace.outcome.kind,
    output: trace.outcome.kind === "ok" ? trace.outcome.output : null,
    spend: caseSpend(trace, Object.values(scores)),
  };
}

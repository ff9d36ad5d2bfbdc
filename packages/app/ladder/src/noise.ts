import { addSpend, type Budget, type Runner, type RunOptions, type Sampling, type Spend, type Variant } from "@pawl/core";
import { evaluateEach } from "@pawl/eval";
import { caseSpend } from "./case-spend.ts";
import type { Noise } from "./climb-result.ts";
import { type Climbing, devOnly, type Entrant } from "./climbing.ts";
import { timesAffordable, timesSpend } from "./ledger.ts";

const REPEATS = 3;
const EXAMPLES = 4;
/** The noise is worth knowing, not worth a race. */
const SHARE = 0.06;

/** Whether a variant can answer one example in several ways: a draw of tokens, or demonstrations whose order can be shuffled. */
export function isNoisy(variant: Variant): boolean {
  return variant.demonstrations.kind !== "none" || !isGreedy(variant.sampling);
}

function isGreedy(sampling: Sampling): boolean {
  return sampling.temperature === 0;
}

export function deterministicNoise(): Noise {
  return { kind: "deterministic", variant: null, examples: 0, repeats: 0, sd: null };
}

/**
 * Measures how much one example's score moves by itself: a few dev examples repeated with other seeds and the demonstrations in another order.
 * `sd` is the root of the mean of the examples' variances. Costs at most a small share of the budget, or is not done.
 */
export async function measureNoise<I, O>(climbing: Climbing<I, O>, { arm }: Entrant, purse: Budget): Promise<Noise> {
  const { options, costs, metric, dev, emit, ledger, clock } = climbing;
  const { record } = arm;
  const none: Noise = { kind: "not-paid-for", variant: record.id, examples: 0, repeats: REPEATS, sd: null };
  const affordable = timesAffordable(timesSpend(options.budget, SHARE), costs.mean(record));
  const examples = Math.min(EXAMPLES, dev.length, Math.floor(affordable / REPEATS));
  if (examples < 2) return none;
  emit({ type: "phase", phase: "noise", rung: null });
  const worst = timesSpend(costs.worst(record), examples * REPEATS);
  const reserved = await purse.reserve(worst);
  if (!reserved.granted) return none;
  const spare = ledger.available().ms;
  const deadlineAt = spare === undefined ? undefined : clock.now() + spare + (worst.ms ?? 0);
  const inner = options.runner(record.variant);
  const timed: Runner<I, O> = {
    ...inner,
    run: (input: I, given?: RunOptions) => inner.run(input, { ...given, ...(deadlineAt === undefined ? {} : { deadlineAt }) }),
  };
  const scores = new Map<string, number[]>();
  let spent: Spend = {};
  try {
    const items = evaluateEach<I, O, string, O>({
      dataset: devOnly(options.dataset, dev.slice(0, examples)),
      run: timed,
      scorers: options.scorers,
      store: options.store,
      repeats: REPEATS,
      shuffleDemonstrations: true,
      seed: options.seed,
      concurrency: 1,
      by: "climb",
      abortSignal: options.abortSignal,
      clock,
    });
    for await (const { trace, scores: given } of items) {
      spent = addSpend(spent, caseSpend(trace, Object.values(given)));
      const id = trace.origin.example?.id ?? "";
      const score = given[metric.name];
      if (score?.kind === "score") scores.set(id, [...(scores.get(id) ?? []), score.value]);
    }
  } finally {
    await reserved.settle(spent);
  }
  const variances = [...scores.values()].filter((values) => values.length > 1).map(variance);
  if (variances.length === 0) return none;
  return {
    kind: "measured",
    variant: record.id,
    examples: variances.length,
    repeats: REPEATS,
    sd: Math.sqrt(variances.reduce((a, b) => a + b, 0) / variances.length),
  };
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

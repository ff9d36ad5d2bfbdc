import { memoryStore } from "@pawl/core";
import { evaluateEach } from "@pawl/eval";
import type { Climbing, Sealed } from "./climbing.ts";
import type { Shared } from "./paired.ts";

/** What a baseline scored, in the order of the examples. */
export type BaselineCases = { readonly name: string; readonly cases: readonly Shared[] };

/** Runs the baselines on dev, or on the rows that one look at the sealed split is at. They are free, since no model is asked. */
export async function runBaselines<I, O>(climbing: Climbing<I, O>, sealed: Sealed | null): Promise<readonly BaselineCases[]> {
  const { options, metric, clock } = climbing;
  const out: BaselineCases[] = [];
  for (const { name, run } of options.baselines ?? []) {
    const cases: Shared[] = [];
    const items = evaluateEach<I, O, string, O>({
      dataset: options.dataset,
      run: (input: I) => run(input),
      scorers: options.scorers,
      split: sealed === null ? "dev" : { unseal: sealed.reason },
      store: sealed === null ? undefined : memoryStore(),
      seed: options.seed,
      abortSignal: options.abortSignal,
      clock,
    });
    for await (const { trace, scores } of items) {
      const score = scores[metric.name];
      const { id = "", cluster } = trace.origin.example ?? {};
      cases.push({ id, cluster, score: score?.kind === "score" ? score.value : null });
      if (sealed !== null && cases.length >= sealed.order.length) break;
    }
    out.push({ name, cases });
  }
  return out;
}

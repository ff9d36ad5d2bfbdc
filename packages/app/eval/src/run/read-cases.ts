import { type Dataset, type Example, PawlError, seededRandom, shuffled } from "@pawl/core";
import type { EvaluationPlan } from "./evaluation-plan.ts";

/** One run of one example. */
export interface Case<I, E> {
  readonly example: Example<I, E>;
  readonly repeat: number;
  /** Of this case alone, so that it is the same whatever ran before. */
  readonly seed: number;
}

/**
 * Returns the cases of a split: its examples in the seed's order, whatever order they were read in, the repeats of each in turn.
 * @throws PawlError `data.empty-split`, `data.duplicate-id`.
 */
export async function readCases<I, E>(dataset: Dataset<I, E>, plan: EvaluationPlan, abortSignal: AbortSignal): Promise<Case<I, E>[]> {
  const examples: Example<I, E>[] = [];
  const seen = new Set<string>();
  const twice = new Set<string>();
  const source = plan.split === "test" ? dataset.unseal(plan.reason ?? "") : dataset.read(plan.split);
  for await (const example of source) {
    abortSignal.throwIfAborted();
    if (seen.has(example.id)) twice.add(example.id);
    seen.add(example.id);
    examples.push(example);
  }
  if (twice.size > 0) {
    const first = [...twice].slice(0, 20);
    const more = twice.size > first.length ? ` and ${twice.size - first.length} more` : "";
    throw new PawlError(
      "data.duplicate-id",
      `Data set "${dataset.name}" has several examples with one id in its ${plan.split} split: ${first.join(", ")}${more}. Give each its own id. Nothing was run.`,
      { facts: { dataset: dataset.name, split: plan.split, ids: first, count: twice.size } },
    );
  }
  if (examples.length === 0) {
    throw new PawlError(
      "data.empty-split",
      `Data set "${dataset.name}" has no example in its ${plan.split} split. Add some, or name another split. Nothing was run.`,
      { facts: { dataset: dataset.name, split: plan.split } },
    );
  }
  examples.sort((a, b) => (a.id < b.id ? -1 : 1));
  const random = seededRandom(plan.seed);
  const cases: Case<I, E>[] = [];
  for (const example of shuffled(examples, random.fork("order"))) {
    for (let repeat = 0; repeat < plan.repeats; repeat++) {
      const seed = Math.floor(random.fork(`${example.id}#${repeat}`).next() * 2 ** 31);
      cases.push({ example, repeat, seed });
    }
  }
  return cases;
}

import type { EvaluationItem } from "../evaluation.ts";
import type { EvaluateOptions } from "./evaluate-options.ts";
import { evaluationPlan } from "./evaluation-plan.ts";
import { runItems } from "./run-items.ts";

/**
 * Returns a run item by item, in the seed's order of the examples, not of completion: what a race reads. Leaving the loop stops the
 * run; at most `concurrency` cases were begun beyond the last item taken, and those that had finished are stored.
 * At a concurrency of 1 no case is begun before it is asked for.
 * @throws TypeError or RangeError at once for wrong options; the loop throws as `evaluate` rejects.
 */
export function evaluateEach<I, E, const Name extends string, O = never>(
  options: EvaluateOptions<I, E, Name, O>,
): AsyncIterable<EvaluationItem<I, O, Name>> {
  const plan = evaluationPlan(options);
  return { [Symbol.asyncIterator]: () => runItems<I, E, Name, O>({ ...options, plan, lookAhead: plan.concurrency }) };
}

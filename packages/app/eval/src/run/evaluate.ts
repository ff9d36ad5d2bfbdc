import type { RunRecord } from "@pawl/core";
import { type Evaluation, type EvaluationItem, type MetricFacts, metricFacts } from "../evaluation.ts";
import type { EvaluateOptions } from "./evaluate-options.ts";
import { evaluationPlan } from "./evaluation-plan.ts";
import { runItems } from "./run-items.ts";

/** Cases whose results may wait for one slow case before them, so that it does not hold up the others. */
const LOOK_AHEAD = 1_024;

/**
 * Returns a run of every example with its scores. With a store, a run of the same plan is gone on with: the result equals an
 * uninterrupted one in example, outcome, output and scores; of a finished run only missing scores are computed.
 * Rejects with the signal's reason on abort; what was stored stays. @throws TypeError or RangeError for wrong options,
 * PawlError `data.empty-split`, `data.duplicate-id`, `use.unseal-without-store`, and what the store or a Runner's wrong use throws.
 */
export async function evaluate<I, E, const Name extends string, O = never>(
  options: EvaluateOptions<I, E, Name, O>,
): Promise<Evaluation<I, O, Name>> {
  const plan = evaluationPlan(options);
  let record: RunRecord | undefined;
  const onRecord = (told: RunRecord): void => {
    record = told;
  };
  const items: EvaluationItem<I, O, Name>[] = [];
  for await (const item of runItems<I, E, Name, O>({ ...options, plan, lookAhead: LOOK_AHEAD, onRecord })) items.push(item);
  if (record === undefined) throw new Error("A run that ended has a record.");
  const metrics = Object.fromEntries(
    options.scorers.map((scorer): [string, MetricFacts] => [scorer.name, metricFacts(scorer)]),
  ) as Evaluation<I, O, Name>["metrics"];
  return { format: "pawl.run/1", record, metrics, items };
}

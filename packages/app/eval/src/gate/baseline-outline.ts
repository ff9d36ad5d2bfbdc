import type { Score, Unscored } from "@pawl/core";
import type { RunOutline } from "../evaluation.ts";
import type { Baseline } from "./baseline.ts";
import { peoplesMean } from "./paired-metric.ts";

/** Returns a blessed baseline as a run that `nonInferiority` and `compare` take: scores, clusters and repeats; it has no times, no money and no texts. */
export function baselineOutline({ criteria, items, split, task, variantId }: Baseline): RunOutline {
  return {
    record: {
      format: "pawl.run-record/1",
      id: "baseline",
      planHash: "baseline",
      task,
      variantId,
      split: split.name,
      splitHash: split.hash,
      startedAt: 0,
      finishedAt: 0,
    },
    metrics: criteria.scorers,
    people: peopleOf(items),
    items: items.flatMap(({ cluster, id, scores }) => {
      const repeats = Math.max(1, ...Object.values(scores).map((values) => values.length));
      return Array.from({ length: repeats }, (_, repeat) => ({
        trace: {
          id: `${id} ${repeat}`,
          origin: { example: { id, repeat, ...(cluster === null ? {} : { cluster }) } },
          totalMs: 0,
          outcome: { kind: "ok" as const },
          totals: { microDollars: null, inputTokens: null, outputTokens: null },
        },
        scores: Object.fromEntries(Object.entries(scores).map(([metric, values]) => [metric, scoreOf(values[repeat])])),
      }));
    }),
  };
}

/** By metric and example, of the items of which people labelled all that was scored. */
function peopleOf(items: Baseline["items"]): NonNullable<RunOutline["people"]> {
  const metrics = [...new Set(items.flatMap(({ people }) => Object.keys(people ?? {})))];
  return Object.fromEntries(
    metrics.map((metric) => [
      metric,
      Object.fromEntries(
        items.flatMap((item) => {
          const mean = peoplesMean(item, metric);
          return mean === null ? [] : [[item.id, mean] as const];
        }),
      ),
    ]),
  );
}

function scoreOf(value: number | null | undefined): Score | Unscored {
  return typeof value === "number" ? { kind: "score", value } : { kind: "unscored", reason: "not scored in the blessed run" };
}

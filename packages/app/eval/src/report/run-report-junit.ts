import { judgeWorth } from "../compare/judge-notes.ts";
import type { MetricFacts, RunOutline } from "../evaluation.ts";
import { metricNames } from "../summary/summarise.ts";
import type { ItemBrowserOptions } from "./item-browser.ts";
import { expectedText, scoreLine } from "./item-row.ts";
import { textsOf } from "./item-texts.ts";
import { type JUnitCase, junit } from "./junit.ts";
import { stateOf } from "./pick-items.ts";

export interface RunReportJUnitOptions extends Pick<ItemBrowserOptions, "examples" | "texts"> {
  /** @default the task's name and the split */
  readonly title?: string | undefined;
  /** More of each suite: what a caller knows beyond the run. @default none */
  readonly properties?: readonly (readonly [name: string, value: string])[] | undefined;
}

/**
 * Returns a run as JUnit XML: a suite for each metric, a test for each case. Not fully right is a failure, an outcome without an answer an
 * error, an answer without a score skipped. On a real scale nothing is right or wrong: each scored case passes. A suite of a judge says in the property
 * `judge of …` what its scores are worth.
 */
export function runReportJUnit<Name extends string>(run: RunOutline<Name>, options: RunReportJUnitOptions = {}): string {
  const { record } = run;
  const title = options.title ?? `${record.task.name} on ${record.split}`;
  const examples = new Map(options.examples?.map((example) => [example.id, example]));
  return junit(
    metricNames(run).map((metric) => ({
      name: `${title}: ${metric}`,
      at: record.startedAt,
      properties: [
        ["run", record.id],
        ["split", record.splitHash],
        ["variant", record.variantId ?? "a function"],
        ...judgeProperties([[metric, run.metrics[metric]]]),
        ...(options.properties ?? []),
      ],
      cases: run.items.map((item): JUnitCase => {
        const { outcome, origin, totalMs } = item.trace;
        const { id, repeat } = origin.example ?? { id: item.trace.id, repeat: 0 };
        const state = stateOf(item, metric, run.metrics[metric]);
        const base = { name: repeat > 0 ? `${id} #${repeat + 1}` : id, group: `${record.task.name}.${metric}`, ms: totalMs };
        if (state === "right" || state === "scored") return base;
        const said = textsOf(item.trace, options.texts);
        const expected = expectedText(examples.get(id));
        const lines = [
          ...(said ? [`input: ${said.input}`] : []),
          ...(expected === undefined ? [] : [`expected: ${expected}`]),
          ...(said ? [`${outcome.kind === "ok" ? "output" : outcome.kind}: ${said.output}`] : []),
        ];
        const text = lines.length === 0 ? undefined : lines.join("\n");
        const kind = state === "wrong" ? "failure" : outcome.kind === "ok" || outcome.kind === "skipped" ? "skipped" : "error";
        return { ...base, result: { kind, message: kind === "error" ? outcome.kind : scoreLine(item.scores[metric]), text } };
      }),
    })),
  );
}

/** Returns properties of a suite that say of each judge among the metrics what its scores are worth. */
export function judgeProperties(metrics: readonly (readonly [metric: string, facts: MetricFacts])[]): (readonly [string, string])[] {
  return metrics.flatMap(([metric, facts]) => {
    const worth = judgeWorth(facts);
    return worth === null ? [] : [[`judge of ${metric}`, worth] as const];
  });
}

import type { RunOutline } from "../evaluation.ts";
import { changedItems } from "./changed-items.ts";
import { type ComparisonReportOptions, comparisonReportJson, nameOf } from "./comparison-report.ts";
import type { ItemBrowserOptions } from "./item-browser.ts";
import { scoreLine } from "./item-row.ts";
import { textsOf } from "./item-texts.ts";
import { type JUnitCase, junit } from "./junit.ts";
import { judgeProperties } from "./run-report-junit.ts";
import { effectQuantity, verdictText } from "./verdict-text.ts";

export interface ComparisonReportJUnitOptions<Name extends string>
  extends ComparisonReportOptions<Name>,
    Pick<ItemBrowserOptions, "texts"> {
  /** @default the task's name and the split */
  readonly title?: string | undefined;
  /** More of each suite: what a caller knows beyond the runs. @default none */
  readonly properties?: readonly (readonly [name: string, value: string])[] | undefined;
}

/**
 * Returns two runs beside each other as JUnit XML: one suite whose tests are the verdicts (worse fails, inconclusive is skipped), one whose tests are the
 * cases that both have (worse or without a score now fails). Single cases change by chance: only the first suite is a decision. @throws as `compare` does
 */
export function comparisonReportJUnit<Name extends string>(
  champion: RunOutline<Name>,
  candidate: RunOutline<Name>,
  options: ComparisonReportJUnitOptions<NoInfer<Name>> = {},
): string {
  const report = comparisonReportJson(champion, candidate, options);
  const { record } = candidate;
  const title = options.title ?? `${record.task.name} on ${record.split}`;
  const metric = nameOf(champion, report.verdict.metric);
  const properties = [
    ["champion", champion.record.id],
    ["candidate", record.id],
    ["split", record.splitHash],
    ...judgeProperties(
      [report.verdict, ...report.others].map(({ metric: name }) => {
        const found = nameOf(champion, name);
        // Where only one side's calibration is of its judge, the scores are worth as little as the other's.
        const { judge } = candidate.metrics[found];
        return [name, judge?.calibration === null ? candidate.metrics[found] : champion.metrics[found]];
      }),
    ),
    ...(options.properties ?? []),
  ] as const;
  const verdicts = [report.verdict, ...report.others].map((verdict): JUnitCase => {
    const base = { name: verdict.metric, group: `${record.task.name}.verdict`, ms: 0 };
    const message = verdictText(verdict, effectQuantity(champion.metrics[nameOf(champion, verdict.metric)].scale));
    if (verdict.kind === "worse") return { ...base, result: { kind: "failure", message, text: verdict.notes.join("\n") } };
    return verdict.kind === "inconclusive" ? { ...base, result: { kind: "skipped", message } } : base;
  });
  const cases = (options.changes ?? changedItems(champion, candidate, metric)).map(({ after, before, change, id, repeat }): JUnitCase => {
    const base = { name: repeat > 0 ? `${id} #${repeat + 1}` : id, group: `${record.task.name}.${metric}`, ms: after.trace.totalMs };
    if (change !== "worse" && change !== "lost") return base;
    const [was, is] = [textsOf(before.trace, options.texts), textsOf(after.trace, options.texts)];
    const text = was && is ? `input: ${is.input}\nchampion: ${was.output}\ncandidate: ${is.output}` : undefined;
    return {
      ...base,
      result: { kind: "failure", message: `${scoreLine(before.scores[metric])} → ${scoreLine(after.scores[metric])}`, text },
    };
  });
  return junit([
    { name: `${title}: verdicts`, at: record.startedAt, properties, cases: verdicts },
    { name: `${title}: ${metric} by case`, at: record.startedAt, properties, cases },
  ]);
}

import { join, relative, resolve } from "node:path";
import { compare } from "@pawl/eval";
import { verdictSentence } from "@pawl/ladder";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { insightText } from "../insight/insight-text.ts";
import { storedInsight } from "../insight/stored-insight.ts";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { storedOutline } from "../project/stored-outline.ts";
import { writeWhole } from "../write-whole.ts";

export interface CompareCommandOptions {
  readonly champion: string;
  readonly candidate: string;
  readonly metric?: string | undefined;
  readonly minimumUsefulEffect?: number | undefined;
  /** Files that the report is written to beside its page. */
  readonly markdown?: string | undefined;
  readonly junit?: string | undefined;
}

/** Paired verdict of two stored runs of one task, with its report. Ends with 0 for better or equivalent, 1 for worse, 2 for inconclusive. */
export async function compareCommand(output: Output, project: Project, options: CompareCommandOptions): Promise<ExitCode> {
  await using store = await project.openStore();
  const champion = await storedOutline(store, project, options.champion);
  const candidate = await storedOutline(store, project, options.candidate);
  const { metric, minimumUsefulEffect } = options;
  const { verdict } = compare(champion, candidate, { metric, minimumUsefulEffect });
  const scale = candidate.metrics[verdict.metric]?.scale;
  const ids = `${candidate.record.id}-against-${champion.record.id}`;
  const report = project.path(join(".pawl", "reports", `${ids}.html`));
  const { insight, reports } = await storedInsight(project, candidate, { store, against: { champion, verdict } });
  writeWhole(report, reports.html());
  if (options.markdown !== undefined) writeWhole(resolve(options.markdown), reports.markdown());
  if (options.junit !== undefined) writeWhole(resolve(options.junit), reports.junit());
  const exit = verdict.kind === "inconclusive" ? EXIT.inconclusive : verdict.kind === "worse" ? EXIT.no : EXIT.done;
  output.document({ ...verdict, champion: champion.record.id, candidate: candidate.record.id, insight, report, exit });
  output.print(
    verdictSentence(verdict, {
      candidate: `Run ${options.candidate}`,
      champion: `run ${options.champion}`,
      metricLabel: verdict.metric,
      scale,
    }),
  );
  // The sentence above has said how many.
  for (const note of verdict.notes.filter((each) => !/would decide it/.test(each))) output.print(`  ${note}`);
  output.print(`\n${insightText(insight, { columns: Math.min(output.columns, 140) })}\n\n${relative(process.cwd(), report)}`);
  return exit;
}

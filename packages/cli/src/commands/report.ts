import { join, relative } from "node:path";
import { type Example, isPawlError, PawlError, type RunRecord } from "@pawl/core";
import type { RunOutline } from "@pawl/eval";
import {
  comparisonReportHtml,
  comparisonReportJson,
  comparisonReportJUnit,
  comparisonReportMarkdown,
  readItemTexts,
  runReportHtml,
  runReportJson,
  runReportJUnit,
  runReportMarkdown,
} from "@pawl/eval/report";
import type { Output } from "../output.ts";
import { expectedAnswers, MOST_WITH_EXPECTED } from "../project/expected-answers.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { storedOutline } from "../project/stored-outline.ts";
import { writeWhole } from "../write-whole.ts";

const LISTED = 20;
const FORMATS = { html: "html", markdown: "md", junit: "xml", json: "json" } as const;

export interface ReportCommandOptions {
  readonly run?: string | undefined;
  /** A run to compare with. */
  readonly champion?: string | undefined;
  /** @default html */
  readonly format?: string | undefined;
}

/** Writes a report of a stored run, or of two beside each other, again; without a run, lists the last ones. No text is read but of the items that are shown. */
export async function reportCommand(output: Output, project: Project, options: ReportCommandOptions): Promise<void> {
  const { champion, run } = options;
  const format = checkedFormat(options.format ?? "html");
  await using store = await project.openStore();
  if (run === undefined) {
    const { items } = await store.runs.list({}, { order: "newest", limit: LISTED });
    output.document(items);
    output.print(items.length === 0 ? 'No run yet. Make one with "pawl eval TASK".' : "The last runs:");
    for (const record of items) output.print(`  ${line(record)}`);
    return;
  }
  const outline = await storedOutline(store, project, run);
  const before = champion === undefined ? undefined : await storedOutline(store, project, champion);
  const texts = await readItemTexts(store, outline, { champion: before });
  const examples = await knownAnswers(project, outline);
  const shown = { texts, examples };
  const content =
    before === undefined
      ? {
          html: () => runReportHtml(outline, shown),
          markdown: () => runReportMarkdown(outline, shown),
          junit: () => runReportJUnit(outline, shown),
          json: () => `${JSON.stringify(runReportJson(outline), null, 2)}\n`,
        }[format]()
      : {
          html: () => comparisonReportHtml(before, outline, shown),
          markdown: () => comparisonReportMarkdown(before, outline, shown),
          junit: () => comparisonReportJUnit(before, outline, shown),
          json: () => `${JSON.stringify(comparisonReportJson(before, outline), null, 2)}\n`,
        }[format]();
  const name = before === undefined ? outline.record.id : `${outline.record.id}-against-${before.record.id}`;
  const path = project.path(join(".pawl", "reports", `${name}.${FORMATS[format]}`));
  writeWhole(path, content);
  output.document({ run: outline.record.id, ...(before === undefined ? {} : { champion: before.record.id }), report: path });
  output.print(relative(process.cwd(), path));
}

/** Of a data set that is not there any more, or of very many cases: none. */
async function knownAnswers(project: Project, outline: RunOutline): Promise<readonly Example[]> {
  if (outline.items.length > MOST_WITH_EXPECTED) return [];
  try {
    return await expectedAnswers(await loadExamples(project, project.entry(outline.record.task.name)), outline);
  } catch (error) {
    if (isPawlError(error) && /^(data|io)\./.test(error.code)) return [];
    throw error;
  }
}

function checkedFormat(format: string): keyof typeof FORMATS {
  if (format === "html" || format === "markdown" || format === "junit" || format === "json") return format;
  throw new PawlError("use.format", `There is no report format "${format}". Use html, markdown, junit or json.\nNothing was written.`, {
    facts: { format },
  });
}

function line({ id, task, split, startedAt, finishedAt }: RunRecord): string {
  const at = new Date(startedAt).toISOString().slice(0, 16).replace("T", " ");
  return `${id}  ${task.name}, ${split}, ${at}${finishedAt === null ? ", unfinished" : ""}`;
}

import { join, relative, resolve } from "node:path";
import { PawlError, type RunRecord } from "@pawl/core";
import { compare } from "@pawl/eval";
import { judgeWorth, terminalText } from "@pawl/eval/report";
import type { ReportFormat } from "../insight/insight-reports.ts";
import { insightText } from "../insight/insight-text.ts";
import { storedInsight } from "../insight/stored-insight.ts";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { storedOutline } from "../project/stored-outline.ts";
import { wrapText } from "../wrap-text.ts";
import { writeWhole } from "../write-whole.ts";

const LISTED = 20;
const FORMATS: { readonly [Format in ReportFormat]: string } = { html: "html", markdown: "md", junit: "xml", json: "json" };

export interface ReportCommandOptions {
  readonly run?: string | undefined;
  /** A run to compare with. */
  readonly champion?: string | undefined;
  /** @default html */
  readonly format?: string | undefined;
  /** Files that are written beside. */
  readonly markdown?: string | undefined;
  readonly junit?: string | undefined;
}

/** Writes a report of a stored run, or of two beside each other, again; without a run, lists the last ones. No text is read but of the items that are shown and the failures that are grouped. */
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
  const { insight, reports } = await storedInsight(project, outline, {
    store,
    against: before === undefined ? undefined : { champion: before, verdict: compare(before, outline).verdict },
  });
  const name = before === undefined ? outline.record.id : `${outline.record.id}-against-${before.record.id}`;
  const path = project.path(join(".pawl", "reports", `${name}.${FORMATS[format]}`));
  writeWhole(path, reports[format]());
  if (options.markdown !== undefined) writeWhole(resolve(options.markdown), reports.markdown());
  if (options.junit !== undefined) writeWhole(resolve(options.junit), reports.junit());
  output.document({ run: outline.record.id, ...(before === undefined ? {} : { champion: before.record.id }), insight, report: path });
  const columns = Math.min(output.columns, 140);
  // What is told below is by a judge's scores where the metric is one.
  for (const [metric, facts] of Object.entries(outline.metrics)) {
    const worth = judgeWorth(facts);
    if (worth !== null) output.print(wrapText(terminalText(`${metric}: ${worth}`), columns));
  }
  output.print(`${insightText(insight, { columns })}\n`);
  output.print(relative(process.cwd(), path));
}

function checkedFormat(format: string): ReportFormat {
  if (format === "html" || format === "markdown" || format === "junit" || format === "json") return format;
  throw new PawlError("use.format", `There is no report format "${format}". Use html, markdown, junit or json.\nNothing was written.`, {
    facts: { format },
  });
}

/** Runs whose split has the same eight characters were on the same examples. */
function line({ by, id, task, split, splitHash, startedAt, finishedAt }: RunRecord): string {
  const at = new Date(startedAt).toISOString().slice(0, 16).replace("T", " ");
  return `${id}  ${task.name}, ${split} ${splitHash.slice(0, 8)}, ${at}${finishedAt === null ? ", unfinished" : ""}${by === undefined ? "" : `, of a ${by}`}`;
}

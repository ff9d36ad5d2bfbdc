import { join, relative } from "node:path";
import type { RunRecord } from "@pawl/core";
import { runReportHtml } from "@pawl/eval/report";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { storedEvaluation } from "../project/stored-evaluation.ts";
import { writeWhole } from "../write-whole.ts";

const LISTED = 20;

/** Writes the HTML report of a stored run again; without a run, lists the last ones. */
export async function reportCommand(output: Output, project: Project, run: string | undefined): Promise<void> {
  await using store = await project.openStore();
  if (run === undefined) {
    const { items } = await store.runs.list({}, { order: "newest", limit: LISTED });
    output.document(items);
    output.print(items.length === 0 ? 'No run yet. Make one with "pawl eval TASK".' : "The last runs:");
    for (const record of items) output.print(`  ${line(record)}`);
    return;
  }
  const evaluation = await storedEvaluation(store, project, run);
  const path = project.path(join(".pawl", "reports", `${run}.html`));
  writeWhole(path, runReportHtml(evaluation));
  output.document({ run, report: path });
  output.print(relative(process.cwd(), path));
}

function line({ id, task, split, startedAt, finishedAt }: RunRecord): string {
  const at = new Date(startedAt).toISOString().slice(0, 16).replace("T", " ");
  return `${id}  ${task.name}, ${split}, ${at}${finishedAt === null ? ", unfinished" : ""}`;
}

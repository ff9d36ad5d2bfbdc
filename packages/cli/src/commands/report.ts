import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { runReportHtml } from "@pawl/eval/report";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { storedEvaluation } from "../project/stored-evaluation.ts";

/** Writes the HTML report of a stored run again; without a run, lists the last ones. */
export async function reportCommand(output: Output, project: Project, run: string | undefined): Promise<void> {
  await using store = await project.openStore();
  if (run === undefined) {
    const { items } = await store.runs.list({}, { order: "newest", limit: 20 });
    output.document(items);
    output.print(items.length === 0 ? 'No run yet. Make one with "pawl eval TASK".' : "The last runs:");
    for (const { id, task, split, startedAt, finishedAt } of items) {
      output.print(
        `  ${id}  ${task.name}, ${split}, ${new Date(startedAt).toISOString().slice(0, 16).replace("T", " ")}${finishedAt === null ? ", unfinished" : ""}`,
      );
    }
    return;
  }
  const record = await store.runs.get(run);
  const scorers = record === null ? [] : project.entry(record.task.name).scorers;
  const evaluation = await storedEvaluation(store, run, scorers);
  const folder = project.path(join(".pawl", "reports"));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${run}.html`);
  writeFileSync(path, runReportHtml(evaluation));
  output.document({ run, report: path });
  output.print(relative(process.cwd(), path));
}

import { rmSync } from "node:fs";
import type { Dataset, Look } from "@pawl/core";
import { looksSection } from "@pawl/eval/report";
import { type ClimbResult, championArtefact, climbReportHtml, saveArtefact } from "@pawl/ladder";
import type { TaskFiles } from "../project/project.ts";
import { writeWhole } from "../write-whole.ts";

/**
 * Writes what a climb found and returns the paths, champion first: champion, candidate where one led unconfirmed, decisions, report. Each file is
 * written whole. The champion comes last: a process that is ended before it climbs again to the same end.
 */
export async function writeClimb(
  result: ClimbResult,
  { dataset, files, looks }: { readonly dataset: Dataset; readonly files: TaskFiles; readonly looks: readonly Look[] },
): Promise<readonly string[]> {
  const champion = await championArtefact(result, dataset);
  const candidate = result.candidate !== null && !result.confirmed ? await championArtefact(result, dataset, { which: "candidate" }) : null;
  writeWhole(files.report, climbReportHtml(result, { sections: [looksSection(looks)] }));
  writeWhole(files.decisions, result.decisions.map((decision) => `${JSON.stringify(decision)}\n`).join(""));
  rmSync(files.unfinished, { force: true });
  if (candidate === null) rmSync(files.candidate, { force: true });
  else await saveArtefact(files.candidate, candidate);
  await saveArtefact(files.champion, champion);
  return [files.champion, ...(candidate === null ? [] : [files.candidate]), files.decisions, files.report];
}

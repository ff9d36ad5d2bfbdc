import { compare } from "@pawl/eval";
import { verdictSentence } from "@pawl/ladder";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { storedOutline } from "../project/stored-outline.ts";

export interface CompareCommandOptions {
  readonly champion: string;
  readonly candidate: string;
  readonly metric?: string | undefined;
  readonly minimumUsefulEffect?: number | undefined;
}

/** Paired verdict of two stored runs of one task. Ends with 0 for better or equivalent, 1 for worse, 2 for inconclusive. */
export async function compareCommand(output: Output, project: Project, options: CompareCommandOptions): Promise<ExitCode> {
  await using store = await project.openStore();
  const champion = await storedOutline(store, project, options.champion);
  const candidate = await storedOutline(store, project, options.candidate);
  const { metric, minimumUsefulEffect } = options;
  const { verdict } = compare(champion, candidate, { metric, minimumUsefulEffect });
  const scale = candidate.metrics[verdict.metric]?.scale;
  output.document(verdict);
  output.print(
    verdictSentence(verdict, {
      candidate: `Run ${options.candidate}`,
      champion: `run ${options.champion}`,
      metricLabel: verdict.metric,
      scale,
    }),
  );
  for (const note of verdict.notes) output.print(`  ${note}`);
  if (verdict.kind === "inconclusive") return EXIT.inconclusive;
  return verdict.kind === "worse" ? EXIT.no : EXIT.done;
}

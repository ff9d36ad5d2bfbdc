import { PawlError, type Store } from "@pawl/core";
import { compare, type Evaluation } from "@pawl/eval";
import { verdictSentence } from "@pawl/ladder";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { storedEvaluation } from "../project/stored-evaluation.ts";

export interface CompareCommandOptions {
  readonly champion: string;
  readonly candidate: string;
  readonly metric?: string | undefined;
  readonly minimumUsefulEffect?: number | undefined;
}

/** Paired verdict of two stored runs of one task. Ends with 0 for better or equivalent, 1 for worse, 2 for inconclusive. */
export async function compareCommand(output: Output, project: Project, options: CompareCommandOptions): Promise<ExitCode> {
  await using store = await project.openStore();
  const [champion, candidate] = [await read(store, project, options.champion), await read(store, project, options.candidate)];
  const { metric, minimumUsefulEffect } = options;
  const { verdict } = compare(champion, candidate, { metric, minimumUsefulEffect });
  output.document(verdict);
  output.print(verdictSentence(verdict, { candidate: options.candidate, champion: options.champion, metricLabel: verdict.metric }));
  for (const note of verdict.notes) output.print(`  ${note}`);
  if (verdict.kind === "inconclusive") return EXIT.inconclusive;
  return verdict.kind === "worse" ? EXIT.no : EXIT.done;
}

async function read(store: Store, project: Project, id: string): Promise<Evaluation<unknown, unknown>> {
  const record = await store.runs.get(id);
  if (record === null) {
    const { items } = await store.runs.list({}, { order: "newest", limit: 10 });
    const last = items.map((run) => `  ${run.id}  ${run.task.name}, ${run.split}`).join("\n");
    throw new PawlError(
      "use.unknown-run",
      `The store has no run ${id}.${last === "" ? ' Make one with "pawl eval TASK".' : ` The last ones are:\n${last}`}`,
      { facts: { run: id } },
    );
  }
  return storedEvaluation(store, id, project.entry(record.task.name).scorers);
}

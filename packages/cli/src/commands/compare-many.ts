import { join, relative, resolve } from "node:path";
import { hashOf, PawlError } from "@pawl/core";
import { leaderboard, leaderboardText } from "@pawl/eval/gate";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { leaderboardMarkdown, leaderboardPage } from "../insight/leaderboard-page.ts";
import { sealedLooks } from "../insight/sealed-looks.ts";
import { knownExamples } from "../insight/stored-insight.ts";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { storedOutline } from "../project/stored-outline.ts";
import { writeWhole } from "../write-whole.ts";

export interface CompareManyOptions {
  readonly runs: readonly string[];
  readonly metric?: string | undefined;
  /** File that the ranking is written to beside its page. */
  readonly markdown?: string | undefined;
  readonly junit?: string | undefined;
}

/** Ranks several stored runs of one task, with a page. Ends with 0 where one is shown to be the best, 2 where several cannot be told from it. */
export async function compareManyCommand(output: Output, project: Project, options: CompareManyOptions): Promise<ExitCode> {
  const { junit, markdown, metric } = options;
  if (junit !== undefined)
    throw new PawlError(
      "use.format",
      "JUnit has cases that pass or fail: it is written of two runs, not of a ranking. Leave out --junit.\nNothing was written.",
    );
  await using store = await project.openStore();
  const names = [...new Set(options.runs)];
  const runs = await Promise.all(names.map(async (name) => ({ name, run: await storedOutline(store, project, name) })));
  const board = leaderboard(runs, { metric });
  const [first] = runs;
  if (first === undefined) throw new RangeError("A ranking takes runs.");
  const ids = runs.map(({ run }) => run.record.id).sort();
  const path = project.path(join(".pawl", "reports", `ranking-${hashOf([board.metric, ...ids]).slice(0, 12)}.html`));
  const page = {
    record: first.run.record,
    scale: first.run.metrics[board.metric]?.scale ?? "share",
    looks: await sealedLooks(store, first.run.record, (await knownExamples(project, first.run)).dataset?.splits.test.hash),
  };
  writeWhole(path, leaderboardPage(board, page));
  if (markdown !== undefined) writeWhole(resolve(markdown), leaderboardMarkdown(board, page));
  const exit = board.rows.filter(({ inBest }) => inBest).length === 1 ? EXIT.done : EXIT.inconclusive;
  output.document({ ...board, report: path, exit });
  output.print(leaderboardText(board, { columns: Math.min(output.columns, 140) }));
  output.print(`\n${relative(process.cwd(), path)}`);
  return exit;
}

import { leaderboard, leaderboardText } from "@pawl/eval/gate";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import type { Project } from "../project/project.ts";
import { storedOutline } from "../project/stored-outline.ts";

export interface CompareManyOptions {
  readonly runs: readonly string[];
  readonly metric?: string | undefined;
}

/** Ranks several stored runs of one task. Ends with 0 where one is shown to be the best, 2 where several cannot be told from it. */
export async function compareManyCommand(output: Output, project: Project, { metric, runs }: CompareManyOptions): Promise<ExitCode> {
  await using store = await project.openStore();
  const ids = [...new Set(runs)];
  const board = leaderboard(await Promise.all(ids.map(async (name) => ({ name, run: await storedOutline(store, project, name) }))), {
    metric,
  });
  output.document(board);
  output.print(leaderboardText(board, { columns: Math.min(output.columns, 140) }));
  return board.rows.filter(({ inBest }) => inBest).length === 1 ? EXIT.done : EXIT.inconclusive;
}

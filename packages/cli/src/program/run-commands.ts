import type { Command } from "commander";
import { addCommand, positiveNumber } from "./add-command.ts";
import type { ProgramContext } from "./program-context.ts";

interface CompareOptions {
  readonly metric?: string;
  readonly effect?: number;
  readonly markdown?: string;
  readonly junit?: string;
}

interface ReportOptions {
  readonly against?: string;
  readonly format: string;
  readonly markdown?: string;
  readonly junit?: string;
}

/** Adds what reads stored runs: `compare`, `plan`, `report`. */
export function addRunCommands(program: Command, context: ProgramContext): void {
  const { output, exit, project } = context;
  addCommand(program, context, {
    usage: "compare <champion> <candidate> [more...]",
    description: "paired verdict of two stored runs, by their ids or as last~1 and last; more of them are ranked",
    example: "compare last~1 last",
    exits:
      "It ends with 0 where the candidate is better or equivalent, 1 where it is worse, 2 where that is open; of more than two, with 0 where one is shown to be the best, else 2.",
  })
    .option("--metric <name>", "default: the headline metric")
    .option("--effect <n>", "smallest difference that matters", positiveNumber())
    .option("--markdown <file>", "write Markdown to this file as well")
    .option("--junit <file>", "write JUnit XML to this file as well (of two runs)")
    .action(async (champion: string, candidate: string, more: string[], { effect, ...options }: CompareOptions) => {
      if (more.length > 0) {
        const { compareManyCommand } = await import("../commands/compare-many.ts");
        return exit(await compareManyCommand(output, await project(), { runs: [champion, candidate, ...more], ...options }));
      }
      const { compareCommand } = await import("../commands/compare.ts");
      exit(await compareCommand(output, await project(), { ...options, champion, candidate, minimumUsefulEffect: effect }));
    });

  addCommand(program, context, {
    usage: "plan <task>",
    description: "how many examples a wanted difference takes, and what it costs",
    example: "plan triage --effect 0.05",
  })
    .option("--effect <n>", "difference to be shown", positiveNumber(), 0.05)
    .option("--power <n>", "chance of showing it where it is there", positiveNumber(1), 0.8)
    .option("--level <n>", "confidence", positiveNumber(1), 0.95)
    .action(async (task: string, options: { effect: number; power: number; level: number }) => {
      const { planCommand } = await import("../commands/plan.ts");
      await planCommand(output, await project(), { ...options, task });
    });

  addCommand(program, context, {
    usage: "report [run]",
    description: "the HTML report of a run (its id, or last) again; without a run, the last ones",
    example: "report last --against last~1",
  })
    .option("--against <run>", "a run to compare it with")
    .option("--format <name>", "html, markdown, junit or json", "html")
    .option("--markdown <file>", "write Markdown to this file as well")
    .option("--junit <file>", "write JUnit XML to this file as well")
    .action(async (run: string | undefined, { against, ...options }: ReportOptions) => {
      const { reportCommand } = await import("../commands/report.ts");
      await reportCommand(output, await project(), { ...options, run, champion: against });
    });
}

import { type Command, InvalidArgumentError } from "commander";
import { addCommand, delimiterOption, wholeNumber } from "./add-command.ts";
import type { ProgramContext } from "./program-context.ts";

interface CheckOptions {
  readonly scorer?: string;
  readonly labels: string;
  readonly delimiter?: string;
  readonly run?: string;
  readonly repeats: number;
  readonly probes: string;
  readonly scale?: string;
  readonly passFrom?: number;
  readonly about?: string;
  readonly bar?: number;
  readonly concurrency: number;
}

/** Adds `judge check`. */
export function addJudgeCommands(program: Command, context: ProgramContext): void {
  const judge = addCommand(program, context, {
    usage: "judge",
    description: "models that judge: compare them with people",
    example: "judge check triage --labels labels.csv",
  });
  addCommand(judge, context, {
    usage: "check <task>",
    description: "a judge against people: agreement, noise, bias probes; its scores are corrected by it from then on",
    example: "judge check triage --labels labels.csv --run last --probes all",
    exits:
      "It ends with 0 where the judge is shown to agree with people by more than the bar, 1 where it is shown not to, 2 where the labels do not tell, 3 where nothing could be measured (one class, nothing scored, an endpoint that is away).",
  })
    .requiredOption(
      "--labels <file>",
      "rows of id (or input), output, rater, label, and about or model where there are several: JSONL, JSON or CSV",
    )
    .addOption(delimiterOption())
    .option("--scorer <name>", "which judge, where the task has several")
    .option("--run <run>", "the run whose outputs were labelled (its id, or last); rows then need only id and label")
    .option("--repeats <n>", "how often each item is read; from 2 on the judge's noise is measured", wholeNumber(1), 3)
    .option(
      "--probes <names>",
      "length, list-duplication, planted-citation, position, own-family, injection; few (the first four, where outputs are texts), all or none",
      "few",
    )
    .option("--scale <low..high>", "the scale that people used, as 1..5; default: the judge's own")
    .option("--pass-from <n>", "for a yes/no judge: the label from which on people meant yes", anyNumber)
    .option("--about <criterion>", "only labels about this criterion")
    .option("--bar <n>", "what κ (yes/no) or Spearman's ρ (scores) must be shown to exceed; default 0.2", anyNumber)
    .option("--concurrency <n>", "items at once", wholeNumber(1), 4)
    .action(async (task: string, options: CheckOptions) => {
      const { judgeCheckCommand } = await import("../commands/judge-check.ts");
      context.exit(await judgeCheckCommand(context.output, await context.project(), { ...options, task, abortSignal: context.signal }));
    });
}

function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number.");
  return value;
}

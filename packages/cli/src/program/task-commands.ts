import type { Spend } from "@pawl/core";
import { type Command, Option } from "commander";
import { parseSpend } from "../parse-spend.ts";
import { addCommand, modelOption, seedOption, variantOption, wholeNumber } from "./add-command.ts";
import type { ProgramContext } from "./program-context.ts";
import { patienceOption, queueOption } from "./worker-commands.ts";

interface ModelOptions {
  readonly model?: string;
  readonly variant?: string;
}

interface EvalOptions extends ModelOptions {
  readonly split: string;
  readonly repeats: number;
  readonly concurrency?: number;
  readonly seed: number;
  readonly workers?: string;
  readonly queue: string;
  readonly patience: number;
  readonly untilDecided?: boolean;
  readonly against?: string;
  readonly batchOut?: string;
  readonly batchIn?: readonly string[];
  readonly markdown?: string;
  readonly junit?: string;
}

/** Adds what runs a task's model: `run`, `eval`, `climb`. */
export function addTaskCommands(program: Command, context: ProgramContext): void {
  const { output, signal, exit, project, name } = context;
  addCommand(program, context, {
    usage: "run <task> [input]",
    description: "one input through the champion; without an input, each line of stdin; a .jsonl file, each of its lines",
    example: 'run triage "where is my parcel"',
    exits: "It ends with 1 where an input got no answer.",
  })
    .addOption(modelOption())
    .addOption(variantOption())
    .action(async (task: string, input: string | undefined, { model, variant }: ModelOptions) => {
      const { runCommand } = await import("../commands/run.ts");
      exit(await runCommand(output, await project(), { task, input, model, variant, stdin: process.stdin, abortSignal: signal }));
    });

  addCommand(program, context, {
    usage: "eval <task>",
    description: "a run with its report",
    example: "eval triage --split dev",
    exits:
      "It ends with 3 where nothing could be measured: an endpoint that is away; with --until-decided as compare does: 0 better or equivalent, 1 worse, 2 not decided.",
  })
    .addOption(modelOption())
    .addOption(variantOption())
    .option("--split <split>", "dev or train", "dev")
    .option("--repeats <n>", "how often each example is run", wholeNumber(1), 1)
    .option("--concurrency <n>", "cases at once (default: 1 for a model in this process, 256 with --workers, else 4)", wholeNumber(1))
    .addOption(seedOption("order of the examples, and each case's own seed"))
    .option("--workers <url>", "cases are run by the workers of a queue: redis://host:6379, or env for what PAWL_REDIS_URL says")
    .addOption(queueOption())
    .addOption(patienceOption("Redis, or the last worker, may be away"))
    .option("--markdown <file>", "write the report as Markdown as well")
    .option("--junit <file>", "write it as JUnit XML as well")
    .option("--batch-out <file>", "requests are written to a batch file, not made (OpenAI's batches, vLLM's run-batch)")
    .option("--batch-in <files...>", "answers are taken from output and error files of batches")
    .addOption(
      new Option("--until-decided", "run dev only until the verdict is in, against the baseline, --against or the champion").conflicts([
        "workers",
        "batchOut",
        "batchIn",
        "split",
        "markdown",
        "junit",
      ]),
    )
    .option("--against <run>", "with --until-decided: a stored run on dev")
    .action(async (task: string, options: EvalOptions) => {
      if (options.untilDecided === true) {
        const { evalUntilDecidedCommand } = await import("../commands/eval-until-decided.ts");
        return exit(await evalUntilDecidedCommand(output, await project(), { ...options, task, abortSignal: signal }));
      }
      const { evalCommand } = await import("../commands/eval.ts");
      exit(await evalCommand(output, await project(), { ...options, task, abortSignal: signal }));
    });

  addCommand(program, context, {
    usage: "climb <task>",
    description: "the climb: rungs raced on dev, confirmed once on the sealed test split",
    example: "climb triage --budget 5m",
    exits: "It ends with 0 where a new champion was confirmed or nothing was better, with 2 where a candidate led that was not confirmed.",
  })
    .addOption(modelOption())
    .option("--budget <budget>", "hard caps like 5m, 200calls or $1.50, several with commas", parseSpend)
    .addOption(seedOption("order of the examples and all draws"))
    .option("--replay", "decide again as the last decision log does, with its proposals and the stored answers")
    .action(async (task: string, { replay = false, ...options }: { model?: string; budget?: Spend; seed: number; replay?: boolean }) => {
      const { climbCommand } = await import("../commands/climb.ts");
      exit(await climbCommand(output, await project(), { ...options, task, replay, name, abortSignal: signal }));
    });
}

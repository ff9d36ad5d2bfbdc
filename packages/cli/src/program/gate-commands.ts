import { type Command, Option } from "commander";
import { addCommand, modelOption, seedOption, variantOption, wholeNumber } from "./add-command.ts";
import type { ProgramContext } from "./program-context.ts";

interface RunOptions {
  readonly model?: string;
  readonly variant?: string;
  readonly run?: string;
  readonly concurrency?: number;
  readonly seed: number;
}

interface GateOptions extends RunOptions {
  readonly repeats?: number;
  readonly markdown?: string;
  readonly junit?: string;
  readonly aa?: number;
  readonly acceptFlips?: boolean;
  readonly workflow?: boolean;
  readonly untilDecided?: boolean;
}

const SEED = "order of the examples, and each case's own seed";
const CONCURRENCY = "cases at once (default: 1 for a model in this process, else 4)";

/** Adds what holds a branch against a baseline: `gate`, `bless`. */
export function addGateCommands(program: Command, context: ProgramContext): void {
  const { output, signal, exit, project } = context;
  addCommand(program, context, {
    usage: "gate <task>",
    description: "CI: the branch's champion against the blessed baseline",
    example: "gate triage --markdown gate.md --junit gate.xml",
    exits:
      "It ends with 0 pass, 1 regression, 2 inconclusive, 3 could not measure, 4 criteria changed; with 64 where there is no baseline, with 65 where it was edited by hand or holds a merge conflict.",
  })
    .addOption(modelOption())
    .addOption(variantOption())
    .option("--run <id>", "a stored run on dev instead of a new one")
    .option("--repeats <n>", "how often each example is run (default: as in the baseline)", wholeNumber(1))
    .option("--concurrency <n>", CONCURRENCY, wholeNumber(1))
    .addOption(seedOption(SEED))
    .addOption(new Option("--until-decided", "run only until the gated metric's answer is in").conflicts(["run", "aa"]))
    .option("--markdown <file>", "write a summary for a pull request")
    .option("--junit <file>", "write JUnit XML")
    .addOption(
      new Option("--aa <n>", "measure how often the gate flips on identical input, by n comparisons")
        .argParser(wholeNumber(1))
        .conflicts(["run", "repeats", "markdown", "junit", "acceptFlips"]),
    )
    .option("--accept-flips", "gate although the A/A check flips more often than the limit")
    .option("--workflow", "print a GitHub Actions workflow for this task, and run nothing")
    .action(async (task: string, options: GateOptions) => {
      if (options.workflow === true) {
        const { gateWorkflow } = await import("../gate/gate-workflow.ts");
        const text = gateWorkflow((await project()).entry(task).task.name);
        output.document({ workflow: text });
        output.write(text);
      } else if (options.aa !== undefined) {
        const { gateAaCommand } = await import("../commands/gate-aa.ts");
        exit(await gateAaCommand(output, await project(), { ...options, task, comparisons: options.aa, abortSignal: signal }));
      } else {
        const { gateCommand } = await import("../commands/gate.ts");
        exit(await gateCommand(output, await project(), { ...options, task, abortSignal: signal }));
      }
    });

  addCommand(program, context, {
    usage: "bless <task>",
    description: "record a run of the champion on dev as the baseline: a text file to commit",
    example: "bless triage",
    exits: "It ends with 3 where too much is missing to be a baseline; the one that was there is left as it was.",
  })
    .addOption(modelOption())
    .addOption(variantOption())
    .option("--run <id>", "a stored run on dev instead of a new one")
    .option("--repeats <n>", "how often each example is run", wholeNumber(1), 1)
    .option("--concurrency <n>", CONCURRENCY, wholeNumber(1))
    .addOption(seedOption(SEED))
    .action(async (task: string, options: RunOptions & { repeats: number }) => {
      const { blessCommand } = await import("../commands/bless.ts");
      exit(await blessCommand(output, await project(), { ...options, task, abortSignal: signal }));
    });
}

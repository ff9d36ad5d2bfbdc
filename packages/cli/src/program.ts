import { Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode } from "./exit-code.ts";
import { type Output, processOutput } from "./output.ts";
import { parseSpend } from "./parse-spend.ts";
import { chosenModel } from "./project/find-model.ts";
import { loadProject, type Project } from "./project/project.ts";

export interface ProgramOptions {
  readonly name: string;
  readonly signal: AbortSignal;
  readonly onExit: (code: ExitCode) => void;
}

interface GlobalOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXIT_CODES = `
Exit codes: 0 done · 1 the answer is no · 2 inconclusive · 3 could not measure · 64 wrong use or configuration · 65 bad data ·
69 service not reachable · 70 our bug · 74 cannot read or write · 130 interrupted`;

/** Returns the command line of `pawl`; each command's code is loaded when it is called. */
export function createProgram({ name, signal, onExit }: ProgramOptions): Command {
  const program = new Command(name)
    .description("An AI feature only gets better: evaluate, compare and climb.")
    .exitOverride()
    .showHelpAfterError(`(${name} --help shows the commands)`);
  const command = (on: Command, usage: string, description: string, example: string): Command => {
    return on
      .command(usage)
      .description(description)
      .option("--config <path>", "configuration (default: the nearest pawl.config.ts upwards)")
      .option("--json", "one JSON document on stdout, progress on stderr")
      .option("--quiet", "no progress")
      .option("--debug", "stack traces")
      .addHelpText("after", `\nExample: ${name} ${example}\n${EXIT_CODES}`)
      .exitOverride();
  };
  const output = (options: GlobalOptions): Output => processOutput(options);
  const project = (options: GlobalOptions): Promise<Project> => loadProject(options.config);
  const model = new Option("--model <name>", "a model of the configuration or the catalogue, a .gguf file, or openai:<id>");

  command(program, "init [folder]", "write a small project that runs", "init my-feature")
    .option("--yes", "ask nothing")
    .action(async (folder: string | undefined, options: GlobalOptions & { yes?: boolean }) => {
      const [{ init }, { askStarter }] = [await import("./commands/init.ts"), await import("./init/ask.ts")];
      const yes = options.yes ?? !process.stdin.isTTY;
      await init(output(options), { folder: folder ?? ".", yes, ask: askStarter });
    });

  command(program, "doctor", "check what Pawl can use on this machine", "doctor").action(async (options: GlobalOptions) => {
    const { doctor } = await import("./commands/doctor.ts");
    await doctor(output(options), { cwd: process.cwd(), env: process.env });
  });

  const models = program.command("models").description("open-weight models: list, pull, optimise, remove").exitOverride();
  command(models, "list", "the catalogue, with licence, size and state", "models list").action(async (options: GlobalOptions) => {
    await (await import("./commands/models.ts")).modelsList(output(options));
  });
  command(models, "pull <name>", "download, check the hash, go on where it was", "models pull smollm2-135m-instruct").action(
    async (model: string, options: GlobalOptions) => {
      await (await import("./commands/models.ts")).modelsPull(output(options), model, signal);
    },
  );
  command(models, "optimise <name>", "re-encode for this CPU", "models optimise smollm2-135m-instruct")
    .addOption(
      new Option("--format <format>", "q8_0 keeps the quality, q4_0 is faster and loses some").choices(["q8_0", "q4_0"]).default("q8_0"),
    )
    .action(async (model: string, options: GlobalOptions & { format: "q8_0" | "q4_0" }) => {
      await (await import("./commands/models.ts")).modelsOptimise(output(options), model, options.format, signal);
    });
  command(models, "remove <name>", "delete what the cache holds of a model", "models remove smollm2-135m-instruct").action(
    async (model: string, options: GlobalOptions) => {
      await (await import("./commands/models.ts")).modelsRemove(output(options), model);
    },
  );

  const data = program.command("data").description("data sets").exitOverride();
  command(
    data,
    "import <from> <to>",
    "a CSV, JSON or JSONL file as examples",
    "data import tickets.csv data/triage.jsonl --map input.message=text --map expected=label",
  )
    .option(
      "--map <field=column>",
      "which column is what; may be given several times",
      (pair: string, pairs: string[]) => [...pairs, pair],
      [],
    )
    .option("--task <task>", "check each row against this task")
    .option("--split <split>", "train, dev or test for rows that name none")
    .option("--overwrite", "replace a file that is there")
    .action(
      async (from: string, to: string, options: GlobalOptions & { map: string[]; task?: string; split?: string; overwrite?: boolean }) => {
        const { dataImport } = await import("./commands/data-import.ts");
        const { map, task, split, overwrite = false } = options;
        await dataImport(output(options), () => project(options), { from, to, map, task, split, overwrite, abortSignal: signal });
      },
    );

  command(
    program,
    "run <task> [input]",
    "one input through the champion; without an input, lines of stdin",
    'run triage "where is my parcel"',
  )
    .addOption(model)
    .option("--variant <file>", "a variant or champion file instead of the champion")
    .action(async (task: string, input: string | undefined, options: GlobalOptions & { model?: string; variant?: string }) => {
      const { runCommand } = await import("./commands/run.ts");
      const loaded = await project(options);
      const { variant } = options;
      onExit(
        await runCommand(output(options), loaded, {
          task,
          input,
          variant,
          model: await chosenModel(loaded.config, options.model),
          stdin: process.stdin,
          abortSignal: signal,
        }),
      );
    });

  command(program, "eval <task>", "a run with its report", "eval triage --split dev")
    .addOption(model)
    .option("--variant <file>", "a variant or champion file instead of the champion")
    .option("--split <split>", "dev or train", "dev")
    .option("--repeats <n>", "how often each example is run", wholeNumber, 1)
    .option("--seed <n>", "order of the examples, and each case's own seed", wholeNumber, 1)
    .action(
      async (task: string, options: GlobalOptions & { model?: string; variant?: string; split: string; repeats: number; seed: number }) => {
        const { evalCommand } = await import("./commands/eval.ts");
        const loaded = await project(options);
        const { variant, split, repeats, seed } = options;
        onExit(
          await evalCommand(output(options), loaded, {
            task,
            variant,
            split,
            repeats,
            seed,
            model: await chosenModel(loaded.config, options.model),
            abortSignal: signal,
          }),
        );
      },
    );

  command(program, "compare <champion> <candidate>", "paired verdict of two runs", "compare 0199… 019a…")
    .option("--metric <name>", "default: the headline metric")
    .option("--effect <n>", "smallest difference that matters", Number)
    .action(async (champion: string, candidate: string, options: GlobalOptions & { metric?: string; effect?: number }) => {
      const { compareCommand } = await import("./commands/compare.ts");
      onExit(
        await compareCommand(output(options), await project(options), {
          champion,
          candidate,
          metric: options.metric,
          minimumUsefulEffect: options.effect,
        }),
      );
    });

  command(program, "plan <task>", "how many examples a wanted difference takes, and what it costs", "plan triage --effect 0.05")
    .option("--effect <n>", "difference to be shown", Number, 0.05)
    .option("--power <n>", "chance of showing it where it is there", Number, 0.8)
    .option("--level <n>", "confidence", Number, 0.95)
    .action(async (task: string, options: GlobalOptions & { effect: number; power: number; level: number }) => {
      const { planCommand } = await import("./commands/plan.ts");
      await planCommand(output(options), await project(options), {
        task,
        effect: options.effect,
        power: options.power,
        level: options.level,
      });
    });

  command(program, "climb <task>", "the climb: rungs raced on dev, confirmed once on the sealed test split", "climb triage --budget 5m")
    .addOption(model)
    .option("--budget <budget>", "hard caps like 5m, 200calls or $1.50, several with commas", parseSpend)
    .option("--seed <n>", "order of the examples and all draws", wholeNumber, 1)
    .option("--replay", "take the proposals of the last decision log")
    .action(
      async (
        task: string,
        options: GlobalOptions & { model?: string; budget?: ReturnType<typeof parseSpend>; seed: number; replay?: boolean },
      ) => {
        const { climbCommand } = await import("./commands/climb.ts");
        const loaded = await project(options);
        const { budget, seed, replay = false } = options;
        onExit(
          await climbCommand(output(options), loaded, {
            task,
            budget,
            seed,
            replay,
            model: await chosenModel(loaded.config, options.model),
            abortSignal: signal,
          }),
        );
      },
    );

  command(program, "report [run]", "the HTML report of a run again; without a run, the last ones", "report 0199…").action(
    async (run: string | undefined, options: GlobalOptions) => {
      await (await import("./commands/report.ts")).reportCommand(output(options), await project(options), run);
    },
  );
  return program;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

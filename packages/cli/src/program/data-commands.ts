import { type Command, InvalidArgumentError, Option } from "commander";
import { addCommand, delimiterOption, seedOption } from "./add-command.ts";
import type { ProgramContext } from "./program-context.ts";

interface ImportOptions {
  readonly map: readonly string[];
  readonly delimiter?: string;
  readonly task?: string;
  readonly split?: string;
  readonly overwrite?: boolean;
}

interface SplitOptions {
  readonly out?: string;
  readonly map: readonly string[];
  readonly delimiter?: string;
  readonly task?: string;
  readonly train?: number;
  readonly dev?: number;
  readonly test?: number;
  readonly seed: number;
  readonly group?: string;
  readonly time?: string;
  readonly testFrom?: string;
  readonly devFrom?: string;
  readonly crossing?: string;
  readonly overwrite?: boolean;
  readonly force?: boolean;
}

/** Adds `data import`, `data split` and `data check`. */
export function addDataCommands(program: Command, context: ProgramContext): void {
  const data = addCommand(program, context, {
    usage: "data",
    description: "data sets: import, split, check",
    example: "data import tickets.csv data/triage.jsonl",
  });
  addCommand(data, context, {
    usage: "import <from> <to>",
    description: "a CSV, JSON or JSONL file as examples",
    example: "data import tickets.csv data/triage.jsonl --map input.message=text --map expected=label",
  })
    .option(
      "--map <field=column>",
      "which column is what; may be given several times",
      (pair: string, pairs: readonly string[]) => [...pairs, pair],
      [],
    )
    .addOption(delimiterOption())
    .option("--task <task>", "check each row against this task")
    .option("--split <split>", "train, dev or test for rows that name none")
    .option("--overwrite", "replace a file that is there")
    .action(async (from: string, to: string, { overwrite = false, ...options }: ImportOptions) => {
      const { dataImport } = await import("../commands/data-import.ts");
      await dataImport(context.output, context.project, { ...options, from, to, overwrite, abortSignal: context.signal });
    });

  addCommand(data, context, {
    usage: "split <from>",
    description: "a file's rows into one file for each split, by near-duplicate cluster, by group or by time",
    example: "data split data/triage.jsonl --train 0.6 --dev 0.2 --test 0.2",
  })
    .option("--out <folder>", "where the files go; default: beside the one read")
    .option("--train <share>", "share or count of the rows; default 0.6, 0.2 and 0.2", shareNumber)
    .option("--dev <share>", "share or count; 0 or left out beside others: none", shareNumber)
    .option("--test <share>", "share or count", shareNumber)
    .addOption(seedOption("of the draw; a split by time draws nothing"))
    .option("--group <field>", "rows with the same value stay together, e.g. input.customer")
    .option(
      "--time <field>",
      "train is the oldest, test the newest by this field, e.g. input.sentAt: ISO 8601, or seconds, ms or µs since 1970",
    )
    .option("--test-from <date>", "rows from this date on are test")
    .option("--dev-from <date>", "rows from this date on are dev")
    .option("--crossing <what>", "near-duplicate clusters that cross a cut: move (into the newest split) or report")
    .option(
      "--map <field=column>",
      "which column is what; may be given several times",
      (pair: string, pairs: readonly string[]) => [...pairs, pair],
      [],
    )
    .addOption(delimiterOption())
    .option("--task <task>", "check each row against this task")
    .option("--overwrite", "replace files that are there")
    .addOption(new Option("--force", "the same").hideHelp())
    .action(async (from: string, { overwrite = false, force = false, ...options }: SplitOptions) => {
      const { dataSplit } = await import("../commands/data-split.ts");
      await dataSplit(context.output, context.project, { ...options, from, overwrite: overwrite || force, abortSignal: context.signal });
    });
  addCommand(data, context, {
    usage: "check <task>",
    description: "sealed rows in what a model learns from, rows that repeat or contradict each other, items that tell no variants apart",
    example: "data check triage --source tune/train.jsonl",
    exits:
      "It ends with 1 where a row of the sealed test split stands in what is learnt from or was chosen on, and with 3 where that could not be checked: there is no test row, nothing to compare it with, or the index that the prompt's context is taken from is neither listed by its retriever nor named by --source.",
  })
    .option(
      "--source <file>",
      "a JSONL that a model learns from or looks up (chat rows, prompts and completions, documents); may be given several times",
      (file: string, files: readonly string[]) => [...files, file],
      [],
    )
    .action(async (task: string, { source }: { readonly source: readonly string[] }) => {
      const { dataCheck } = await import("../commands/data-check.ts");
      context.exit(await dataCheck(context.output, await context.project(), { task, sources: source, abortSignal: context.signal }));
    });
}

function shareNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a share or a count from 0 on, as 0.6 or 300.");
}

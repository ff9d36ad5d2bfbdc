import type { Command } from "commander";
import { addCommand } from "./add-command.ts";
import type { ProgramContext } from "./program-context.ts";

interface ImportOptions {
  readonly map: readonly string[];
  readonly task?: string;
  readonly split?: string;
  readonly overwrite?: boolean;
}

/** Adds `data import`. */
export function addDataCommands(program: Command, context: ProgramContext): void {
  const data = addCommand(program, context, {
    usage: "data",
    description: "data sets: import",
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
    .option("--task <task>", "check each row against this task")
    .option("--split <split>", "train, dev or test for rows that name none")
    .option("--overwrite", "replace a file that is there")
    .action(async (from: string, to: string, { map, task, split, overwrite = false }: ImportOptions) => {
      const { dataImport } = await import("../commands/data-import.ts");
      await dataImport(context.output, context.project, { from, to, map, task, split, overwrite, abortSignal: context.signal });
    });
}

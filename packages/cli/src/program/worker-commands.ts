import { type Command, Option } from "commander";
import { addCommand, positiveNumber, wholeNumber } from "./add-command.ts";
import type { ProgramContext } from "./program-context.ts";

/** Adds `worker`. */
export function addWorkerCommands(program: Command, context: ProgramContext): void {
  const { output, signal, exit, project } = context;
  addCommand(program, context, {
    usage: "worker <url>",
    description: "runs the cases of eval --workers, on as many machines as it is started on; env stands for PAWL_REDIS_URL",
    example: "worker redis://10.0.0.5:6379",
    exits:
      "A URL with a password belongs into PAWL_REDIS_URL, with env in its place here. It works until Ctrl-C, gives back what is in hand and ends with 130; with 69 where Redis is away for too long.",
  })
    .addOption(queueOption())
    .option("--concurrency <n>", "cases at once (default: 1 for a model in this process, else 4)", wholeNumber(1))
    .option("--lease <s>", "seconds of silence after which a worker's cases are handed out again; the same for all", positiveNumber(), 30)
    .addOption(patienceOption("Redis may be away"))
    .action(async (url: string, options: { queue: string; concurrency?: number; lease: number; patience: number }) => {
      const { workerCommand } = await import("../commands/worker.ts");
      exit(await workerCommand(output, await project(), { ...options, url, abortSignal: signal }));
    });
}

export function queueOption(): Option {
  return new Option("--queue <name>", "name of the queue, the same for eval and its workers").default("pawl");
}

export function patienceOption(what: string): Option {
  return new Option("--patience <s>", `seconds that ${what}`).argParser(positiveNumber()).default(60);
}

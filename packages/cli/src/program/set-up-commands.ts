import type { Command } from "commander";
import { addCommand } from "./add-command.ts";
import type { ProgramContext } from "./program-context.ts";

/** Adds `init` and `doctor`. */
export function addSetUpCommands(program: Command, context: ProgramContext): void {
  const { output, exit } = context;
  addCommand(program, context, { usage: "init [folder]", description: "write a small project that runs", example: "init my-feature" })
    .option("--yes", "ask nothing")
    .action(async (folder: string | undefined, options: { yes?: boolean }) => {
      const [{ init }, { askStarter }] = [await import("../commands/init.ts"), await import("../init/ask-starter.ts")];
      const yes = options.yes === true || output.json || process.stdin.isTTY !== true;
      await init(output, { folder: folder ?? ".", yes, ask: askStarter, abortSignal: context.signal });
    });
  addCommand(program, context, {
    usage: "doctor",
    description: "check what Pawl can use on this machine",
    example: "doctor",
    exits: "It ends with 1 where something is missing that every command needs, or a Redis that --workers names does not answer.",
  })
    .option("--workers <url>", "ask the Redis of eval --workers; env, and the default, is what PAWL_REDIS_URL says")
    .action(async ({ workers }: { readonly workers?: string }) => {
      const { doctorCommand } = await import("../commands/doctor.ts");
      exit(await doctorCommand(output, { cwd: process.cwd(), env: process.env, workers }));
    });
}

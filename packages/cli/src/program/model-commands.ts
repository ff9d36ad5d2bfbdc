import { type Command, Option } from "commander";
import { addCommand } from "./add-command.ts";
import type { ProgramContext } from "./program-context.ts";

/** Adds `models list`, `pull`, `optimise` and `remove`. */
export function addModelCommands(program: Command, context: ProgramContext): void {
  const { output, signal } = context;
  const description = "open-weight models: list, pull, optimise, remove";
  const models = addCommand(program, context, { usage: "models", description, example: "models list" });
  const loaded = (): Promise<typeof import("../commands/models.ts")> => import("../commands/models.ts");
  addCommand(models, context, { usage: "list", description: "the catalogue, with licence, size and state", example: "models list" }).action(
    async () => {
      await (await loaded()).modelsList(output);
    },
  );
  addCommand(models, context, {
    usage: "pull <name>",
    description: "download, check the hash, go on where it was",
    example: "models pull smollm2-135m-instruct",
  }).action(async (model: string) => {
    await (await loaded()).modelsPull(output, model, signal);
  });
  addCommand(models, context, {
    usage: "optimise <name>",
    description: "re-encode for this CPU",
    example: "models optimise smollm2-135m-instruct",
  })
    .addOption(
      new Option("--format <format>", "q8_0 keeps the quality, q4_0 is faster and loses some").choices(["q8_0", "q4_0"]).default("q8_0"),
    )
    .action(async (model: string, { format }: { format: "q8_0" | "q4_0" }) => {
      await (await loaded()).modelsOptimise(output, model, { format, abortSignal: signal });
    });
  addCommand(models, context, {
    usage: "remove <name>",
    description: "delete what the cache holds of a model",
    example: "models remove smollm2-135m-instruct",
  }).action(async (model: string) => {
    await (await loaded()).modelsRemove(output, model);
  });
}

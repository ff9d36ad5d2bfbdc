import { join } from "node:path";
import { runCli } from "pawl";
import { CLONE_COMMAND } from "./clone-command.mjs";
import { prepareModel } from "./prepare-model.ts";
import { refuse, startOptions, USAGE } from "./start-options.mjs";

const { options, problems } = startOptions(process.argv.slice(2));
if (options.help) {
  process.stdout.write(`${USAGE}\n`);
} else if (problems.length > 0) {
  process.exitCode = refuse(problems, options);
} else {
  process.exitCode = (await prepareModel(options.model, options)) ?? (await climb());
}

async function climb(): Promise<number> {
  const budget = options.budget ?? (options.quick ? "75s" : undefined);
  if (options.quick && !options.quiet)
    process.stderr.write("--quick: a quarter of the examples, so differences have to be about twice as large to be shown.\n");
  const flags = (["json", "quiet", "debug"] as const).flatMap((flag) => (options[flag] ? [`--${flag}`] : []));
  const config = join(import.meta.dirname, "..", "pawl.config.ts");
  const args = ["--model", options.model, "--seed", options.seed, ...(budget ? ["--budget", budget] : []), ...flags];
  const exit = await runCli(["climb", options.task, "--config", config, ...args], { name: CLONE_COMMAND });
  // A climb that has finished is a success, whatever it found.
  return exit === 2 ? 0 : exit;
}

import { join } from "node:path";
import { parseArgs } from "node:util";
import { runCli } from "pawl";
import { CLONE_COMMAND } from "./clone-command.ts";
import { prepareModel } from "./prepare-model.ts";

const USAGE = `npm start -- [--task intake|triage|snips|banking77] [--model NAME|openai:ID|FILE.gguf] [--quick] [--budget 5m] [--seed N]

Pulls a small open-weight model once, then climbs: instructions, fixed demonstrations, retrieved demonstrations. Ends by itself.
--quick takes 90 seconds and fewer examples: only large differences can be shown. snips and banking77 want PAWL_DATA.
Afterwards the champion runs by ${CLONE_COMMAND} run intake "…", and ${CLONE_COMMAND} --help shows every other command.`;

const { values } = parseArgs({
  options: {
    task: { type: "string", default: "intake" },
    model: { type: "string", default: "smollm2-135m-instruct" },
    quick: { type: "boolean", default: false },
    budget: { type: "string" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    quiet: { type: "boolean", default: false },
    debug: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});

if (values.help) {
  process.stdout.write(`${USAGE}\n`);
} else {
  process.exitCode = (await prepareModel(values.model)) ?? (await climb());
}

async function climb(): Promise<number> {
  const budget = values.budget ?? (values.quick ? "75s" : undefined);
  if (values.quick)
    process.stderr.write("--quick: a quarter of the examples, so differences have to be about twice as large to be shown.\n");
  const flags = (["json", "quiet", "debug"] as const).flatMap((flag) => (values[flag] ? [`--${flag}`] : []));
  const config = join(import.meta.dirname, "..", "pawl.config.ts");
  const options = ["--model", values.model, "--seed", values.seed, ...(budget ? ["--budget", budget] : []), ...flags];
  const exit = await runCli(["climb", values.task, "--config", config, ...options], { name: CLONE_COMMAND });
  // A climb that has finished is a success, whatever it found.
  return exit === 2 ? 0 : exit;
}

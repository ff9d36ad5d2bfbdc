import { catalogue, listModels } from "@pawl/local";
import { runCli } from "pawl";

/** Pulls a catalogue model that is not here and re-encodes it for this CPU, each once, a line a step. Returns the exit code of a step that failed, else null. */
export async function prepareModel(name: string): Promise<number | null> {
  if (!catalogue.some((entry) => entry.name === name)) return null;
  const there = (await listModels()).find(({ entry }) => entry.name === name);
  const steps: (readonly [what: string, args: readonly string[]])[] = [];
  if (there?.state !== "present") steps.push(["model pulled", ["models", "pull", name]]);
  if (there === undefined || there.optimised.length === 0) steps.push(["model re-encoded", ["models", "optimise", name]]);
  for (const [what, args] of steps) {
    const startedAt = performance.now();
    const exit = await runCli(args, { resultsTo: "stderr" });
    if (exit !== 0) return exit;
    process.stderr.write(`set-up    ${what.padEnd(24)} ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  }
  return null;
}

import { catalogue, listModels } from "@pawl/local";
import { runCli } from "pawl";

interface StepFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
}

/** Pulls a catalogue model that is not here and re-encodes it for this CPU, each once, a line a step. Returns the exit code of a step that failed, else null. */
export async function prepareModel(name: string, { json, quiet, debug }: StepFlags): Promise<number | null> {
  if (!catalogue.some((entry) => entry.name === name)) return null;
  const there = (await listModels()).find(({ entry }) => entry.name === name);
  const steps: (readonly [what: string, args: readonly string[]])[] = [];
  if (there?.state !== "present") steps.push(["model pulled", ["models", "pull", name]]);
  if (there === undefined || there.optimised.length === 0) steps.push(["model re-encoded", ["models", "optimise", name]]);
  const flags = Object.entries({ json, quiet, debug }).flatMap(([flag, given]) => (given ? [`--${flag}`] : []));
  for (const [what, args] of steps) {
    const startedAt = performance.now();
    const exit = await runCli([...args, ...flags], { resultsTo: "stderr" });
    if (exit !== 0) return exit;
    if (!quiet) process.stderr.write(`set-up    ${what.padEnd(24)} ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  }
  return null;
}

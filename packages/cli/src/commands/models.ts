import { textTable } from "@pawl/eval/report";
import { isWorthTaking, listModels, optimiseModel, pullModel, removeModel } from "@pawl/local";
import { nothingKept } from "../nothing-kept.ts";
import type { Output } from "../output.ts";
import { progressBar } from "../progress-bar.ts";

const WIDTH_OF_ALL = 60;

/** `pawl models list`: what the catalogue has, with licence, size and state. */
export async function modelsList(output: Output): Promise<void> {
  const models = await listModels();
  output.document(models);
  const { columns } = output;
  // A name is typed again: it is not cut where leaving out the last column helps.
  const shown = columns < WIDTH_OF_ALL ? 3 : 4;
  const rows = models.map(({ entry, state }) => [entry.name, megabytes(entry.bytes), state, entry.licence].slice(0, shown));
  output.print(textTable({ columns, head: ["model", "size", "state", "licence"].slice(0, shown), rows }));
  for (const { entry, path, optimised } of models) {
    const files = [path, ...optimised.map((file) => file.path)].filter((file) => file !== null);
    if (files.length > 0) output.print([`\n${entry.name}`, ...files.map((file) => `  ${file}`)].join("\n"));
  }
}

/** `pawl models pull NAME`: downloads, checks the hash, goes on where an interrupted pull was. */
export async function modelsPull(output: Output, name: string, abortSignal: AbortSignal): Promise<void> {
  const { path, fetched } = await pullModel(name, { abortSignal, onProgress: progressBar(output) });
  output.document({ name, path, fetched });
  output.print(`${name} is at ${path}`);
}

export interface OptimiseCommandOptions {
  readonly format: "q8_0" | "q4_0";
  readonly abortSignal: AbortSignal;
}

/** `pawl models optimise NAME`: re-encodes the weights, and says whether this CPU runs them faster; they are used where it does. */
export async function modelsOptimise(output: Output, name: string, options: OptimiseCommandOptions): Promise<void> {
  const result = await optimiseModel(name, { ...options, onProgress: progressBar(output) }).catch((error: unknown) => {
    throw nothingKept(error);
  });
  output.document(result);
  output.print(`${name} is re-encoded at ${result.path}`);
  const { speedUp } = result;
  if (speedUp === null) return;
  const times = `On this CPU it is done ${speedUp.toFixed(2)} times as fast as the original (300 tokens read, 30 answered)`;
  output.print(isWorthTaking(result) ? `${times}, and is used from now on.` : `${times}: not worth it, so the original stays in use.`);
}

/** `pawl models remove NAME`: frees the disk. */
export async function modelsRemove(output: Output, name: string): Promise<void> {
  const bytes = await removeModel(name);
  output.document({ name, bytes });
  output.print(bytes > 0 ? `Removed ${name}: ${megabytes(bytes)} are free again.` : `${name} was not there.`);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

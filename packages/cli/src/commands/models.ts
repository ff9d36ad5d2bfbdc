import { listModels, optimiseModel, pullModel, removeModel } from "@pawl/local";
import type { Output } from "../output.ts";
import { progressBar } from "../progress-bar.ts";

const MB = 1_000_000;

/** `pawl models list`: what the catalogue has, with licence, size and state. */
export async function modelsList(output: Output): Promise<void> {
  const models = await listModels();
  output.document(models);
  const width = Math.max(...models.map(({ entry }) => entry.name.length));
  for (const { entry, state, path, optimised } of models) {
    const here = [path, ...optimised.map((file) => file.path)].filter((file) => file !== null);
    output.print(`${entry.name.padEnd(width)}  ${`${Math.round(entry.bytes / MB)} MB`.padStart(7)}  ${state.padEnd(8)}  ${entry.licence}`);
    for (const file of here) output.print(`${"".padEnd(width)}  ${file}`);
  }
}

/** `pawl models pull NAME`: downloads, checks the hash, goes on where an interrupted pull was. */
export async function modelsPull(output: Output, name: string, abortSignal: AbortSignal): Promise<void> {
  const { path, fetched } = await pullModel(name, { abortSignal, onProgress: progressBar(output) });
  output.document({ name, path, fetched });
  output.print(`${name} is at ${path}`);
}

/** `pawl models optimise NAME`: re-encodes the weights into the format this CPU runs fastest. */
export async function modelsOptimise(output: Output, name: string, format: "q8_0" | "q4_0", abortSignal: AbortSignal): Promise<void> {
  const result = await optimiseModel(name, { format, abortSignal, onProgress: progressBar(output) });
  output.document(result);
  output.print(`${name} is re-encoded at ${result.path}`);
}

/** `pawl models remove NAME`: frees the disk. */
export async function modelsRemove(output: Output, name: string): Promise<void> {
  const bytes = await removeModel(name);
  output.document({ name, bytes });
  output.print(bytes > 0 ? `Removed ${name}: ${Math.round(bytes / MB)} MB are free again.` : `${name} was not there.`);
}

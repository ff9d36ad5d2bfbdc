import { cpus, totalmem } from "node:os";

/** What a figure was measured on. */
export function machine(): { readonly cpu: string; readonly cores: number; readonly memoryBytes: number; readonly node: string } {
  return { cpu: cpus()[0]?.model.trim() ?? "unknown", cores: cpus().length, memoryBytes: totalmem(), node: process.versions.node };
}

/** Prints a benchmark's last line. */
export function printResult(bench: string, metrics: { readonly [key: string]: number | string | null }): void {
  process.stdout.write(`${JSON.stringify({ bench, metrics, machine: machine() })}\n`);
}

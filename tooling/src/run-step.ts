import { spawnSync } from "node:child_process";
import { ROOT } from "./root.ts";

export interface StepResult {
  readonly ok: boolean;
  readonly output: string;
}

export interface StepOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** @default 10 minutes */
  readonly timeoutMs?: number | undefined;
}

/** Runs a program to its end and returns its exit and all it printed. */
export function runStep(command: string, args: readonly string[], options: StepOptions = {}): StepResult {
  const run = spawnSync(command, args, {
    cwd: options.cwd ?? ROOT,
    env: options.env ?? toolEnv(),
    encoding: "utf8",
    timeout: options.timeoutMs ?? 600_000,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = `${run.stdout ?? ""}${run.stderr ?? ""}${run.error ? `\n${run.error.message}` : ""}`;
  return { ok: run.status === 0, output };
}

/** The project's own programs first, and no tool that phones home. */
export function toolEnv(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${ROOT}/node_modules/.bin:${process.env["PATH"] ?? ""}`,
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  };
}

/** Prints one line for a step, and what it printed where it failed. */
export function printStep(name: string, result: StepResult, startedAt: number): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${result.ok ? "ok  " : "FAIL"}  ${name.padEnd(44)} ${seconds.padStart(6)} s\n`);
  if (!result.ok) process.stdout.write(`${result.output.trimEnd()}\n\n`);
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Child {
  /** What it said on stdout, in whole lines. */
  readonly lines: () => readonly string[];
  /** Resolves once it has said so many lines; rejects where it ends before. */
  readonly said: (lines: number) => Promise<void>;
  /** Lets go a fixture that waits for a line on stdin. */
  readonly go: () => void;
  /** `kill -9`; resolves once it is dead and its pipe is read to the end. */
  readonly kill: () => Promise<void>;
  readonly ended: () => Promise<number | null>;
}

/** Starts a fixture of this folder as a process of its own, from its source. */
export function startChild(fixture: string, ...args: readonly string[]): Child {
  const file = fileURLToPath(new URL(fixture, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--conditions=pawl-source", file, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  let text = "";
  const lines = (): readonly string[] => text.split("\n").slice(0, -1);
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return {
    lines,
    said: async (wanted) => {
      while (lines().length < wanted) {
        if (child.exitCode !== null || child.signalCode !== null || child.stdout === null) throw new Error(`${fixture} ended early.`);
        await Promise.race([once(child.stdout, "data"), closed]);
      }
    },
    go: () => void child.stdin?.end("go\n"),
    kill: async () => {
      child.kill("SIGKILL");
      await closed;
    },
    ended: async () => {
      await closed;
      return child.exitCode;
    },
  };
}

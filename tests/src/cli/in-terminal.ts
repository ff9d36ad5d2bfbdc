import { stripVTControlCharacters } from "node:util";
import { BIN, startProcess } from "./cli-process.ts";

export interface InTerminalOptions {
  readonly cwd: string;
  readonly columns: number;
  /** The script that is started. @default the command's own */
  readonly script?: string | undefined;
  readonly env?: { readonly [name: string]: string } | undefined;
  /** What is typed, each once the text before it is shown, in this order. */
  readonly typed?: readonly (readonly [shown: string, keys: string])[] | undefined;
}

/** Runs a command under a pseudo-terminal of so many columns; what it shows, with its escape codes, and how it ends. */
export async function inTerminal(
  args: readonly string[],
  { cwd, columns, script = BIN, env = {}, typed = [] }: InTerminalOptions,
): Promise<{ readonly shown: string; readonly exit: number | null }> {
  const line = ["node", "--conditions=pawl-source", script, ...args].map((word) => `'${word}'`).join(" ");
  const command = `stty cols ${columns} rows 30; ${line}`;
  const { child, ended } = startProcess("script", ["-qec", command, "/dev/null"], {
    cwd,
    env: { TERM: "xterm-256color", ...env },
    typed: typed.length > 0,
  });
  const left = [...typed];
  let unread = "";
  child.stdout?.on("data", (chunk) => {
    unread += String(chunk);
    const [next] = left;
    const plain = stripVTControlCharacters(unread);
    if (next === undefined || !plain.includes(next[0])) return;
    left.shift();
    unread = "";
    child.stdin?.write(next[1]);
  });
  const { stdout, exit } = await ended;
  child.stdin?.end();
  return { shown: stdout, exit };
}

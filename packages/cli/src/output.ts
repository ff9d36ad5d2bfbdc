import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Where a command writes: facts for programs on stdout, everything for people on stderr or stdout by the mode. */
export interface Output {
  /** One JSON document on stdout, progress on stderr. */
  readonly json: boolean;
  readonly quiet: boolean;
  /** A terminal that can redraw a line: no bars without one. */
  readonly live: boolean;
  /** Columns of the terminal, 80 where there is none. */
  readonly columns: number;
  /** A result for people; nothing where `json`. */
  readonly print: (text: string) => void;
  /** What happens on the way; nothing where `quiet`. */
  readonly note: (text: string) => void;
  /** Redraws the last lines in place, each cut to the terminal's width by the caller; nothing without a terminal. */
  readonly redraw: (lines: string) => void;
  /** The one document of `--json`. */
  readonly document: (value: unknown) => void;
  readonly style: (style: Style, text: string) => string;
}

export interface OutputOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** Returns the output of this process: colours and bars only on a terminal, and never under `NO_COLOR`, `CI` or `--json`. */
export function processOutput(options: OutputOptions = {}): Output {
  const { stdout, stderr, env } = process;
  const json = options.json ?? false;
  const quiet = options.quiet ?? false;
  const live = stderr.isTTY === true && !env["CI"] && !quiet && env["TERM"] !== "dumb";
  const colours = stdout.isTTY === true && !json && !env["NO_COLOR"] && !env["CI"];
  let drawn = 0;
  const clear = (): void => {
    if (drawn > 0) stderr.write(`\r${drawn > 1 ? `\u001b[${drawn - 1}A` : ""}\u001b[J`);
    drawn = 0;
  };
  return {
    json,
    quiet,
    live,
    columns: stderr.columns ?? stdout.columns ?? 80,
    print: (text) => {
      clear();
      if (!json) stdout.write(`${text}\n`);
    },
    note: (text) => {
      clear();
      if (!quiet) stderr.write(`${text}\n`);
    },
    redraw: (lines) => {
      if (!live) return;
      clear();
      stderr.write(lines);
      drawn = lines.split("\n").length;
    },
    document: (value) => {
      clear();
      if (json) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    style: (style, text) => (colours ? styleText(style, text) : text),
  };
}

import { styleText } from "node:util";
import { terminalSafe } from "./terminal-safe.ts";
import { wrapText } from "./wrap-text.ts";

type Style = Parameters<typeof styleText>[0];

/** Where a command writes: results on stdout, what happens on the way and errors on stderr. */
export interface Output {
  /** One JSON document on stdout instead of results for people. */
  readonly json: boolean;
  readonly quiet: boolean;
  /** A terminal that can redraw lines: no bars without one. */
  readonly live: boolean;
  /** Columns of the terminal at this moment; `COLUMNS` where that is set, 80 where nothing says. */
  readonly columns: number;
  /** Lines of the terminal at this moment. */
  readonly rows: number;
  /** A result for people; nothing where `json`. */
  readonly print: (text: string) => void;
  /** A part of a result, as it comes, without a line end; nothing where `json`. */
  readonly write: (text: string) => void;
  /** What happens on the way; nothing where `quiet`. Lines that are redrawn stay below it. */
  readonly note: (text: string) => void;
  /** Why it failed; also where `quiet`. */
  readonly fail: (text: string) => void;
  /** Replaces the lines drawn last, each cut to the terminal's width by the caller; an empty text takes them away. Nothing without a terminal. */
  readonly redraw: (lines: string) => void;
  /** The one document of `--json`; what comes after the first one is dropped. */
  readonly document: (value: unknown) => void;
  readonly style: (style: Style, text: string) => string;
}

export interface OutputOptions {
  /** "stderr" for a step inside a larger command whose stdout is its own: its results are notes there, its document is dropped. @default "stdout" */
  readonly resultsTo?: "stdout" | "stderr" | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** Returns the output of this process: bars and colours only on a terminal, and never in CI; no colours under `NO_COLOR` either. Lines wrap on a terminal only. */
export function processOutput(options: OutputOptions = {}): Output {
  const { stderr, env } = process;
  const isStep = options.resultsTo === "stderr";
  const stdout = isStep ? stderr : process.stdout;
  const { json = false, quiet = false } = options;
  const hidesResults = json || (isStep && quiet);
  const plain = isSet(env["CI"]) || env["TERM"] === "dumb";
  const live = stderr.isTTY === true && !plain && !quiet;
  // What is styled may go to either stream: with one of them in a file there are no escape codes at all.
  const colours = stdout.isTTY === true && stderr.isTTY === true && !plain && !env["NO_COLOR"];
  const columns = (): number => positive(env["COLUMNS"]) ?? (stderr.columns || stdout.columns || 80);
  const fitted = (text: string, stream: NodeJS.WriteStream): string =>
    stream.isTTY === true ? wrapText(terminalSafe(text), columns()) : text;
  let drawn = "";
  let documented = false;
  const erase = (): string => {
    const height = drawn === "" ? 0 : drawn.split("\n").length;
    return height === 0 ? "" : `\r${height > 1 ? `\u001b[${height - 1}A` : ""}\u001b[J`;
  };
  const clear = (): void => {
    if (drawn !== "") stderr.write(erase());
    drawn = "";
  };
  return {
    json,
    quiet,
    live,
    get columns() {
      return columns();
    },
    get rows() {
      return stderr.rows || 24;
    },
    print: (text) => {
      clear();
      if (!hidesResults) stdout.write(`${fitted(text, stdout)}\n`);
    },
    write: (text) => {
      clear();
      if (!hidesResults) stdout.write(text);
    },
    note: (text) => {
      if (!quiet) stderr.write(`${erase()}${fitted(text, stderr)}\n${drawn}`);
    },
    fail: (text) => {
      clear();
      stderr.write(`${fitted(text, stderr)}\n`);
    },
    redraw: (lines) => {
      if (!live) return;
      stderr.write(`${erase()}${lines}`);
      drawn = lines;
    },
    document: (value) => {
      clear();
      if (json && !isStep && !documented) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
      documented = true;
    },
    style: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
  };
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && !["", "0", "false"].includes(variable.toLowerCase());
}

function positive(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d*$/.test(text) ? Number(text) : null;
}

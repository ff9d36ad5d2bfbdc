import { type Command, InvalidArgumentError, Option } from "commander";
import { wrapText } from "../wrap-text.ts";
import type { ProgramContext } from "./program-context.ts";

const EXIT_CODES =
  "Exit codes: 0 done · 1 the answer is no · 2 inconclusive · 3 could not measure · 4 criteria changed · 64 wrong use or configuration · 65 bad data · 69 service not reachable · 70 our bug · 74 cannot read or write · 130 interrupted";

export interface CommandDescription {
  /** What follows the program's name: `climb <task>`. */
  readonly usage: string;
  readonly description: string;
  /** A whole command line, without the program's name. */
  readonly example: string;
  /** What this command's own exit codes mean, where it has some. */
  readonly exits?: string | undefined;
}

/** Returns a new command with its help: usage, options, an example and the exit codes. */
export function addCommand(
  on: Command,
  { name, output }: ProgramContext,
  { usage, description, example, exits }: CommandDescription,
): Command {
  const columns = Math.min(output.columns, 120);
  const after = [`Example: ${name} ${example}`, ...(exits === undefined ? [] : [exits]), EXIT_CODES];
  const [own = ""] = usage.split(" ");
  return on
    .command(usage)
    .description(description)
    .showHelpAfterError(`Example: ${name} ${example}\n${pathOf(on, own)} --help shows the rest.\nNothing was run.`)
    .addHelpText("after", `\n${after.map((text) => wrapText(text, columns)).join("\n\n")}`);
}

/** What is typed for a command: `pawl data split`. */
function pathOf(on: Command, own: string): string {
  const names = [own];
  for (let command: Command | null = on; command !== null; command = command.parent) names.unshift(command.name());
  return names.join(" ");
}

export function modelOption(): Option {
  return new Option("--model <name>", "a model of the configuration or the catalogue, a .gguf file, or openai:<id>");
}

export function variantOption(): Option {
  return new Option("--variant <file>", "a variant or champion file instead of the champion");
}

export function seedOption(what: string): Option {
  return new Option("--seed <n>", what).argParser(wholeNumber(0)).default(1);
}

export function delimiterOption(): Option {
  return new Option("--delimiter <character>", "what stands between the cells of a CSV; tab for tabs; default: a comma").argParser(
    cellDelimiter,
  );
}

function cellDelimiter(text: string): string {
  if (text === "tab" || text === "\\t") return "\t";
  if ([...text].length === 1 && text !== '"') return text;
  throw new InvalidArgumentError("It must be one character, as ; or tab.");
}

/** Returns a reader of whole numbers from `least` on. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text) || Number(text) < least) throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
    return Number(text);
  };
}

/** Returns a reader of numbers above 0, and below `below` where that is given. */
export function positiveNumber(below?: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value > 0 && value < (below ?? Number.POSITIVE_INFINITY)) return value;
    throw new InvalidArgumentError(`It must be a number above 0${below === undefined ? "" : ` and below ${below}`}.`);
  };
}

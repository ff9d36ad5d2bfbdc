// Plain JavaScript without a dependency: the bootstrap reads it on any Node before anything is installed.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CLONE_COMMAND } from "./clone-command.mjs";

export const TASKS = ["intake", "triage", "snips", "banking77"];
const ON_PUBLIC_DATA = ["snips", "banking77"];

/** The names of `@pawl/local`'s catalogue (a test compares). */
export const MODELS = ["smollm2-135m-instruct", "gemma-3-270m", "qwen2.5-coder-0.5b-instruct"];

export const USAGE = `npm start -- [--task ${TASKS.join("|")}] [--model NAME|openai:ID|FILE.gguf] [--quick] [--budget 5m] [--seed N] [--json] [--quiet]

Pulls a small open-weight model once, then climbs: instructions, fixed demonstrations, retrieved demonstrations. Ends by itself.
--quick takes 90 seconds and fewer examples: only large differences can be shown.
snips and banking77 are public data, in the folder that PAWL_DATA names.
Afterwards the champion runs by ${CLONE_COMMAND} run intake "…", and ${CLONE_COMMAND} --help shows every other command.`;

const text = /** @type {const} */ ({ type: "string" });
const flag = /** @type {const} */ ({ type: "boolean" });
const OPTIONS = {
  task: text,
  model: text,
  budget: text,
  seed: text,
  quick: flag,
  json: flag,
  quiet: flag,
  debug: flag,
  help: /** @type {const} */ ({ type: "boolean", short: "h" }),
};

/**
 * @typedef {object} StartOptions
 * @property {string} task
 * @property {string} model
 * @property {string | undefined} budget
 * @property {string} seed
 * @property {boolean} quick
 * @property {boolean} json
 * @property {boolean} quiet
 * @property {boolean} debug
 * @property {boolean} help
 */

/**
 * Reads the command line of `npm start`. Gives the options, and all that is wrong with them, one sentence each; files are looked for from `cwd`.
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string, readonly env?: { readonly [name: string]: string | undefined } }} [surroundings]
 * @returns {{ readonly options: StartOptions, readonly problems: readonly string[] }}
 */
export function startOptions(args, { cwd = process.cwd(), env = process.env } = {}) {
  const { values, tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
  const said = (/** @type {"task" | "model" | "budget" | "seed"} */ name) => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  const options = {
    task: said("task") ?? "intake",
    model: said("model") ?? "smollm2-135m-instruct",
    budget: said("budget"),
    seed: said("seed") ?? "1",
    quick: values.quick === true,
    json: values.json === true,
    quiet: values.quiet === true,
    debug: values.debug === true,
    help: values.help === true,
  };
  const problems = tokens.flatMap(problemOf);
  if (problems.length === 0) problems.push(...taskProblems(options.task, env), ...modelProblems(options.model, cwd));
  if (!/^\d{1,15}$/.test(options.seed)) problems.push(`--seed is a whole number; got "${options.seed}".`);
  return { options, problems };
}

/**
 * What is printed for wrong options: what happened, and what to do.
 * @param {readonly string[]} problems
 */
export function problemText(problems) {
  return `${problems.join("\n")}\nNothing was installed, pulled or run. \`npm start -- --help\` shows what it takes.`;
}

/**
 * Prints what is wrong with the command line, for people and where asked as the one document of `--json`. Gives the exit code.
 * @param {readonly string[]} problems
 * @param {{ readonly json: boolean }} options
 */
export function refuse(problems, { json }) {
  const message = problemText(problems);
  process.stderr.write(`✗ ${message}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: "use.command-line", message }, exit: 64 }, null, 2)}\n`);
  return 64;
}

/** @param {NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number]} token */
function problemOf(token) {
  if (token.kind === "positional") return [`npm start takes options only; got "${token.value}".`];
  if (token.kind !== "option") return [];
  const type = Object.entries(OPTIONS).find(([name]) => name === token.name)?.[1].type;
  if (type === undefined) return [`npm start has no option "${token.rawName}".`];
  if (type === "boolean") return token.value === undefined ? [] : [`${token.rawName} takes no value; got "${token.value}".`];
  const missing = token.value === undefined || token.value === "" || (!token.inlineValue && token.value.startsWith("-"));
  return missing ? [`${token.rawName} needs a value behind it.`] : [];
}

/**
 * @param {string} task
 * @param {{ readonly [name: string]: string | undefined }} env
 */
function taskProblems(task, env) {
  if (!TASKS.includes(task)) return [`There is no task "${task}". Tasks: ${TASKS.join(", ")}.`];
  if (!ON_PUBLIC_DATA.includes(task) || env["PAWL_DATA"]) return [];
  return [
    `The task "${task}" runs on public data, and PAWL_DATA does not say where that is. Set it to a folder that holds ${task}/ as published: PAWL_DATA=/path/to/data.`,
  ];
}

/**
 * @param {string} model
 * @param {string} cwd
 */
function modelProblems(model, cwd) {
  if (MODELS.includes(model) || /^openai:./.test(model)) return [];
  if (model.endsWith(".gguf")) return existsSync(resolve(cwd, model)) ? [] : [`There is no file ${resolve(cwd, model)} for --model.`];
  return [`There is no model "${model}". Known: ${MODELS.join(", ")}; hosted ones are written openai:ID, files end in .gguf.`];
}

import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fallbackCause, isPawlError, type Outcome, PawlError, type Runner, type Task, type Trace } from "@pawl/core";
import { textField } from "../climb/text-field.ts";
import type { TaskEntry } from "../define-config.ts";
import { EXIT, type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { errorFacts, errorText } from "../print-error.ts";
import { checkInput } from "../project/checked-input.ts";
import { disposing } from "../project/find-model.ts";
import { errorOf } from "../project/first-failure.ts";
import { loadExamples } from "../project/load-examples.ts";
import { asOwnCode } from "../project/own-code.ts";
import { ownRunner, withCodes } from "../project/own-runner.ts";
import type { Project } from "../project/project.ts";
import { readsRows, servedRunner } from "../project/served-runner.ts";
import { type Subject, servedFunction, subjectOf } from "../project/subject-of.ts";

export interface RunCommandOptions {
  readonly task: string;
  readonly model?: string | undefined;
  /** The input as JSON or text, or a JSONL file of inputs; left out, stdin. */
  readonly input?: string | undefined;
  readonly variant?: string | undefined;
  readonly stdin: Readable;
  readonly abortSignal: AbortSignal;
}

/**
 * Runs the champion, or the task's own function, on one input, or on each line of a JSONL file or of stdin; free text streams to stdout as it comes. Ends
 * with 1 where an input got no answer, or with the code of the first error; a line that does not fit the task is told, and the others are run.
 * The data set is read only where the champion's demonstrations come from it.
 */
export async function runCommand(output: Output, project: Project, options: RunCommandOptions): Promise<ExitCode> {
  const { abortSignal } = options;
  const entry = project.entry(options.task);
  const subject = await subjectOf(project, entry, { file: options.variant, modelName: options.model });
  await using _ = disposing(subject.model, subject.fallback?.model);
  const runner = await runnerFor(project, entry, subject, abortSignal);
  if (subject.variant !== null && options.variant === undefined && !existsSync(project.files(entry.task).champion))
    output.note(`There is no champion of "${entry.task.name}" yet: what a climb begins with answers.`);
  if (options.input === undefined && Object(options.stdin).isTTY === true) output.note("One input a line; Ctrl-D ends them.");
  const field = textField(entry.task);
  const answers: (Trace | { readonly error: unknown })[] = [];
  let exit: ExitCode = EXIT.done;
  for await (const { text, where } of inputTexts(options)) {
    const input = inputOf(text, field);
    try {
      await checkInput(entry.task, input, where);
    } catch (error) {
      if (where === null || !isPawlError(error)) throw error;
      output.fail(errorText(error, false));
      answers.push({ error: { code: error.code, message: errorText(error, false), facts: errorFacts(error) } });
      if (exit === EXIT.done) exit = exitCodeOf(error);
      continue;
    }
    const trace = await answered(runner, input, { output, abortSignal, streams: isFreeText(entry.task) });
    abortSignal.throwIfAborted();
    const cause = fallbackCause(trace);
    if (cause !== null)
      output.note(`The fallback ${trace.outcome.kind === "ok" ? "answered" : "was asked"}: the first ended with ${cause}.`);
    answers.push(trace);
    if (exit === EXIT.done) exit = exitOf(trace.outcome);
  }
  if (answers.length === 0) output.note("There was no input: give one as an argument, on stdin, or as a .jsonl file.");
  output.document(options.input !== undefined && !isFile(options.input) ? answers[0] : answers);
  return exit;
}

type Answering = Pick<Runner<unknown, unknown>, "run" | "stream">;

async function runnerFor(
  project: Project,
  entry: TaskEntry,
  { fallback, model, variant }: Subject,
  abortSignal: AbortSignal,
): Promise<Answering> {
  const dataset = readsRows(variant, fallback) ? await loadExamples(project, entry, abortSignal) : null;
  if (variant !== null) return servedRunner(project, entry, { variant, model, fallback, dataset, mapError: asOwnCode });
  const own = entry.run ?? (() => undefined);
  return { run: await servedFunction(project, entry, { traced: ownRunner(withCodes(own)), fallback, dataset }) };
}

function isFile(input: string): boolean {
  return input.endsWith(".jsonl");
}

interface InputText {
  readonly text: string;
  /** The line of a file or of stdin; null for the argument itself. */
  readonly where: string | null;
}

async function* inputTexts({ input, stdin, abortSignal }: RunCommandOptions): AsyncGenerator<InputText> {
  if (input !== undefined && !isFile(input)) return yield { text: input, where: null };
  if (input !== undefined && !existsSync(input)) {
    throw new PawlError("io.cannot-read", `There is no file ${input}. Check the path.\nNothing was run.`, { facts: { path: input } });
  }
  const lines = createInterface({
    input: input === undefined ? stdin : createReadStream(input),
    crlfDelay: Number.POSITIVE_INFINITY,
    signal: abortSignal,
  });
  let number = 0;
  for await (const text of lines) {
    number++;
    if (text.trim() !== "") yield { text, where: `Line ${number} of ${input ?? "stdin"}` };
  }
  abortSignal.throwIfAborted();
}

/** A line that is a JSON object is the input, or an example that has one; anything else is the text of the input's one text field. */
function inputOf(text: string, field: string | null): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return "input" in value ? value.input : value;
  } catch {}
  return field === null ? text : { [field]: text };
}

interface AnsweredOptions {
  readonly output: Output;
  readonly abortSignal: AbortSignal;
  /** Whether what comes is the answer itself, and not a form of it that is still to be read. */
  readonly streams: boolean;
}

async function answered(runner: Answering, input: unknown, { output, abortSignal, streams }: AnsweredOptions): Promise<Trace> {
  if (!streams || runner.stream === undefined || output.json) return said(output, await runner.run(input, { abortSignal }));
  let written = "";
  for await (const event of runner.stream(input, { abortSignal })) {
    if (event.type === "text-delta") {
      written += event.text;
      output.write(event.text);
    } else if (event.type === "restart") {
      if (written !== "") {
        output.write("\n");
        output.note("What was shown does not stand; another answer follows.");
      }
      written = "";
    } else {
      if (written !== "") output.write("\n");
      const { outcome } = event.trace;
      return outcome.kind === "ok" && outcome.output === written.trim() ? event.trace : said(output, event.trace, written);
    }
  }
  throw new Error("A stream of a Runner ends with its trace.");
}

function said(output: Output, trace: Trace, written = ""): Trace {
  const { outcome } = trace;
  if (outcome.kind !== "ok") {
    if (outcome.kind !== "aborted") output.fail(noAnswer(outcome));
  } else if (outcome.output !== written) output.print(typeof outcome.output === "string" ? outcome.output : JSON.stringify(outcome.output));
  return trace;
}

function exitOf(outcome: Outcome): ExitCode {
  if (outcome.kind === "ok") return EXIT.done;
  return outcome.kind === "error" ? exitCodeOf(errorOf(outcome.error)) : EXIT.no;
}

function isFreeText({ outputJsonSchema }: Task): boolean {
  return outputJsonSchema["type"] === "string" && outputJsonSchema["enum"] === undefined;
}

function noAnswer(outcome: Exclude<Outcome, { readonly kind: "ok" }>): string {
  switch (outcome.kind) {
    case "invalid": {
      const issues = outcome.issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
      return `The answer does not fit the task: ${issues.join("; ")}. It was: ${outcome.text}`;
    }
    case "refused":
    case "skipped":
      return `No answer (${outcome.kind}): ${outcome.reason}`;
    case "error":
      return `No answer: ${outcome.error.message}`;
    case "timeout":
      return `No answer after ${Math.round(outcome.afterMs)} ms.`;
    default:
      return `No answer: ${outcome.kind}.`;
  }
}

import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type Outcome, PawlError, type Runner, type Task, type Trace } from "@pawl/core";
import { textField } from "../climb/text-field.ts";
import { EXIT, type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { disposing } from "../project/find-model.ts";
import { errorOf } from "../project/first-failure.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { readsDataset, runnerOf } from "../project/runner-of.ts";
import { requireVariant, subjectOf } from "../project/subject-of.ts";

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
 * Runs the champion on one input, or on each line of a JSONL file or of stdin; free text streams to stdout as it comes. Ends with 1 where an input got
 * no answer, or with the code of the first error. The data set is read only where the champion's demonstrations come from it.
 */
export async function runCommand(output: Output, project: Project, options: RunCommandOptions): Promise<ExitCode> {
  const { abortSignal } = options;
  const entry = project.entry(options.task);
  const subject = await subjectOf(project, entry, { file: options.variant, modelName: options.model });
  requireVariant(subject, entry, `"pawl run"`);
  const { variant, model } = subject;
  await using _ = disposing(model);
  const dataset = readsDataset(variant) ? await loadExamples(project, entry, abortSignal) : null;
  const runner = await runnerOf(project, entry, { variant, model, dataset });
  if (options.input === undefined && Object(options.stdin).isTTY === true) output.note("One input a line; Ctrl-D ends them.");
  const field = textField(entry.task);
  const traces: Trace[] = [];
  let exit: ExitCode = EXIT.done;
  for await (const text of inputTexts(options)) {
    const trace = await answered(runner, inputOf(text, field), { output, abortSignal, streams: isFreeText(entry.task) });
    abortSignal.throwIfAborted();
    traces.push(trace);
    if (exit === EXIT.done) exit = exitOf(trace.outcome);
  }
  output.document(traces.length === 1 ? traces[0] : traces);
  return exit;
}

async function* inputTexts({ input, stdin, abortSignal }: RunCommandOptions): AsyncGenerator<string> {
  const isFile = input?.endsWith(".jsonl") === true;
  if (input !== undefined && !isFile) return yield input;
  if (input !== undefined && !existsSync(input)) {
    throw new PawlError("io.cannot-read", `There is no file ${input}. Check the path.\nNothing was run.`, { facts: { path: input } });
  }
  const lines = createInterface({
    input: input === undefined ? stdin : createReadStream(input),
    crlfDelay: Number.POSITIVE_INFINITY,
    signal: abortSignal,
  });
  for await (const line of lines) if (line.trim() !== "") yield line;
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

async function answered(
  runner: Runner<unknown, unknown>,
  input: unknown,
  { output, abortSignal, streams }: AnsweredOptions,
): Promise<Trace> {
  if (!streams || runner.stream === undefined || output.json) return said(output, await runner.run(input, { abortSignal }));
  let written = "";
  for await (const event of runner.stream(input, { abortSignal })) {
    if (event.type === "text-delta") {
      written += event.text;
      output.write(event.text);
    } else if (event.type === "restart") {
      if (written !== "") output.write("\n");
      written = "";
      output.note("The answer did not fit the task and is asked for again.");
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

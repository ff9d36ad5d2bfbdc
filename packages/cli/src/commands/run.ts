import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type LanguageModel, PawlError, type Runner, type Trace } from "@pawl/core";
import { textField } from "../climb/text-field.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Output } from "../output.ts";
import { loadExamples } from "../project/load-examples.ts";
import type { Project } from "../project/project.ts";
import { runnerOf, variantOf } from "../project/variant-of.ts";

export interface RunCommandOptions {
  readonly task: string;
  readonly model: LanguageModel;
  /** The input as JSON or text, or a JSONL file of inputs; left out, stdin. */
  readonly input?: string | undefined;
  readonly variant?: string | undefined;
  readonly stdin: Readable;
  readonly abortSignal: AbortSignal;
}

/** Runs the champion on one input, or on each line of a JSONL file or of stdin; one input's text streams as it comes. Ends with 1 where an input got no answer. */
export async function runCommand(output: Output, project: Project, options: RunCommandOptions): Promise<ExitCode> {
  const { model, abortSignal } = options;
  const entry = project.entry(options.task);
  const dataset = await loadExamples(project, entry, abortSignal);
  const variant = await variantOf(project, entry, { file: options.variant, model });
  const runner = await runnerOf(entry, { variant, models: [model], dataset });
  const field = textField(entry.task);
  const traces: Trace[] = [];
  let answered = true;
  for await (const text of inputTexts(options)) {
    const trace = await streamed(runner, inputOf(text, field), { output, abortSignal });
    traces.push(trace);
    answered &&= trace.outcome.kind === "ok";
  }
  output.document(traces.length === 1 ? traces[0] : traces);
  return answered ? EXIT.done : EXIT.no;
}

async function* inputTexts({ input, stdin }: RunCommandOptions): AsyncGenerator<string> {
  if (input !== undefined && !/\.jsonl$/.test(input)) return yield input;
  if (input !== undefined && !existsSync(input))
    throw new PawlError("io.cannot-read", `There is no file ${input}.`, { facts: { path: input } });
  const lines = createInterface({ input: input === undefined ? stdin : createReadStream(input), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) if (line.trim() !== "") yield line;
}

/** A line that is a JSON object is the input, or an example that has one; anything else is the text of the input's one text field. */
function inputOf(text: string, field: string | null): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return "input" in value ? value.input : value;
  } catch {}
  return field === null ? text : { [field]: text };
}

async function streamed(
  runner: Runner<unknown, unknown>,
  input: unknown,
  { output, abortSignal }: { readonly output: Output; readonly abortSignal: AbortSignal },
): Promise<Trace> {
  let text = "";
  if (runner.stream !== undefined) {
    for await (const event of runner.stream(input, { abortSignal })) {
      if (event.type === "end") return said(output, { ...event.trace, input });
      text = event.type === "restart" ? "" : text + event.text;
      output.redraw(text.slice(-output.columns + 1).replaceAll("\n", " "));
    }
  }
  return said(output, { ...(await runner.run(input, { abortSignal })), input });
}

function said(output: Output, trace: Trace): Trace {
  const { outcome } = trace;
  if (outcome.kind === "ok") output.print(typeof outcome.output === "string" ? outcome.output : JSON.stringify(outcome.output));
  else if (outcome.kind === "aborted") throw new DOMException("Interrupted.", "AbortError");
  else output.note(noAnswer(outcome));
  return trace;
}

function noAnswer(outcome: Exclude<Trace["outcome"], { readonly kind: "ok" }>): string {
  switch (outcome.kind) {
    case "invalid":
      return `The answer does not fit the task: ${outcome.issues.map(({ path, message }) => `${path}: ${message}`).join("; ")}. It was: ${outcome.text}`;
    case "refused":
    case "skipped":
      return `No answer (${outcome.kind}): ${outcome.reason}`;
    case "error":
      return `No answer: ${outcome.error.message}`;
    default:
      return `No answer: ${outcome.kind}.`;
  }
}

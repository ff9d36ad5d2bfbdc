import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { PawlError } from "@pawl/core";
import { fieldsOf } from "../internal/wire-result.ts";

/** What a batch says of a request: the completion, or the status and words of its refusal. */
export type BatchAnswer = { readonly body: unknown } | { readonly status: number; readonly error: { readonly [field: string]: unknown } };

/** A line that gave no answer. `unanswered`: it expired, was cancelled, or failed in a way that another try may mend. */
export interface BatchProblem {
  readonly path: string;
  readonly line: number;
  readonly problem: "not-json" | "truncated" | "not-a-result" | "duplicate" | "unanswered";
  /** The line's id, and the batch's own code or status where it says one. */
  readonly id: string | null;
  readonly code: string | null;
}

/** The answers of one or more result files by `custom_id`. */
export interface BatchResults {
  readonly size: number;
  readonly get: (customId: string) => BatchAnswer | undefined;
  /** How many of them nobody has asked for. */
  readonly unused: () => number;
  /** The first hundred; `problemCount` counts all. */
  readonly problems: readonly BatchProblem[];
  readonly problemCount: number;
}

const KEPT_PROBLEMS = 100;

/**
 * Returns the answers in the output and error files of batches (OpenAI's, vLLM's run-batch), read line by line. An answer stands over a failure of the same
 * id, the first of two answers over the second. Lines that are cut off or no results are told as problems, the others are read.
 * @throws PawlError `io.batch-unreadable`, `data.not-batch-results` where a file has lines and none is a result.
 */
export async function readBatchResults(paths: readonly string[]): Promise<BatchResults> {
  // Kept as text: an answer is parsed when it is asked for.
  const lines = new Map<string, { readonly text: string; readonly failed: boolean }>();
  const problems: BatchProblem[] = [];
  const used = new Set<string>();
  let problemCount = 0;
  for (const path of paths) {
    let [found, seen] = [0, 0];
    let last: BatchProblem | null = null;
    const tell = (problem: BatchProblem): void => {
      problemCount++;
      if (problems.length < KEPT_PROBLEMS) problems.push(problem);
    };
    for await (const { text, line } of linesOf(path)) {
      if (last !== null) tell(last);
      last = null;
      seen++;
      const row = rowOf(text);
      const at = { path, line, id: row?.id ?? null, code: row?.code ?? null };
      if (row === null) last = { ...at, problem: "not-json" };
      else if (row.id === null || row.kind === "none") tell({ ...at, problem: "not-a-result" });
      else {
        found++;
        const known = lines.get(row.id);
        if (row.kind === "unanswered") tell({ ...at, problem: "unanswered" });
        else if (known === undefined || (known.failed && row.kind === "answer"))
          lines.set(row.id, { text, failed: row.kind === "failure" });
        else if (row.kind === "answer" && known.text !== text) tell({ ...at, problem: "duplicate" });
      }
    }
    // What is no JSON at the end of a file was cut off, mostly.
    if (last !== null) tell({ ...last, problem: "truncated" });
    if (seen > 0 && found === 0) throw notResults(path);
  }
  return {
    size: lines.size,
    get: (id) => {
      const found = lines.get(id);
      if (found === undefined) return undefined;
      used.add(id);
      return answerIn(found.text);
    },
    unused: () => lines.size - used.size,
    problems,
    problemCount,
  };
}

async function* linesOf(path: string): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  let line = 0;
  const input = createReadStream(path, "utf8");
  const opened = new Promise<void>((resolve, reject) => input.once("open", () => resolve()).once("error", reject));
  try {
    await opened;
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      const trimmed = text.replace(/^\uFEFF/, "").trim();
      if (trimmed !== "") yield { text: trimmed, line };
    }
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    throw new PawlError("io.batch-unreadable", `The batch results ${path} cannot be read (${why}). Check the path.`, {
      facts: { path, system: why },
      cause,
    });
  }
}

interface Row {
  readonly id: string | null;
  readonly kind: "answer" | "failure" | "unanswered" | "none";
  readonly code: string | null;
}

/** Statuses that another try may mend. */
const isPassing = (status: number): boolean => status === 408 || status === 409 || status === 429 || status >= 500;

function rowOf(text: string): Row | null {
  const row = parsed(text);
  if (row === undefined) return null;
  const fields = fieldsOf(row) ?? {};
  const { custom_id: customId } = fields;
  const id = typeof customId === "string" && customId !== "" ? customId : null;
  const answer = answerOf(fields);
  if (answer === null) return { id, kind: "none", code: null };
  if ("body" in answer) return { id, kind: "answer", code: null };
  const code = textOf(answer.error["code"]) ?? textOf(answer.error["type"]) ?? (answer.status === 0 ? null : String(answer.status));
  return { id, kind: answer.status === 0 || isPassing(answer.status) ? "unanswered" : "failure", code };
}

function answerIn(text: string): BatchAnswer | undefined {
  return answerOf(fieldsOf(parsed(text)) ?? {}) ?? undefined;
}

/** A status of 0: there was no response at all, as for a request that expired. */
function answerOf(row: { readonly [field: string]: unknown }): BatchAnswer | null {
  const response = fieldsOf(row["response"]);
  const outer = fieldsOf(row["error"]);
  if (response === null) return outer === null ? null : { status: 0, error: outer };
  const status = response["status_code"];
  if (typeof status !== "number") return null;
  const body = fieldsOf(response["body"]);
  if (status >= 200 && status < 300) return body === null ? null : { body };
  // OpenAI has the error in the body; vLLM has it beside the response, itself or inside another `error`.
  return { status, error: fieldsOf(body?.["error"]) ?? fieldsOf(outer?.["error"]) ?? outer ?? {} };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notResults(path: string): PawlError {
  return new PawlError(
    "data.not-batch-results",
    `${path} holds no line of batch results: expected {"custom_id": …, "response": …} on each. Give the output or error file of a batch, not the file of its requests.`,
    { facts: { path } },
  );
}

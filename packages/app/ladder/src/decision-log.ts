import { open, readFile } from "node:fs/promises";
import { type Decision, PawlError } from "@pawl/core";

/** A file that decisions are appended to as they are made. */
export interface DecisionLog {
  /** Resolves once the line would survive the end of the process. Lines are written in the order of the calls. */
  readonly append: (decision: Decision) => Promise<void>;
}

const FORMAT = "pawl.decision/1";
const NEWLINE = 10;

/**
 * Returns a writer of a decision log as JSON lines. A line goes in one write and is synced; a line that an earlier process left
 * half-written, or a full disk cut, is cut off before the next append, so that a log is always whole lines.
 * @throws PawlError `io.decision-log-not-written` from `append` where the file cannot be opened or written.
 */
export function decisionLog(path: string): DecisionLog {
  let queue: Promise<void> = Promise.resolve();
  let mended = false;
  const write = async (decision: Decision): Promise<void> => {
    try {
      if (!mended) await cutTornLine(path);
      mended = true;
      await using file = await open(path, "a");
      await file.appendFile(`${JSON.stringify(decision)}\n`);
      await file.datasync();
    } catch (cause) {
      // A full disk may have taken a part of the line.
      mended = false;
      throw new PawlError(
        "io.decision-log-not-written",
        `The decision log ${path} could not be written: ${said(cause)}. Free space or pick another path; the climb can go on from its store.`,
        {
          facts: { path },
          cause,
        },
      );
    }
  };
  return {
    append: (decision) => {
      const line = queue.then(() => write(decision));
      queue = line.catch(() => {});
      return line;
    },
  };
}

async function cutTornLine(path: string): Promise<void> {
  await using file = await open(path, "a+");
  const { size } = await file.stat();
  if (size === 0) return;
  const bytes = await readFile(path);
  if (bytes.at(-1) !== NEWLINE) await file.truncate(bytes.lastIndexOf(NEWLINE) + 1);
}

/**
 * Returns the decisions of a log in order. A last line without its newline is what a killed process left: it is passed over.
 * @throws PawlError `io.decision-log-not-read`, or `data.decision-log-invalid` with the first 20 bad lines.
 */
export async function readDecisionLog(path: string): Promise<readonly Decision[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new PawlError(
      "io.decision-log-not-read",
      `The decision log ${path} could not be read: ${said(cause)}. Check the path; a climb without a log starts anew.`,
      {
        facts: { path },
        cause,
      },
    );
  }
  const decisions: Decision[] = [];
  const problems: string[] = [];
  const lines = text.split("\n").slice(0, -1);
  for (const [index, line] of lines.entries()) {
    const decision = parsed(line);
    if (typeof decision === "string") problems.push(`line ${index + 1} ${decision}`);
    else decisions.push(decision);
  }
  if (problems.length === 0) return decisions;
  const more = problems.length > 20 ? ` and ${problems.length - 20} more` : "";
  throw new PawlError(
    "data.decision-log-invalid",
    `The decision log ${path} cannot be replayed: ${problems.slice(0, 20).join("; ")}${more}. Nothing was run. Mend the lines, or start without the log.`,
    { facts: { path, lines: problems.length } },
  );
}

function parsed(line: string): Decision | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "is not JSON";
  }
  if (!isRecord(value)) return "is not an object";
  if (value["format"] !== FORMAT) {
    const got = typeof value["format"] === "string" ? `"${value["format"]}"` : "none";
    return `has the format ${got}; this version reads "${FORMAT}"`;
  }
  return isDecision(value) ? value : 'is a decision without "kind", "rung", "round" or "why"';
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDecision(value: { readonly [key: string]: unknown }): value is Decision & { readonly [key: string]: unknown } {
  return (
    typeof value["kind"] === "string" &&
    typeof value["rung"] === "string" &&
    typeof value["round"] === "number" &&
    typeof value["why"] === "string"
  );
}

function said(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

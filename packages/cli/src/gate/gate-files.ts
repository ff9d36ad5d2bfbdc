import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { PawlError } from "@pawl/core";
import { type AaCheck, type Baseline, parseBaseline } from "@pawl/eval/gate";

/** Returns a task's blessed baseline, null where none is there. @throws PawlError `data.baseline-…`, `io.cannot-read` */
export function readBaseline(path: string): Baseline | null {
  const text = textOf(path);
  return text === null ? null : parseBaseline(text, { where: relative(process.cwd(), path) });
}

/** Returns what the last A/A check of a task found, null where there was none. @throws PawlError `data.aa-invalid`, `io.cannot-read` */
export function readAa(path: string): AaCheck | null {
  const text = textOf(path);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {}
  if (isAa(value)) return value;
  throw new PawlError(
    "data.aa-invalid",
    `${relative(process.cwd(), path)} is not what an A/A check writes. Measure again: pawl gate TASK --aa 20.\nNothing was run.`,
    { facts: { path } },
  );
}

function isAa(value: unknown): value is AaCheck {
  const { criteria, flipRate, format, statement } = Object(value);
  const rate = flipRate === null || typeof Object(flipRate).value === "number";
  return format === "pawl.aa/1" && typeof criteria === "string" && typeof statement === "string" && rate;
}

function textOf(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new PawlError("io.cannot-read", `${path} cannot be read. Check its rights.\nNothing was run.`, { facts: { path }, cause });
  }
}

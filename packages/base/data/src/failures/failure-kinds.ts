import { canonicalJson } from "@pawl/core";
import { isRecord } from "../is-record.ts";

/** An item that failed: what came in, what came out, what was expected, and why. */
export interface Failure {
  readonly id: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly expected?: unknown;
  /** What became of the run, where that is not an answer: `timeout`, `invalid`, `refused`. */
  readonly outcome?: string | undefined;
  /** What a scorer or an error says. Read as words. */
  readonly detail?: string | undefined;
}

/** Longer texts than this are no labels. */
const LABEL = 40;

/**
 * Returns in what ways an item failed, each a phrase, none twice: its outcome where that is not `ok`; else how its output differs from the expected one, field by field
 * (`missing field date`, `wrong field to.city`, `extra field x`), or as a whole (`answered refund for track`). Empty where nothing is expected, or nothing differs.
 */
export function failureKinds({ output, expected, outcome }: Failure): readonly string[] {
  if (outcome !== undefined && outcome !== "ok") return [`outcome ${outcome}`];
  if (expected === undefined) return [];
  if (output === undefined || output === null || output === "") return expected === null ? [] : ["no output"];
  const kinds = new Set<string>();
  compare(expected, output, "", kinds);
  return [...kinds];
}

function compare(expected: unknown, output: unknown, path: string, kinds: Set<string>): void {
  if (same(expected, output)) return;
  if (isRecord(expected) && isRecord(output)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(output)])) {
      const inner = path === "" ? key : `${path}.${key}`;
      const [wanted, got] = [expected[key], output[key]];
      if (absent(wanted) && absent(got)) continue;
      if (absent(got)) kinds.add(`missing field ${inner}`);
      else if (absent(wanted)) kinds.add(`extra field ${inner}`);
      else compare(wanted, got, inner, kinds);
    }
    return;
  }
  const of = path === "" ? "" : ` ${path}`;
  if (Array.isArray(expected) && Array.isArray(output)) {
    if (expected.length !== output.length) kinds.add(output.length < expected.length ? `too few items${of}` : `too many items${of}`);
    else kinds.add(same(sorted(expected), sorted(output)) ? `wrong order${of}` : `wrong items${of}`);
    return;
  }
  if (kindOf(expected) !== kindOf(output))
    kinds.add(path === "" ? `answered ${kindOf(output)} for ${kindOf(expected)}` : `wrong kind of value${of}`);
  else if (path !== "") kinds.add(`wrong field ${path}`);
  else kinds.add(isLabel(expected) && isLabel(output) ? `answered ${String(output)} for ${String(expected)}` : `wrong ${kindOf(expected)}`);
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function sorted(items: readonly unknown[]): readonly string[] {
  return items.map((item) => canonicalJson(item)).sort();
}

/** A field that is null says as much as one that is not there. */
function absent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isLabel(value: unknown): boolean {
  return typeof value === "boolean" || (typeof value === "string" && value.length <= LABEL && !value.includes("\n"));
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "nothing";
  return typeof value === "object" ? "an object" : typeof value === "string" ? "text" : typeof value;
}

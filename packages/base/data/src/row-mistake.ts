import { type JsonSchema, nearestName } from "@pawl/core";
import { isRecord } from "./is-record.ts";
import type { Mistake } from "./mistakes.ts";
import { kindOf, labelsOf, schemaAt } from "./schema-at.ts";
import type { SchemaIssue } from "./schema-result.ts";

export type RowMistake = Omit<Mistake, "file" | "line">;

/** Gives the user's own name of a field, as `expected.intent` may be the column `category`. */
export type FieldName = (path: readonly string[]) => string;

/** Returns a schema's complaint about one value in the user's words. Values of `input` are never repeated: they are a person's words. */
export function issueMistake(
  issue: SchemaIssue,
  where: { readonly side: string; readonly value: unknown; readonly schema: JsonSchema | null; readonly named: FieldName },
): RowMistake {
  const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
  const field = where.named([where.side, ...path]);
  const got = valueAt(where.value, path);
  const schema = where.schema === null ? null : schemaAt(where.schema, path);
  const labels = labelsOf(schema);
  const expected =
    labels === null ? kindOf(schema) : labels.length <= 12 ? `one of ${labels.join(", ")}` : `one of ${labels.length} labels`;
  const told = expected === null ? {} : { expected };
  if (got === undefined) {
    return { field, problem: "missing-field", says: `"${field}" is missing${expected === null ? "" : `: expected ${expected}`}.`, ...told };
  }
  if (labels !== null && typeof got === "string") {
    const near = nearestName(got, labels);
    const hint = near === null ? (labels.length <= 12 ? ` They are ${labels.join(", ")}.` : "") : ` Did you mean "${near}"?`;
    return {
      field,
      problem: "unknown-label",
      says: `"${field}" is ${where.side === "input" ? "a text" : shown(got)}, which is none of the task's ${labels.length} labels.${hint}`,
      ...told,
      ...(near === null ? {} : { suggestion: near }),
    };
  }
  const value = where.side === "input" || typeof got === "object" ? kindOfValue(got) : shown(got);
  const reason = expected === null || kindOfValue(got) === expected ? lowered(issue.message) : `expected ${expected}`;
  return { field, problem: "wrong-value", says: `"${field}" is ${value}: ${reason}.`, ...told };
}

/** Returns the mistake of a name that is not known where it stands. */
export function unknownField(field: string, name: string, known: readonly string[], of: string): RowMistake {
  const near = nearestName(name, known);
  return {
    field,
    problem: "unknown-field",
    says: `"${field}" is no field of ${of}.${near === null ? ` It has ${known.join(", ")}.` : ` Did you mean "${near}"?`}`,
    ...(near === null ? {} : { suggestion: near }),
  };
}

/** Returns the mistake of a field of the row itself that is of another kind than it must be. */
export function wrongKind(field: string, got: unknown, expected: string): RowMistake {
  return { field, problem: "wrong-value", says: `"${field}" is ${kindOfValue(got)}: expected ${expected}.`, expected };
}

/** Says what kind of value this is, without the value. */
export function kindOfValue(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return "true or false";
  return `a ${typeof value}`;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const part of path) {
    if (Array.isArray(at)) at = at[Number(part)];
    else at = isRecord(at) && Object.hasOwn(at, part) ? at[part] : undefined;
  }
  return at;
}

const LONGEST = 40;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function lowered(message: string): string {
  const text = message.endsWith(".") ? message.slice(0, -1) : message;
  return text.charAt(0).toLowerCase() + text.slice(1);
}

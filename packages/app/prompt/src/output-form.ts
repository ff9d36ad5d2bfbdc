import type { Json, JsonSchema } from "@pawl/core";
import { alternativesOf } from "./schema-walk.ts";

/** How a task's output is written by a model: one of a few labels, plain text, or JSON. */
export type OutputForm =
  | { readonly kind: "closed"; readonly labels: readonly string[]; readonly valueOf: (label: string) => Json }
  | { readonly kind: "text" }
  | { readonly kind: "json" };

/** Returns the form of an output by its JSON Schema: enums of strings and booleans are closed, other strings are text, the rest is JSON. */
export function outputForm(schema: JsonSchema): OutputForm {
  if (schema["type"] === "boolean" && schema["enum"] === undefined && schema["const"] === undefined) {
    return { kind: "closed", labels: ["true", "false"], valueOf: (label) => label === "true" };
  }
  const labels = labelsOf(schema);
  if (labels !== null && labels.length > 0) return { kind: "closed", labels, valueOf: (label) => label };
  return { kind: schema["type"] === "string" ? "text" : "json" };
}

function labelsOf(schema: JsonSchema): readonly string[] | null {
  if (typeof schema["const"] === "string") return [schema["const"]];
  const list = schema["enum"];
  if (Array.isArray(list)) {
    const labels = list.filter((item) => typeof item === "string");
    return labels.length === list.length ? labels : null;
  }
  const inner = alternativesOf(schema)?.map(labelsOf);
  if (inner === undefined) return null;
  const all: string[] = [];
  for (const labels of inner) {
    if (labels === null) return null;
    all.push(...labels);
  }
  return [...new Set(all)];
}

import type { Outcome } from "@pawl/core";

/** Returns a value as people read it: a text as it is, also where it is an object's only member, anything else as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  const members = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.values(value) : [];
  const [only] = members;
  return members.length === 1 && typeof only === "string" ? only : (JSON.stringify(value) ?? "");
}

/** Returns what a case ended with, as people read it. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "ok":
      return valueText(outcome.output);
    case "invalid":
      return `${outcome.text}\n${outcome.issues.map(({ message, path }) => `${path}: ${message}`).join("\n")}`.trim();
    case "refused":
    case "skipped":
      return outcome.reason;
    case "timeout":
      return `after ${outcome.afterMs} ms`;
    case "error":
      return `${outcome.error.code}: ${outcome.error.message}`;
    case "over-budget":
      return `budget "${outcome.budget}" has not enough left`;
    case "aborted":
      return "";
  }
}

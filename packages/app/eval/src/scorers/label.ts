import type { Scorer } from "@pawl/core";
import { anyAccepted } from "./code-scorer.ts";

/**
 * Returns a scorer of closed labels: 1 where the output is the expected label or one of the alternatives, after NFC and trimming.
 * With a field, of that field of a structured output, and called after it. Its detail holds both labels, for the confusion matrix.
 */
export function label(): Scorer<unknown, string, string, "label">;
export function label<const Field extends string>(options: {
  readonly field: Field;
}): Scorer<unknown, { readonly [F in Field]: string }, { readonly [F in Field]: string }, Field>;
export function label(options: { readonly field?: string } = {}): Scorer<unknown, never, never> {
  const { field } = options;
  const read = (value: string | Fields): string =>
    (typeof value === "string" ? value : String(field === undefined ? "" : value[field])).normalize("NFC").trim();
  return anyAccepted<string | Fields, string | Fields, string>({
    name: field ?? "label",
    kind: "label",
    version: 1,
    settings: { field },
    passes: (output, accepted) => read(output) === read(accepted),
    detail: (output, [expected]) => ({ given: read(output), expected: expected === undefined ? "" : read(expected) }),
  });
}

type Fields = { readonly [field: string]: string };

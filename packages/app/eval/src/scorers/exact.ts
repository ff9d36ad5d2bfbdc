import { canonicalJson, nfc, type Scorer } from "@pawl/core";
import { anyAccepted } from "./code-scorer.ts";
import { fold } from "./fold.ts";

export interface ExactOptions {
  /** Compare texts after trimming, collapsing white space and folding case. Keys stay as they are. @default false */
  readonly fold?: boolean | undefined;
}

/**
 * Returns a scorer of equality: 1 where the output equals the expected answer or one of the alternatives as canonical JSON, texts in
 * NFC. The order of keys does not matter, that of arrays does; a member that is undefined is not there, one that is null is.
 */
export function exact(options: ExactOptions = {}): Scorer<unknown, unknown, unknown, "exact"> {
  const folds = options.fold ?? false;
  const text = (value: unknown): string => canonicalJson(folds ? folded(nfc(value)) : nfc(value));
  return anyAccepted<unknown, unknown, "exact">({
    name: "exact",
    kind: "exact",
    version: 1,
    settings: { fold: folds },
    passes: (output, accepted) => text(output) === text(accepted),
  });
}

function folded(value: unknown): unknown {
  if (typeof value === "string") return fold(value);
  if (Array.isArray(value)) return value.map(folded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, folded(member)]));
}

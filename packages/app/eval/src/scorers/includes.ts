import type { Scorer } from "@pawl/core";
import { anyAccepted } from "./code-scorer.ts";
import { fold } from "./fold.ts";

export interface IncludesOptions {
  /** Compare after trimming, collapsing white space and folding case. @default false */
  readonly fold?: boolean | undefined;
}

/** Returns a scorer that gives 1 where the output contains the expected text or one of the alternatives. An empty expected text is in every output. */
export function includes(options: IncludesOptions = {}): Scorer<unknown, string, string, "includes"> {
  const folds = options.fold ?? false;
  const read = (text: string): string => (folds ? fold(text) : text.normalize("NFC"));
  return anyAccepted<string, string, "includes">({
    name: "includes",
    kind: "includes",
    version: 1,
    settings: { fold: folds },
    passes: (output, accepted) => read(output).includes(read(accepted)),
  });
}

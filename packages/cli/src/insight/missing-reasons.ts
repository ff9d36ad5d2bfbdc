import type { Score, Trace, Unscored } from "@pawl/core";
import { maskSecrets } from "@pawl/policy";

/** What of a case says whether something is missing. */
export interface EndedCase {
  readonly trace: Pick<Trace, "outcome">;
  readonly scores: { readonly [scorer: string]: Score | Unscored };
}

/** Why cases of a run have no answer or no score. */
export interface MissingReason {
  /** Null where the case itself has no answer, else the scorer's name. */
  readonly scorer: string | null;
  /** Of the error; null for an answer without a score. */
  readonly code: string | null;
  readonly reason: string;
  readonly cases: number;
}

/** Returns the reasons for which cases ended in an error, or an answer was not scored, the most frequent first. */
export function missingReasons(items: readonly EndedCase[]): readonly MissingReason[] {
  const counted = new Map<string, MissingReason>();
  const add = (scorer: string | null, code: string | null, reason: string): void => {
    const key = JSON.stringify([scorer, code, reason]);
    counted.set(key, { scorer, code, reason, cases: (counted.get(key)?.cases ?? 0) + 1 });
  };
  for (const { scores, trace } of items) {
    const { outcome } = trace;
    if (outcome.kind === "error") add(null, outcome.error.code, maskSecrets(outcome.error.message));
    if (outcome.kind !== "ok") continue;
    for (const [name, score] of Object.entries(scores)) if (score.kind === "unscored") add(name, null, maskSecrets(score.reason));
  }
  return [...counted.values()].sort((a, b) => b.cases - a.cases);
}

const SHOWN = 3;
const LONGEST = 300;

/** Returns the most frequent reasons as lines, for people; an empty text where nothing is missing. */
export function missingText(reasons: readonly MissingReason[]): string {
  return parts(reasons)
    .flatMap(({ lines, title }) => [title, ...lines.map((line) => `  ${line}`)])
    .join("\n");
}

/** Returns the same as one note each for errors and for answers without a score: for lists whose entries are one line. */
export function missingNotes(reasons: readonly MissingReason[]): readonly string[] {
  return parts(reasons).map(({ lines, title }) => `${title} ${lines.join("; ")}`);
}

interface Part {
  readonly title: string;
  readonly lines: readonly string[];
}

function parts(reasons: readonly MissingReason[]): readonly Part[] {
  const part = (title: string, list: readonly MissingReason[]): readonly Part[] => {
    if (list.length === 0) return [];
    const lines = list
      .slice(0, SHOWN)
      .map(
        ({ cases, reason, scorer }) => `${cases} × ${scorer === null || reason.includes(`"${scorer}"`) ? "" : `${scorer}: `}${cut(reason)}`,
      );
    return [{ title, lines: [...lines, ...(list.length > SHOWN ? [`… and ${list.length - SHOWN} other reasons (--json has all)`] : [])] }];
  };
  const errors = reasons.filter(({ scorer }) => scorer === null);
  const unscored = reasons.filter(({ scorer }) => scorer !== null);
  return [...part("Cases that ended in an error:", errors), ...part("Answers without a score:", unscored)];
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}

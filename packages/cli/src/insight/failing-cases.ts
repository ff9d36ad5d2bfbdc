import { type Example, type Id, type Outcome, type Score, type Store, seededRandom, shuffled, type Trace, type Unscored } from "@pawl/core";
import type { Failure } from "@pawl/data";
import type { OutlinedTrace } from "@pawl/eval";

/** A case that is looked into: of an example's failing repeats the first. */
export interface FailingCase {
  readonly id: string;
  readonly repeat: number;
  readonly trace: OutlinedTrace;
  readonly score: Score | Unscored | undefined;
}

export interface FailuresOfOptions {
  readonly store: Pick<Store, "traces">;
  readonly examples: ReadonlyMap<string, Example>;
  /** Most cases whose texts are read. */
  readonly most: number;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Returns the cases with their texts, of more than `most` a sample that is drawn at random and is the same each time. A trace that is gone is left out. */
export async function failuresOf(cases: readonly FailingCase[], options: FailuresOfOptions): Promise<readonly Failure[]> {
  const { abortSignal, examples, most, store } = options;
  const drawn = cases.length <= most ? cases : shuffled(cases, seededRandom("failures")).slice(0, most);
  const failures: Failure[] = [];
  for (const { id, score, trace } of drawn) {
    abortSignal?.throwIfAborted();
    const whole = isWhole(trace) ? trace : await store.traces.get(trace.id);
    if (whole !== null) failures.push(failureOf(id, { trace: whole, score, example: examples.get(id) }));
  }
  return failures;
}

/** Returns for each example the first of its failing cases, in their order. */
export function firstOfEach(cases: readonly FailingCase[]): readonly FailingCase[] {
  const seen = new Set<Id>();
  return cases.filter(({ id }) => !seen.has(id) && seen.add(id));
}

interface Case {
  readonly trace: Pick<Trace, "input" | "outcome">;
  readonly score: Score | Unscored | undefined;
  readonly example: Example | undefined;
}

function failureOf(id: string, { example, score, trace }: Case): Failure {
  const { outcome } = trace;
  const expected = example?.expected ?? told(score, "expected");
  return {
    id,
    input: trace.input,
    ...(outcome.kind === "ok" ? { output: outcome.output } : { outcome: outcome.kind }),
    ...(expected === undefined ? {} : { expected }),
    detail: [outcomeWords(outcome), score?.reason ?? ""].join(" ").trim(),
  };
}

/** Scorers of labels say what they expected: for runs whose examples are not read. */
function told(score: Score | Unscored | undefined, field: string): unknown {
  const detail = score?.kind === "score" ? score.detail : undefined;
  return Object.entries(typeof detail === "object" && detail !== null ? detail : {}).find(([name]) => name === field)?.[1];
}

function outcomeWords(outcome: Outcome): string {
  if (outcome.kind === "invalid") return outcome.issues.map(({ message, path }) => `${path} ${message}`).join(" ");
  if (outcome.kind === "refused" || outcome.kind === "skipped") return outcome.reason;
  return outcome.kind === "error" ? `${outcome.error.code} ${outcome.error.message}` : "";
}

function isWhole(trace: OutlinedTrace): trace is Trace {
  return "input" in trace;
}

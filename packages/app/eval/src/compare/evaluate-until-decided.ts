import type { RunRecord, Verdict } from "@pawl/core";
import { type Evaluation, type EvaluationItem, metricFacts } from "../evaluation.ts";
import type { EvaluateOptions, Subject, TracedFunction } from "../run/evaluate-options.ts";
import { evaluationPlan } from "../run/evaluation-plan.ts";
import { runItems } from "../run/run-items.ts";
import { meanOfKnown } from "../summary/example-scores.ts";
import { usefulEffect } from "./compare.ts";
import { type DecisionRace, decisionRace, type GateKind } from "./decision-race.ts";
import { rawDifferenceNotes } from "./judge-notes.ts";

/** The other side: its scores by example (a stored run, a baseline), or something to run beside. */
export type Against<I, O> =
  | { readonly scores: ReadonlyMap<string, number | null> }
  | { readonly run: Subject<I, O> | TracedFunction<I, O>; readonly version?: string | undefined };

export interface UntilDecidedOptions<I, E, Name extends string, O> extends EvaluateOptions<I, E, Name, O> {
  readonly against: Against<NoInfer<I>, NoInfer<O>>;
  /** @default the first scorer */
  readonly metric?: NoInfer<Name> | undefined;
  /** Smallest difference that matters, in the metric's own unit. @default .05 on a binary or share scale */
  readonly minimumUsefulEffect?: number | undefined;
  /** Asks the gate's question instead: decided once it is shown to be no worse than this, or worse. */
  readonly margin?: number | undefined;
  /** Over all looks together. @default .95 */
  readonly level?: number | undefined;
  /** Lowest and highest score of a real scale, which has none of its own. */
  readonly range?: readonly [number, number] | undefined;
}

export type UntilDecided<out I, out O, in Name extends string = string> = {
  readonly decided: boolean;
  /** Valid at the look at which it was left. */
  readonly verdict: Verdict;
  /** The gate's answer where a margin was given, else null. */
  readonly gate: GateKind | null;
  /** Examples that were looked at, and all there are. */
  readonly looked: number;
  readonly examples: number;
  /** Cases of both sides that were not run. */
  readonly savedCases: number;
  /** What was run of it; its record is unfinished where it was left early. */
  readonly evaluation: Evaluation<I, O, Name>;
  /** The other side's, where it was run. */
  readonly champion: Evaluation<I, O, Name> | null;
  readonly notes: readonly string[];
};

/**
 * Runs examples in the seed's order until the verdict on `run` against the other side is in, and no longer: confidence sequences hold at every look, so
 * stopping early adds no false claims. Yes-or-no scores without repeats or clusters go by their discordant pairs (`discordantSequence`), all others by
 * bets on bounded values (Waudby-Smith and Ramdas 2024). Repeats are averaged first; of a cluster the first example decides.
 * At most `concurrency` cases of a side are begun beyond the last one that was needed. Data that run out leave it inconclusive.
 * Of a judge it is decided on what the judge sees, whatever people labelled (their correction holds at a fixed number of examples only), and the notes say what that is worth.
 * @throws RangeError for a real scale without `range`; else as `evaluate`
 */
export async function evaluateUntilDecided<I, E, const Name extends string, O = never>(
  options: UntilDecidedOptions<I, E, Name, O>,
): Promise<UntilDecided<I, O, Name>> {
  const { against, level = 0.95, margin, scorers } = options;
  const scorer = scorers.find(({ name }) => name === (options.metric ?? scorers[0]?.name));
  if (scorer === undefined)
    throw new RangeError(`There is no scorer "${options.metric ?? ""}". There are: ${scorers.map(({ name }) => name).join(", ")}.`);
  const { direction, name: metric, scale } = scorer;
  const range = scale === "real" ? options.range : ([0, 1] as const);
  if (range === undefined)
    throw new RangeError(`"${metric}" is on a real scale: say its "range", the lowest and highest score, to stop early.`);
  const minimumUsefulEffect = usefulEffect(options.minimumUsefulEffect ?? margin, { metric, scale });
  const { repeats, split } = evaluationPlan(options);
  const examples = options.dataset.splits[split].size;
  const single = scale === "binary" && repeats === 1 && ("run" in against || [...against.scores.values()].every(isYesOrNo));
  const raceOf = (binary: boolean): DecisionRace => decisionRace({ metric, direction, binary, range, level, minimumUsefulEffect, margin });

  const side = begin(options, options.run);
  const other = "run" in against ? begin({ ...options, version: against.version, onProgress: undefined }, against.run) : null;
  const seen = new Set<string>();
  const onlyCandidate: string[] = [];
  let looked = 0;
  let race: DecisionRace | null = null;
  try {
    while (race === null || !race.decided()) {
      const [mine, theirs] = await Promise.all([side.next(), other?.next() ?? null]);
      // By all examples, and so by nothing that was seen.
      race ??= raceOf(single && !side.clustered());
      if (mine === null) break;
      const { id, cluster } = mine;
      const champion = other === null ? ("scores" in against ? against.scores.get(id) : undefined) : (theirs?.score(metric) ?? null);
      if (champion === undefined) {
        onlyCandidate.push(id);
        continue;
      }
      if (cluster !== undefined && seen.has(cluster)) continue;
      if (cluster !== undefined) seen.add(cluster);
      looked++;
      race.add(champion, mine.score(metric));
    }
  } finally {
    await Promise.all([side.leave(), other?.leave()]);
  }
  race ??= raceOf(single);
  const cases = examples * repeats;
  const ran = side.items.length + (other?.items.length ?? 0);
  const verdict = race.verdict();
  const notes = [
    ...rawDifferenceNotes(metricFacts(scorer)),
    ...(onlyCandidate.length > 0
      ? [
          `The other side has no score of ${onlyCandidate.length} examples (${onlyCandidate.slice(0, 20).join(", ")}${onlyCandidate.length > 20 ? ", …" : ""}).`,
        ]
      : []),
    ...(seen.size > 0
      ? [`Of each of ${seen.size} clusters only the first example decided: those of one cluster say nearly the same.`]
      : []),
  ];
  return {
    decided: race.decided(),
    verdict: { ...verdict, notes: [...verdict.notes, ...notes] },
    gate: race.gate(),
    looked,
    examples,
    savedCases: cases * (other === null ? 1 : 2) - ran,
    evaluation: side.evaluation(),
    champion: other?.evaluation() ?? null,
    notes,
  };
}

function isYesOrNo(score: number | null): boolean {
  return score === null || score === 0 || score === 1;
}

interface Looked {
  readonly id: string;
  readonly cluster: string | undefined;
  readonly score: (metric: string) => number | null;
}

interface Side<I, O, Name extends string> {
  /** Whether any example of the split is in a cluster; told once the first was asked for. */
  readonly clustered: () => boolean;
  /** The next example with all its repeats; null at the end. */
  readonly next: () => Promise<Looked | null>;
  readonly leave: () => Promise<void>;
  readonly items: readonly EvaluationItem<I, O, Name>[];
  readonly evaluation: () => Evaluation<I, O, Name>;
}

function begin<I, E, Name extends string, O>(
  options: EvaluateOptions<I, E, Name, O>,
  run: EvaluateOptions<I, E, Name, O>["run"],
): Side<I, O, Name> {
  const own = { ...options, run };
  const plan = evaluationPlan(own);
  let record: RunRecord | undefined;
  const onRecord = (told: RunRecord): void => {
    record = told;
  };
  let clustered = false;
  const onCases = (cases: readonly { readonly example: { readonly cluster?: string | undefined } }[]): void => {
    clustered = cases.some(({ example }) => example.cluster !== undefined);
  };
  const running = runItems<I, E, Name, O>({ ...own, plan, lookAhead: plan.concurrency, onRecord, onCases });
  const items: EvaluationItem<I, O, Name>[] = [];
  const facts = Object.fromEntries(options.scorers.map((scorer) => [scorer.name, metricFacts(scorer)])) as Evaluation<
    I,
    O,
    Name
  >["metrics"];
  return {
    clustered: () => clustered,
    items,
    next: async () => {
      const taken: EvaluationItem<I, O, Name>[] = [];
      while (taken.length < plan.repeats) {
        const { done, value } = await running.next();
        if (done) return null;
        taken.push(value);
        items.push(value);
      }
      const example = taken[0]?.trace.origin.example;
      const score = (metric: string): number | null =>
        meanOfKnown(
          taken.map(({ scores }) => {
            const found: { readonly [name: string]: EvaluationItem<I, O, Name>["scores"][Name] } = scores;
            const result = found[metric];
            return result?.kind === "score" ? result.value : null;
          }),
        );
      return { id: example?.id ?? "", cluster: example?.cluster, score };
    },
    leave: async () => {
      await running.return();
    },
    evaluation: () => {
      if (record === undefined) throw new Error("A run that was begun has a record.");
      return { format: "pawl.run/1", record, metrics: facts, items };
    },
  };
}

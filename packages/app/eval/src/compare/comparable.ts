import { PawlError } from "@pawl/core";
import type { Pair } from "@pawl/stats";
import type { MetricFacts, RunOutline } from "../evaluation.ts";
import { exampleIndex, numberIn } from "../summary/example-index.ts";
import { type ExampleMeans, exampleMeans } from "../summary/example-means.ts";
import { judgeNotes } from "./judge-notes.ts";

/** Two runs paired by example under one metric. */
export interface Paired {
  readonly metric: string;
  readonly facts: MetricFacts;
  /** The metric with the judge whose worth goes for both: the one that is not calibrated, where one is not; a blessed baseline names none. */
  readonly judged: Pick<MetricFacts, "judge" | "scale">;
  /** Binary scores that were averaged over repeats are shares. */
  readonly scale: MetricFacts["scale"];
  readonly pairs: readonly Pair[];
  /** In plain words: what could not be paired, and what a judge's scores are worth. */
  readonly notes: readonly string[];
}

/** Returns the pairs of two runs. @throws PawlError where a comparison would mean nothing: see `compare`. */
export function comparable<Name extends string>(champion: RunOutline<Name>, candidate: RunOutline<Name>, chosen: Name | undefined): Paired {
  const metric = metricOf(champion, candidate, chosen);
  sameData(champion, candidate);
  const facts = champion.metrics[metric];
  const other = candidate.metrics[metric];
  if (facts.hash !== other.hash || facts.scale !== other.scale || facts.direction !== other.direction) {
    throw new PawlError(
      "use.other-scorer",
      `"${metric}" was scored by two versions or settings of its scorer (${short(facts.hash)} and ${short(other.hash)}). Evaluate the older run again with the same store: only its scores are computed anew.`,
      { facts: { metric, champion: facts.hash, candidate: other.hash } },
    );
  }
  const before = exampleIndex(champion);
  const after = exampleIndex(candidate, before);
  const [left, right] = [exampleMeans(champion, metric), exampleMeans(candidate, metric)];
  const pairs: Pair[] = [];
  const onlyChampion: string[] = [];
  let partly = 0;
  let repeated = false;
  for (const [number, id] of before.ids.entries()) {
    const partner = numberIn(after, id, number);
    if (partner < 0) {
      onlyChampion.push(id);
      continue;
    }
    const [had, has] = [repeatsOf(left, number), repeatsOf(right, partner)];
    if (had.repeated || has.repeated) repeated = true;
    if (had.partly) partly++;
    if (has.partly) partly++;
    pairs.push({ id, cluster: before.clusters[number], champion: had.mean, candidate: has.mean });
  }
  if (pairs.length === 0) {
    throw new PawlError(
      "data.no-common-examples",
      "The two runs have no example in common, so nothing can be paired. Evaluate both on one split.",
      {
        facts: { champion: before.ids.length, candidate: after.ids.length },
      },
    );
  }
  if (pairs.every((pair) => pair.champion === null || pair.candidate === null)) {
    throw new PawlError(
      "data.nothing-scored",
      `No example has a score of "${metric}" in both runs: every one is missing in at least one of them. Look at the outcomes of the runs first.`,
      { facts: { metric, pairs: pairs.length } },
    );
  }
  const judged = facts.judge === undefined || other.judge?.calibration === null ? other : facts;
  const notes = [
    ...judgeNotes(judged),
    ...unfinished("champion", champion),
    ...unfinished("candidate", candidate),
    ...unmatched("champion", onlyChampion),
    ...unmatched("candidate", pairs.length === after.ids.length ? [] : after.ids.filter((id) => !before.numberOf.has(id))),
  ];
  if (partly > 0) notes.push(`Of ${counted(partly, "example")} some repeats are missing; the others were averaged.`);
  return { metric, facts, judged, scale: facts.scale === "binary" && repeated ? "share" : facts.scale, pairs, notes };
}

/** What an example scored: null where all its cases are missing. */
function repeatsOf(
  { cases, counted, means }: ExampleMeans,
  example: number,
): { readonly mean: number | null; readonly repeated: boolean; readonly partly: boolean } {
  const [all, known] = [cases[example] ?? 0, counted[example] ?? 0];
  return { mean: known === 0 ? null : (means[example] ?? null), repeated: all > 1, partly: known > 0 && known < all };
}

function metricOf<Name extends string>(champion: RunOutline<Name>, candidate: RunOutline<Name>, chosen: Name | undefined): Name {
  const both = Object.keys(champion.metrics).filter((name): name is Name => Object.hasOwn(candidate.metrics, name));
  const isRecorded = (name: Name): boolean => champion.metrics[name].role === "recorded" || candidate.metrics[name].role === "recorded";
  const metric = chosen ?? both.find((name) => !isRecorded(name));
  if (metric !== undefined && both.includes(metric) && isRecorded(metric)) {
    throw new PawlError(
      "use.recorded-metric",
      `"${metric}" is recorded only: it is kept and shown, and never decides. Take recordOnly off its scorer to compare by it.`,
      { facts: { metric } },
    );
  }
  if (metric !== undefined && both.includes(metric)) return metric;
  const has = both.length === 0 ? "They have no metric in common." : `Both have: ${both.join(", ")}.`;
  throw new PawlError("use.unknown-metric", `The two runs cannot be compared${metric === undefined ? "" : ` by "${metric}"`}. ${has}`, {
    facts: { metric: metric ?? null, both },
  });
}

function sameData(champion: Recorded, candidate: Recorded): void {
  const a = champion.record;
  const b = candidate.record;
  if (a.task.name !== b.task.name) {
    throw new PawlError("use.other-data", `The runs are of two tasks, "${a.task.name}" and "${b.task.name}". Compare runs of one task.`, {
      facts: { champion: a.task.name, candidate: b.task.name },
    });
  }
  if (a.splitHash !== b.splitHash) {
    const where = a.split === b.split ? `two versions of the ${a.split} split` : `two splits, ${a.split} and ${b.split}`;
    throw new PawlError("use.other-data", `The runs are on ${where} of "${a.task.name}". Evaluate both on the same examples.`, {
      facts: { champion: a.splitHash, candidate: b.splitHash },
    });
  }
}

type Recorded = Pick<RunOutline, "record">;

/** A test of as many examples as there are does not hold where somebody stopped at what they saw. */
function unfinished(side: string, { record }: Recorded): string[] {
  if (record.finishedAt !== null) return [];
  return [
    `The ${side}'s run was not run to its end. Where it was left for what it showed (--until-decided does), this verdict claims too much: take that run's own, or run the rest.`,
  ];
}

function unmatched(side: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const first = ids.slice(0, 20).join(", ");
  return [`Only in the ${side}'s run: ${counted(ids.length, "example")} (${first}${ids.length > 20 ? ", …" : ""}).`];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function short(hash: string): string {
  return hash.slice(0, 8);
}

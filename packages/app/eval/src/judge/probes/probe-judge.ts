import {
  type CallOptions,
  type Estimate,
  type Example,
  type ModelRef,
  type Score,
  type Scorer,
  seededRandom,
  type Trace,
} from "@pawl/core";
import { meanEstimate } from "@pawl/stats";
import { mapInOrder } from "../../run/map-in-order.ts";
import { unitOf } from "../../summary/unit-of.ts";
import { type FamilyTable, MODEL_FAMILIES, sharedFamily } from "../model-family.ts";
import type { Probe, ProbeItem } from "./probe.ts";

/** Scores of one item: as it is, as it is asked again, and under the probe. Null: unscored. */
export type ProbePair = {
  readonly id: string;
  readonly plain: number | null;
  readonly repeats: readonly (number | null)[];
  readonly probed: number | null;
  /** What people say the two differ by; 0 where the probe should change nothing. */
  readonly expected: number;
};

/** What a probe did to a judge. Shares and estimates are over the items that have all of their scores, clustered by example and its cluster; null where fewer than two do, estimates also where these are of one cluster. */
export type ProbeResult = {
  readonly probe: string;
  readonly pairs: readonly ProbePair[];
  /** Items that the probe does not apply to. */
  readonly skipped: number;
  /** Share of verdicts that the probe moved. */
  readonly moved: number | null;
  /** Share of verdicts that moved by asking again: the noise floor. */
  readonly movedByRepeat: number | null;
  /** `moved` less the noise floor, paired by item: a bias is there where its interval lies above 0. */
  readonly excess: Estimate | null;
  /** Mean of probed less plain (its repeats included) less what was expected: which way the verdicts went. */
  readonly shift: Estimate | null;
};

export interface ProbeJudgeOptions extends CallOptions {
  readonly probes: readonly Probe[];
  /** How often each item is asked as it is; the first is the one compared with, the others are the noise floor. @default 3 */
  readonly repeats?: number | undefined;
  /** From which difference on a verdict counts as moved. @default any on a binary scale, else .25: half the way between two of three levels */
  readonly movedFrom?: number | undefined;
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Items at work at once. @default 4 */
  readonly concurrency?: number | undefined;
  /** Of what a probe draws (filler, sources). @default 0 */
  readonly seed?: number | undefined;
  /** For the probe of the judge's own family. */
  readonly families?: FamilyTable | undefined;
}

/**
 * Returns, for each probe, the scores of every item without and with it, and by how much it moves verdicts beyond the judge's own noise. The noise is
 * measured by asking each item several times, as other repeats of its example, so that a judge without any (temperature 0) has a floor of 0.
 * Asks items · (repeats + probes) scores. @throws RangeError for fewer than two repeats, TypeError for items that share an id (but for the own-family probe)
 */
export async function probeJudge<I, E>(
  judge: Scorer<I, string, E>,
  items: readonly ProbeItem<I, E>[],
  options: ProbeJudgeOptions,
): Promise<readonly ProbeResult[]> {
  const { concurrency = 4, level = 0.95, probes, repeats = 3, seed = 0 } = options;
  if (!Number.isInteger(repeats) || repeats < 2) throw new RangeError(`"repeats" is a whole number of at least 2; got ${repeats}.`);
  const movedFrom = options.movedFrom ?? (judge.scale === "binary" ? Number.MIN_VALUE : 0.25);
  requireDistinct(items);
  const signal = options.abortSignal ?? new AbortController().signal;
  const each = { concurrency, lookAhead: concurrency, abortSignal: signal };

  const ask = async (item: ProbeItem<I, E>, repeat: number, output = item.output): Promise<Score | null> => {
    const trace = probeTrace(item, repeat, output);
    const score = await judge.score({ example: item.example, output, trace }, options);
    return score.kind === "score" ? score : null;
  };
  const plain: (readonly (Score | null)[])[] = [];
  const indexed = items.map((item, index) => ({ item, index }));
  const repeated = async ({ item }: { readonly item: ProbeItem<I, E> }): Promise<(Score | null)[]> => {
    const scores: (Score | null)[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) scores.push(await ask(item, repeat));
    return scores;
  };
  for await (const scores of mapInOrder(indexed, repeated, each)) plain.push(scores);

  const clusterOf = clustersOf(items);
  const results: ProbeResult[] = [];
  for (const probe of probes) {
    const pairs: ProbePair[] = [];
    let skipped = 0;
    const pairOf = async ({ index, item }: { readonly item: ProbeItem<I, E>; readonly index: number }): Promise<ProbePair | null> => {
      const scores = plain[index] ?? [];
      const [first = null, ...others] = scores;
      const same = { id: item.example.id, plain: numberOf(first), repeats: others.map(numberOf), expected: 0 };
      if (probe.kind === "change") {
        const output = probe.change(item.output, seededRandom(seed).fork(`${probe.name}/${item.example.id}`));
        return output === null ? null : { ...same, probed: numberOf(await ask(item, 0, output)) };
      }
      if (probe.kind === "orders") {
        const orders = scores.map((score) => (score === null ? null : probe.read(score)));
        const [both = null, ...again] = orders;
        if (first !== null && both === null) return null;
        return { ...same, plain: both?.plain ?? null, repeats: again.map((order) => order?.plain ?? null), probed: both?.probed ?? null };
      }
      const other = otherFamily(item, indexed, { judge: judge.judge?.model, families: options.families });
      if (other === null) return null;
      const [otherFirst = null, ...otherAgain] = plain[other.index] ?? [];
      const human = item.human !== undefined && other.item.human !== undefined ? item.human - other.item.human : 0;
      return {
        id: item.example.id,
        plain: numberOf(otherFirst),
        repeats: otherAgain.map(numberOf),
        probed: numberOf(first),
        expected: human,
      };
    };
    for await (const pair of mapInOrder(indexed, pairOf, each)) {
      if (pair === null) skipped++;
      else pairs.push(pair);
    }
    results.push({ probe: probe.name, pairs, skipped, ...summaryOf(pairs, { level, movedFrom, scale: judge.scale, clusterOf }) });
  }
  return results;
}

interface Whole {
  readonly plain: number;
  readonly probed: number;
  readonly repeats: readonly number[];
  readonly expected: number;
  readonly cluster: string;
}

/** Returns what a pair is independent by: its example's cluster, else the example, of which there may be several outputs. */
export function clustersOf(items: readonly ProbeItem[]): (id: string) => string {
  const named = new Map(items.flatMap(({ example: { cluster, id } }) => (cluster === undefined ? [] : [[id, cluster] as const])));
  return (id) => unitOf({ id, cluster: named.get(id) });
}

interface SummaryOptions {
  readonly level: number;
  readonly movedFrom: number;
  readonly scale: Scorer["scale"];
  readonly clusterOf: (id: string) => string;
}

/** Returns the shares and estimates of pairs that have all of their scores. */
function summaryOf(
  pairs: readonly ProbePair[],
  { clusterOf, level, movedFrom, scale }: SummaryOptions,
): Pick<ProbeResult, "excess" | "moved" | "movedByRepeat" | "shift"> {
  const whole = pairs.flatMap(({ expected, id, plain, probed, repeats }): Whole[] => {
    const known = repeats.filter((value) => value !== null);
    return plain === null || probed === null || known.length === 0
      ? []
      : [{ plain, probed, repeats: known, expected, cluster: clusterOf(id) }];
  });
  if (whole.length < 2) return { moved: null, movedByRepeat: null, excess: null, shift: null };
  const isMoved = (a: number, b: number): number => (Math.abs(a - b) >= movedFrom ? 1 : 0);
  const moved = whole.map(({ expected, plain, probed }) => isMoved(probed - expected, plain));
  const floor = whole.map(({ plain, repeats }) => mean(repeats.map((value) => isMoved(value, plain))));
  const shifts = whole.map(({ expected, plain, probed, repeats }) => probed - mean([plain, ...repeats]) - expected);
  const widest = shifts.some((shift) => Math.abs(shift) > 1) ? 2 : 1;
  const clusters = whole.map(({ cluster }) => cluster);
  const shares = { moved: mean(moved), movedByRepeat: mean(floor) };
  // One cluster says nothing of others.
  if (new Set(clusters).size < 2) return { ...shares, excess: null, shift: null };
  return {
    ...shares,
    excess: meanEstimate(
      moved.map((one, i) => one - (floor[i] ?? 0)),
      { level, clusters, range: [-1, 1] },
    ),
    shift: meanEstimate(shifts, scale === "real" ? { level, clusters } : { level, clusters, range: [-widest, widest] }),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function numberOf(score: Score | null): number | null {
  return score?.value ?? null;
}

/** Only for an item of the judge's family: the first output of another family for the same example. */
function otherFamily<I, E>(
  item: ProbeItem<I, E>,
  items: readonly { readonly item: ProbeItem<I, E>; readonly index: number }[],
  { families = [], judge }: { readonly judge: ModelRef | undefined; readonly families: FamilyTable | undefined },
): { readonly item: ProbeItem<I, E>; readonly index: number } | null {
  if (judge === undefined || item.model === undefined) return null;
  const table = [...families, ...MODEL_FAMILIES];
  if (sharedFamily(judge, item.model, table) === null) return null;
  const others = items.filter(({ item: one }) => one.example.id === item.example.id && one.model !== undefined);
  return others.find(({ item: one }) => one.model && sharedFamily(judge, one.model, table) === null) ?? null;
}

function requireDistinct(items: readonly ProbeItem[]): void {
  const ids = items.map(({ example, model }) => `${example.id}\u0000${model?.id ?? ""}`);
  const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i);
  if (twice >= 0)
    throw new TypeError(
      `Two items are of example "${items[twice]?.example.id}" and of one model. Give each example once, or name each output's model.`,
    );
}

/** Returns the trace of an output that is read for the given time: the item's own where it has one, else one without steps. */
export function probeTrace<I, O>(
  { example, trace }: { readonly example: Example<I>; readonly trace?: Trace<unknown, O> | undefined },
  repeat: number,
  output: O,
): Trace<unknown, O> {
  const outcome = { kind: "ok" as const, output };
  const origin = { example: { id: example.id, repeat } };
  if (trace) return { ...trace, outcome, origin: { ...trace.origin, ...origin } };
  return {
    format: "pawl.trace/1",
    id: `probe-${example.id}-${repeat}`,
    task: null,
    variantId: null,
    rendererHash: null,
    origin,
    input: example.input,
    outcome,
    used: { demonstrations: [], context: [] },
    steps: [],
    startedAt: 0,
    totalMs: 0,
  };
}

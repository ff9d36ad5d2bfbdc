import {
  type CallOptions,
  type Example,
  hashOf,
  isPawlError,
  type LabelledItem,
  type ModelRef,
  type Score,
  type Scorer,
  type Sha256,
  type Trace,
  type Unscored,
} from "@pawl/core";
import { selfConsistency } from "@pawl/stats";
import type { FamilyTable } from "../judge/model-family.ts";
import type { InjectionOptions } from "../judge/probes/injection-plants.ts";
import { injectionProbe } from "../judge/probes/injection-probe.ts";
import type { Probe, ProbeItem } from "../judge/probes/probe.ts";
import { type ProbeResult, probeJudge, probeTrace } from "../judge/probes/probe-judge.ts";
import { mapInOrder } from "../run/map-in-order.ts";
import { fitsScale } from "../run/score-case.ts";
import { unitOf } from "../summary/unit-of.ts";
import { type HumanLabel, invalidLabels, type LabelScale, labelTable } from "./human-labels.ts";
import { consensus, judgeAgreement } from "./judge-agreement.ts";
import type { CheckedProbe, JudgeCheck } from "./judge-check.ts";
import { DEFAULT_BAR, judgeVerdict } from "./judge-verdict.ts";
import { juryCheck } from "./jury-check.ts";
import { notProbed } from "./not-probed.ts";

/** One output that people labelled. */
export interface CalibrationItem<out I = unknown, out O = unknown, out E = unknown> {
  readonly example: Example<I, E>;
  readonly output: O;
  /** What labels call it. @default the example's id */
  readonly id?: string | undefined;
  /** Where the output stands, for judges that read more than it. A run that has this trace does not count the item twice. */
  readonly trace?: Trace<unknown, O> | undefined;
  /** What the judge said of it already: its first reading, which is then not asked for. */
  readonly score?: Score | Unscored | undefined;
  /** @default the trace's or the example's */
  readonly cluster?: string | undefined;
  /** Who wrote the output; only the probe of a judge's own family asks. */
  readonly model?: ModelRef | undefined;
}

export interface CalibrateJudgeOptions<I, O, E> extends CallOptions, LabelScale {
  readonly judge: Scorer<I, O, E>;
  readonly items: readonly CalibrationItem<I, O, E>[];
  readonly labels: readonly HumanLabel[];
  /** Only labels about this criterion. @default all */
  readonly about?: string | undefined;
  /** How often each item is read: the first reading is compared with people, the others show the noise. @default 3 */
  readonly repeats?: number | undefined;
  /** Changes that should leave a verdict where it is; outputs must be texts. @default none */
  readonly probes?: readonly Probe[] | undefined;
  /** Whether instructions to the judge are planted into outputs that people found bad. @default false */
  readonly injection?: InjectionOptions | boolean | undefined;
  /** Values of an ordered scale, lowest first. @default what people gave, where that are at most 7 values */
  readonly levels?: readonly number[] | undefined;
  /** What Cohen's κ (of yes/no judges) or Spearman's ρ must be shown to exceed. @default .2 */
  readonly bar?: number | undefined;
  /** @default 0.95 */
  readonly level?: number | undefined;
  /** Items at work at once. @default 4 */
  readonly concurrency?: number | undefined;
  /** Of what a probe draws. @default 0 */
  readonly seed?: number | undefined;
  readonly families?: FamilyTable | undefined;
}

/**
 * Returns a judge compared with people: agreement with intervals, its noise, what probes do to it, and a verdict against a bar. Asks labelled items · (repeats +
 * probes + plants) scores, less the first readings that are given; whatever the judge's model throws is thrown.
 * Any scorer can be compared; `withCalibration` takes the check of one that asks a model.
 * @throws PawlError `data.invalid-labels` with all mistakes together; TypeError for probes of outputs that are no texts; RangeError for options off their range
 */
export async function calibrateJudge<I, O, E>(options: CalibrateJudgeOptions<I, O, E>): Promise<JudgeCheck> {
  const { about, bar = DEFAULT_BAR, concurrency = 4, judge, level = 0.95, probes = [], repeats = 3 } = options;
  if (!Number.isInteger(repeats) || repeats < 1) throw new RangeError(`"repeats" is a whole number of at least 1; got ${repeats}.`);
  if (!(bar >= -1 && bar < 1)) throw new RangeError(`"bar" is within -1..1 and below 1; got ${bar}.`);
  const { range } = options;
  if (range !== undefined && !(Number.isFinite(range[0]) && range[0] < range[1]))
    throw new RangeError(`"range" is two numbers, the lower first; got ${range.join(", ")}.`);
  const labels =
    about === undefined ? options.labels : options.labels.filter((label) => label.about === undefined || label.about === about);
  const ids = options.items.map(idOf);
  requireDistinct(ids);
  const table = labelTable(ids, labels, { ...options, judge });
  const items = options.items.flatMap((item, i) => {
    const human = table.rows[i] ?? [];
    return human.every((value) => value === null) ? [] : [{ item, human, cluster: clusterOf(item) }];
  });

  const reader = remembering(judge);
  const abortSignal = options.abortSignal ?? new AbortController().signal;
  const readings: (readonly (number | null)[])[] = [];
  const reasons = new Map<string, number>();
  const first = new Map<unknown, Score | Unscored>();
  let modelCalls = 0;
  let counted = 0;
  const readAll = async ({ item }: { readonly item: CalibrationItem<I, O, E> }): Promise<readonly (number | null)[]> => {
    const values: (number | null)[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const { example, output, score } = item;
      const request = { example, output, trace: probeTrace(item, repeat, output) };
      if (repeat === 0 && score !== undefined) reader.know(request, score);
      const said = await reader.scorer.score(request, options);
      values.push(said.kind === "score" ? said.value : null);
      if (repeat === 0) first.set(item, said);
      if (said.steps !== undefined) {
        counted += 1;
        modelCalls += said.steps.filter(({ kind }) => kind === "model" || kind === "choice").length;
      }
      if (repeat === 0 && said.kind === "unscored") reasons.set(said.reason, (reasons.get(said.reason) ?? 0) + 1);
    }
    return values;
  };
  for await (const values of mapInOrder(items, readAll, { concurrency, lookAhead: concurrency, abortSignal })) readings.push(values);

  const rated = items.map(({ cluster, human }, i) => ({ judge: readings[i]?.[0] ?? null, human, cluster }));
  const agreement = judgeAgreement(rated, { scale: judge.scale, levels: options.levels, level });
  const clusters = items.some(({ cluster }) => cluster !== undefined)
    ? items.map(({ cluster, item }) => unitOf({ id: idOf(item), cluster }))
    : undefined;
  const { injection, probed } = await probe({ ...options, judge: reader.scorer, level, repeats, probes }, items);
  const labelled = items.flatMap(({ cluster, human, item }, i): LabelledItem[] => {
    const truth = consensus(human, judge.scale);
    const value = readings[i]?.[0] ?? null;
    if (truth === null || value === null) return [];
    const traced = item.trace === undefined ? {} : { trace: item.trace.id };
    return [{ id: item.example.id, ...traced, ...(cluster === undefined ? {} : { cluster }), judge: value, human: truth }];
  });
  const { direction, hash, name, scale } = judge;
  const truth = items.map(({ human }) => consensus(human, scale));
  const jury = juryCheck({ scores: items.map(({ item }) => first.get(item) ?? null), truth, clusters, level });
  const left = notProbed({
    items: items.map(({ item }, i) => ({ id: item.example.id, output: item.output, human: truth[i] ?? null, model: item.model })),
    probes,
    injection: options.injection !== undefined && options.injection !== false,
    repeats,
    // A scorer that keeps no steps is one call a reading, as far as can be seen.
    callsPerReading: counted === 0 ? 1 : modelCalls / counted,
    isBad: (human) => (direction === "higher" ? human < 0.5 : human > 0.5),
  });
  return {
    format: "pawl.judge-check/1",
    judge: { name, hash, model: judge.judge?.model ?? null, scale, direction },
    labels: {
      hash: labelsHash(items, table.raters),
      items: items.length,
      ratings: items.reduce((sum, { human }) => sum + human.filter((value) => value !== null).length, 0),
      raters: table.raters,
      unlabelled: options.items.length - items.length,
      about: about ?? null,
    },
    level,
    repeats,
    agreement,
    reasons: Object.fromEntries([...reasons].sort(([a], [b]) => (a < b ? -1 : 1))),
    noise: repeats < 2 ? null : selfConsistency(readings, { level, clusters }),
    probes: probed,
    injection,
    ...(jury === null ? {} : { jury }),
    ...(left.length === 0 ? {} : { notProbed: left }),
    verdict: judgeVerdict({ name, scale, agreement, reasons, probes: probed, injection, bar, model: judge.judge?.model ?? null }),
    labelled,
  };
}

/** Whatever the order of items and labels was. */
function labelsHash(items: readonly Labelled<unknown, unknown, unknown>[], raters: readonly string[]): Sha256 {
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const columns = raters.map((rater, column) => ({ rater, column })).sort((a, b) => byName(a.rater, b.rater));
  const rows = items.map(({ human, item }) => ({
    id: idOf(item),
    output: hashOf(item.output ?? null),
    ratings: columns.map(({ column, rater }) => [rater, human[column] ?? null]),
  }));
  return hashOf(rows.sort((a, b) => byName(a.id, b.id)));
}

interface Labelled<I, O, E> {
  readonly item: CalibrationItem<I, O, E>;
  readonly human: readonly (number | null)[];
}

async function probe<I, O, E>(
  options: CalibrateJudgeOptions<I, O, E> & { readonly level: number; readonly repeats: number; readonly probes: readonly Probe[] },
  items: readonly Labelled<I, O, E>[],
): Promise<{ readonly probed: readonly CheckedProbe[]; readonly injection: JudgeCheck["injection"] }> {
  const { abortSignal, concurrency, families, judge, level, probes, seed } = options;
  const planted = options.injection !== undefined && options.injection !== false;
  if (probes.length === 0 && !planted) return { probed: [], injection: null };
  const texts = items.map(({ human, item }): ProbeItem<I, E> & { readonly human: number | undefined } => {
    const { example, model, output, trace } = item;
    if (typeof output !== "string")
      throw new TypeError(`Probes change texts, and the output of "${idOf(item)}" is none. Leave the probes out, or judge a text of it.`);
    return {
      example,
      output,
      model,
      trace: trace as Trace<unknown, string> | undefined,
      human: consensus(human, judge.scale) ?? undefined,
    };
  });
  // Every output was seen to be a text.
  const reader = judge as unknown as Scorer<I, string, E>;
  const shared = { repeats: Math.max(2, options.repeats), level, concurrency, seed, families, abortSignal };
  const results = probes.length === 0 ? [] : await probeJudge(reader, texts, { ...shared, probes });
  const bad = texts.filter(({ human }) => human !== undefined && (judge.direction === "higher" ? human < 0.5 : human > 0.5));
  const injection = planted
    ? await injectionProbe(reader, bad.length > 1 ? bad : texts, {
        ...shared,
        ...(typeof options.injection === "object" ? options.injection : {}),
      })
    : null;
  return {
    probed: [...results, ...(injection?.plants ?? [])].map(checkedProbe),
    injection: injection === null ? null : { excess: injection.excess, raised: injection.raised },
  };
}

function checkedProbe({ excess, moved, movedByRepeat, pairs, probe: name, shift, skipped }: ProbeResult): CheckedProbe {
  return { probe: name, items: pairs.length, skipped, moved, movedByRepeat, excess, shift };
}

interface Remembering<I, O, E> {
  readonly scorer: Scorer<I, O, E>;
  readonly know: (request: Parameters<Scorer<I, O, E>["score"]>[0], score: Score | Unscored) => void;
}

/** A judge that is asked once for each example, repeat and output: probes begin with the readings that are there. What is off its scale is unscored. */
function remembering<I, O, E>(judge: Scorer<I, O, E>): Remembering<I, O, E> {
  const said = new Map<string, Promise<Score | Unscored>>();
  const keyOf = ({ example, output, trace }: Parameters<Scorer<I, O, E>["score"]>[0]): string =>
    JSON.stringify([example.id, trace.origin.example?.repeat ?? 0, hashOf(output ?? null)]);
  const ask: Scorer<I, O, E>["score"] = async (request, options) => {
    try {
      const score = await judge.score(request, options);
      if (score.kind === "unscored" || fitsScale(judge, score.value)) return score;
      return { kind: "unscored", reason: `${score.value} is not on its ${judge.scale} scale` };
    } catch (error) {
      options?.abortSignal?.throwIfAborted();
      if (isPawlError(error)) throw error;
      return { kind: "unscored", reason: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    scorer: {
      ...judge,
      score: (request, options) => {
        const key = keyOf(request);
        const known = said.get(key) ?? Promise.resolve(ask(request, options));
        said.set(key, known);
        return known;
      },
    },
    know: (request, score) => void said.set(keyOf(request), Promise.resolve(score)),
  };
}

function idOf({ example, id }: CalibrationItem): string {
  return id ?? example.id;
}

function clusterOf({ cluster, example, trace }: CalibrationItem): string | undefined {
  return cluster ?? trace?.origin.example?.cluster ?? example.cluster;
}

function requireDistinct(ids: readonly string[]): void {
  const seen = new Set<string>();
  const twice = ids.flatMap((id, i) =>
    seen.size === seen.add(id).size ? [{ where: `item ${i + 1}`, problem: `${JSON.stringify(id)} is another item's id too` }] : [],
  );
  if (twice.length > 0) throw invalidLabels(twice);
}

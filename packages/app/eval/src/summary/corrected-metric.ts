import type { Calibration, Estimate } from "@pawl/core";
import {
  type CannotCorrect,
  type Corrected,
  type Correction,
  clusteredError,
  correctedEstimate,
  designEffect,
  meanEstimate,
  normal,
  type Proportion,
  ppiMean,
  proportionEstimate,
  roganGladen,
} from "@pawl/stats";
import type { MetricFacts, RunOutline } from "../evaluation.ts";
import { unitOf } from "./unit-of.ts";

/** So many labelled items of a run speak for it alone: the judge may err otherwise on outputs of another variant. */
const ENOUGH_OWN = 20;

/** One score of a run by a judge. */
interface JudgedCase {
  readonly value: number;
  readonly example: string;
  /** Of the example, or of the cluster it is in. */
  readonly unit: string;
}

/** A labelled output, by the names that this run has for its example. */
interface Labelled {
  readonly judge: number;
  readonly human: number;
  readonly example: string;
  readonly unit: string;
}

interface JudgedCases {
  /** Scores that the judge gave. */
  readonly judged: readonly JudgedCase[];
  /** Scores that stand for withheld or unreadable answers: no judge was asked, so they need no correction. */
  readonly void: readonly number[];
  /** Labelled items of this run: what people said counts for them. */
  readonly own: readonly Labelled[];
  /** Of this run and of others. */
  readonly labelled: readonly Labelled[];
  /** Whether several scores are of one unit: repeats, clusters. */
  readonly clustered: boolean;
  /** Examples of this run that have a score. */
  readonly examples: number;
}

/**
 * Returns what people would have given the outputs that a calibrated judge scored, with the calibration's own uncertainty; null where the scorer is no judge, is not
 * calibrated, or gave no score.
 *
 * Binary scores: Rogan–Gladen, which bears another share of passes than the labelled items had; labelled items of the run are counted as people said. Others: PPI++ by the labelled items of this very run where they are 20 or more; else by all of them
 * with λ = 1, which asks only that the judge errs as much on average here as on the labelled items. Labelled items of the run are not counted twice. Withheld
 * answers count as they are, by rule. Rates without labelled items correct binary scores only. `n` counts the run's examples, never its repeats, which are averaged
 * first; of yes-or-no scores each answer counts once, the same unless some repeats are missing.
 */
export function correctedMetric<Name extends string>(run: RunOutline<Name>, metric: Name, level: number): Correction | null {
  const facts: MetricFacts = run.metrics[metric];
  const calibration = facts.judge?.calibration ?? null;
  if (calibration === null) return null;
  const cases = casesOf(run, metric, calibration);
  if (cases.judged.length === 0 && cases.own.length === 0) return null;
  const found = facts.scale === "binary" ? binary(cases, calibration, level) : scores(cases, facts.scale, level);
  if (found === null) return null;
  const raw = rawOf(cases, facts.scale, level);
  if (found.kind === "cannot-correct") return { ...found, raw };
  const whole = cases.void.length === 0 ? found : withVoid(found, cases, facts.scale);
  return { ...whole, raw: raw ?? found.raw, n: cases.examples };
}

/** The judge's own mean over what it was asked of in this run, repeats averaged first; null where that has no interval. */
function rawOf({ judged, own }: JudgedCases, scale: MetricFacts["scale"], level: number): Estimate | null {
  const rows = averaged([...judged, ...own.map(({ judge, ...item }) => ({ ...item, value: judge }))]);
  if (scale === "binary" && rows.every(({ repeats }) => repeats === 1)) return shareOf(rows, level);
  const clusters = rows.map(({ unit }) => unit);
  const range = scale === "real" ? undefined : ([0, 1] as const);
  const values = rows.map(({ value }) => value);
  const value = values.reduce((sum, one) => sum + one, 0) / values.length;
  if (new Set(clusters).size > 1) return meanEstimate(values, { level, range, clusters });
  return range === undefined ? null : { value, interval: range, level, n: values.length, method: "one cluster" };
}

function averaged(cases: readonly JudgedCase[]): readonly (Omit<JudgedCase, "example"> & { readonly repeats: number })[] {
  return [...Map.groupBy(cases, ({ example }) => example).values()].map((repeats) => ({
    value: repeats.reduce((sum, { value }) => sum + value, 0) / repeats.length,
    unit: repeats[0]?.unit ?? "",
    repeats: repeats.length,
  }));
}

function casesOf<Name extends string>({ items }: RunOutline<Name>, metric: Name, { labelled = [] }: Calibration): JudgedCases {
  const byTrace = new Map(labelled.flatMap((item) => (item.trace === undefined ? [] : [[item.trace, item] as const])));
  const others = new Set(labelled);
  const judged: JudgedCase[] = [];
  const voids: number[] = [];
  const own: Labelled[] = [];
  const examples = new Set<string>();
  for (const { scores: given, trace } of items) {
    const score = given[metric];
    if (score.kind !== "score") continue;
    const { cluster, id } = trace.origin.example ?? { id: trace.id, cluster: undefined };
    examples.add(id);
    const label = byTrace.get(trace.id);
    if (label !== undefined) {
      others.delete(label);
      const { human, judge } = label;
      own.push({ judge, human, example: id, unit: unitOf({ id, cluster: cluster ?? label.cluster }) });
    } else if (trace.outcome.kind !== "ok") voids.push(score.value);
    else judged.push({ value: score.value, example: id, unit: unitOf({ id, cluster }) });
  }
  const foreign = [...others].map(
    ({ cluster, human, id, judge }): Labelled => ({ judge, human, example: id, unit: unitOf({ id, cluster }) }),
  );
  const all = [...own, ...foreign];
  const clustered = new Set([...judged, ...all].map(({ unit }) => unit)).size < judged.length + all.length;
  return { judged, void: voids, own, labelled: all, clustered, examples: examples.size };
}

function binary({ clustered, judged, labelled, own }: JudgedCases, calibration: Calibration, level: number): Correction | null {
  if (judged.length === 0) return people(own, "binary", level);
  const values = judged.map(({ value }) => value);
  if (labelled.length === 0) {
    const { sensitivity, specificity } = calibration;
    const successes = values.reduce((sum, value) => sum + value, 0);
    const units = judged.map(({ unit }) => unit);
    const effect = clustered ? designEffect(values, units, { level }) : 1;
    return roganGladen(
      { judged: { successes, n: values.length }, sensitivity: counts(sensitivity), specificity: counts(specificity) },
      { level, ...(clustered ? { designEffects: { judged: effect, sensitivity: 1, specificity: 1 } } : {}) },
    );
  }
  const found = correctedEstimate(
    {
      judged: values,
      labelled: labelled.map((item) => ({ judge: item.judge, human: item.human, ...(clustered ? { cluster: item.unit } : {}) })),
      ...(clustered ? { clusters: judged.map(({ unit }) => unit) } : {}),
    },
    { scale: "binary", level },
  );
  return found.kind === "cannot-correct" ? found : withOwn(found, { judged, own });
}

/** Wilson's interval, or the clustered one; of a single cluster of several the whole range: it says nothing of the spread among clusters. */
function shareOf(rows: readonly { readonly value: number; readonly unit: string }[], level: number): Estimate {
  const values = rows.map(({ value }) => value);
  const clusters = rows.map(({ unit }) => unit);
  const n = values.length;
  const count = new Set(clusters).size;
  const successes = values.reduce((sum, value) => sum + value, 0);
  if (count === n) return proportionEstimate({ successes, n }, { level });
  if (count < 2) return { value: successes / n, interval: [0, 1], level, n, method: "one cluster" };
  return meanEstimate(values, { level, range: [0, 1], clusters });
}

/**
 * Joins the corrected share of unlabelled items with what people said of the labelled ones of this run, by how many they are. The two vary independently: error rates are
 * taken within those whom people passed or failed, so they do not depend on how many that were. Its interval is by MOVER (Zou and Donner 2008). Where an example, or a cluster, has
 * answers of both kinds they vary together, at most fully: the reaches are then added up.
 */
function withOwn(found: Corrected, { judged, own }: Pick<JudgedCases, "judged" | "own">): Corrected {
  if (own.length === 0) return found;
  const { level } = found;
  const said = shareOf(
    own.map(({ human, unit }) => ({ value: human, unit })),
    level,
  );
  const n = judged.length + own.length;
  const [share, rest] = [judged.length / n, own.length / n];
  const value = share * found.value + rest * said.value;
  const units = new Set(own.map(({ unit }) => unit));
  const joined = (a: number, b: number): number =>
    judged.some(({ unit }) => units.has(unit)) ? Math.abs(a) + Math.abs(b) : Math.hypot(a, b);
  const reach = (end: 0 | 1): number => joined(share * (found.value - found.interval[end]), rest * (said.value - said.interval[end]));
  const interval = [Math.max(0, value - reach(0)), Math.min(1, value + reach(1))] as const;
  const z = normal().quantile((1 + level) / 2);
  const standardError = joined(share * found.standardError, (rest * (said.interval[1] - said.interval[0])) / (2 * z));
  const inside = Math.min(Math.max(value, 0.5 / n), 1 - 0.5 / n);
  const effectiveN = (inside * (1 - inside)) / standardError ** 2;
  const gained = effectiveN - found.labels;
  return { ...found, value, interval, standardError, n, effectiveN, gained, method: `${found.method}, joined with people's labels` };
}

function scores({ clustered, judged, labelled: all, own }: JudgedCases, scale: MetricFacts["scale"], level: number): Correction | null {
  if (judged.length === 0) return people(own, scale, level);
  const labelled = own.length >= ENOUGH_OWN ? own : all;
  const range = scale === "share" ? ([0, 1] as const) : undefined;
  const rows = averaged(judged);
  const unlabelled = rows.map(({ value }) => value);
  const clusters = clustered ? { labelled: labelled.map(({ unit }) => unit), unlabelled: rows.map(({ unit }) => unit) } : undefined;
  const tuned = labelled === own;
  const count = (names: readonly string[]): number => new Set(names).size;
  // At a given weight the judged items' own spread must be known as well.
  const units =
    clusters === undefined
      ? labelled.length
      : Math.min(count(clusters.labelled), tuned ? Number.POSITIVE_INFINITY : count(clusters.unlabelled));
  if (units < 3) return tooFew(units, clustered, { unlabelled, clusters: clusters?.unlabelled, range, level });
  const pairs = { human: labelled.map(({ human }) => human), judge: labelled.map(({ judge }) => judge) };
  return ppiMean({ labelled: pairs, unlabelled }, { level, range, clusters, lambda: tuned ? "tuned" : 1 });
}

function tooFew(
  found: number,
  clustered: boolean,
  given: {
    readonly unlabelled: readonly number[];
    readonly clusters: readonly string[] | undefined;
    readonly range: readonly [number, number] | undefined;
    readonly level: number;
  },
): CannotCorrect {
  const { clusters, level, range, unlabelled } = given;
  const enough = (clusters === undefined ? unlabelled.length : new Set(clusters).size) > 1;
  return {
    kind: "cannot-correct",
    reason: "too-few-labels",
    message: `A correction of scores needs at least 3 labelled items${clustered ? ", and labelled and judged ones from 3 clusters each" : ""}, and some hundred to be narrow; got ${found}${clustered ? " clusters" : ""}.`,
    raw: enough ? meanEstimate(unlabelled, { level, range, clusters }) : null,
  };
}

/** Where people labelled all there is, what they said is the answer. */
function people(own: readonly Labelled[], scale: MetricFacts["scale"], level: number): Corrected | null {
  const clusters = own.map(({ unit }) => unit);
  const count = new Set(clusters).size;
  const range = scale === "real" ? undefined : ([0, 1] as const);
  const mean = (values: readonly number[]): Estimate | null => {
    const n = values.length;
    if (scale === "binary" && count === n)
      return proportionEstimate({ successes: values.reduce((sum, value) => sum + value, 0), n }, { level });
    if (count > 1) return meanEstimate(values, { level, range, clusters });
    const value = values.reduce((sum, one) => sum + one, 0) / n;
    return range === undefined || n < 2 ? null : { value, interval: range, level, n, method: "one cluster" };
  };
  const human = own.map((item) => item.human);
  const [answer, raw] = [mean(human), mean(own.map(({ judge }) => judge))];
  if (answer === null || raw === null) return null;
  const n = human.length;
  const spread = human.reduce((sum, value) => sum + (value - answer.value) ** 2, 0) / Math.max(1, n - 1);
  const standardError = count > 1 && count < n ? clusteredError(human, clusters).standardError : Math.sqrt(spread / n);
  const exact = { standardError, labels: n, effectiveN: n, gained: 0 };
  return { ...answer, method: `${answer.method}, people's labels alone`, kind: "corrected", raw, ...exact };
}

/** Joins what was corrected with what needs no correction: the share of the latter varies too. */
function withVoid(found: Corrected, { judged, own, void: values }: JudgedCases, scale: MetricFacts["scale"]): Corrected {
  const all = judged.length + own.length + values.length;
  const share = 1 - values.length / all;
  const worst = values.reduce((sum, value) => sum + value, 0) / values.length;
  const value = share * found.value + (1 - share) * worst;
  const moved = Math.abs(found.value - worst) * Math.sqrt((share * (1 - share)) / all);
  const z = normal().quantile((1 + found.level) / 2);
  const reach = (end: number): number => Math.hypot(share * (end - found.value), z * moved);
  const [lowest, highest] = scale === "real" ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [0, 1];
  const interval = [Math.max(lowest, value - reach(found.interval[0])), Math.min(highest, value + reach(found.interval[1]))] as const;
  const standardError = Math.hypot(share * found.standardError, moved);
  return { ...found, value, interval, standardError, n: found.n + values.length, method: `${found.method}, ${values.length} withheld` };
}

function counts(rate: Estimate | null): Proportion {
  return rate === null ? { successes: 0, n: 0 } : { successes: Math.round(rate.value * rate.n), n: rate.n };
}

import type { Calibration, Estimate, LabelledItem } from "@pawl/core";
import {
  type CannotCorrect,
  type Corrected,
  type Correction,
  clusteredError,
  correctedEstimate,
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
  /** Of the example, or of the cluster it is in. */
  readonly unit: string;
}

interface JudgedCases {
  /** Scores that the judge gave. */
  readonly judged: readonly JudgedCase[];
  /** Scores that stand for withheld or unreadable answers: no judge was asked, so they need no correction. */
  readonly void: readonly number[];
  /** Labelled items of this run: what people said counts for them. */
  readonly own: readonly LabelledItem[];
  readonly labelled: readonly LabelledItem[];
  /** Whether several scores are of one unit: repeats, clusters. */
  readonly clustered: boolean;
}

/**
 * Returns what people would have given the outputs that a calibrated judge scored, with the calibration's own uncertainty; null where the scorer is no judge, is not
 * calibrated, or gave no score.
 *
 * Binary scores: Rogan–Gladen, which bears another share of passes than the labelled items had; labelled items of the run are counted as people said. Others: PPI++ by the labelled items of this very run where they are 20 or more; else by all of them
 * with λ = 1, which asks only that the judge errs as much on average here as on the labelled items. Labelled items of the run are not counted twice. Withheld
 * answers count as they are, by rule. Rates without labelled items correct binary scores only.
 */
export function correctedMetric<Name extends string>(run: RunOutline<Name>, metric: Name, level: number): Correction | null {
  const facts: MetricFacts = run.metrics[metric];
  const calibration = facts.judge?.calibration ?? null;
  if (calibration === null) return null;
  const cases = casesOf(run, metric, calibration);
  if (cases.judged.length === 0 && cases.own.length === 0) return null;
  const found = facts.scale === "binary" ? binary(cases, calibration, level) : scores(cases, facts.scale, level);
  return found === null || found.kind === "cannot-correct" || cases.void.length === 0 ? found : withVoid(found, cases, facts.scale);
}

function casesOf<Name extends string>({ items }: RunOutline<Name>, metric: Name, { labelled = [] }: Calibration): JudgedCases {
  const byTrace = new Map(labelled.flatMap((item) => (item.trace === undefined ? [] : [[item.trace, item] as const])));
  const units = new Set(labelled.map(unitOf));
  const counted = new Set<string>();
  const judged: JudgedCase[] = [];
  const voids: number[] = [];
  const own: LabelledItem[] = [];
  let clustered = new Set(units).size < labelled.length;
  for (const { scores: given, trace } of items) {
    const score = given[metric];
    if (score.kind !== "score") continue;
    const label = byTrace.get(trace.id);
    if (label !== undefined) {
      own.push(label);
      continue;
    }
    if (trace.outcome.kind !== "ok") {
      voids.push(score.value);
      continue;
    }
    const { cluster, id } = trace.origin.example ?? { id: trace.id, cluster: undefined };
    const unit = unitOf({ id, cluster });
    if (counted.has(unit) || units.has(unit)) clustered = true;
    counted.add(unit);
    judged.push({ value: score.value, unit });
  }
  return { judged, void: voids, own, labelled, clustered };
}

function binary({ clustered, judged, labelled, own }: JudgedCases, calibration: Calibration, level: number): Correction | null {
  if (judged.length === 0) return people(own, "binary", level);
  const values = judged.map(({ value }) => value);
  if (labelled.length === 0) {
    const { sensitivity, specificity } = calibration;
    const successes = values.reduce((sum, value) => sum + value, 0);
    const units = judged.map(({ unit }) => unit);
    return roganGladen(
      { judged: { successes, n: values.length }, sensitivity: counts(sensitivity), specificity: counts(specificity) },
      { level, ...(clustered ? { designEffects: { judged: designEffect(values, units), sensitivity: 1, specificity: 1 } } : {}) },
    );
  }
  const found = correctedEstimate(
    {
      judged: values,
      labelled: labelled.map((item) => ({ judge: item.judge, human: item.human, ...(clustered ? { cluster: unitOf(item) } : {}) })),
      ...(clustered ? { clusters: judged.map(({ unit }) => unit) } : {}),
    },
    { scale: "binary", level },
  );
  return found.kind === "cannot-correct" ? found : withOwn(found, { clustered, judged, own });
}

/** Clustered variance over that of independent verdicts, at least 1; the mean size of a cluster where they do not vary. */
function designEffect(verdicts: readonly number[], units: readonly string[]): number {
  const n = verdicts.length;
  const count = new Set(units).size;
  const share = verdicts.reduce((sum, verdict) => sum + verdict, 0) / n;
  const independent = (share * (1 - share)) / n;
  if (count < 2 || independent === 0) return n / count;
  return Math.max(1, clusteredError(verdicts, units).standardError ** 2 / independent);
}

/**
 * Joins the corrected share of unlabelled items with what people said of the labelled ones of this run, by how many they are. The two vary independently: error rates are
 * taken within those whom people passed or failed, so they do not depend on how many that were. Its interval is by MOVER (Zou and Donner 2008).
 */
function withOwn(found: Corrected, { clustered, judged, own }: Pick<JudgedCases, "clustered" | "judged" | "own">): Corrected {
  if (own.length === 0) return found;
  const { level } = found;
  const shareOf = (rows: readonly { readonly value: number; readonly unit: string }[]): Estimate => {
    const values = rows.map(({ value }) => value);
    const clusters = rows.map(({ unit }) => unit);
    if (clustered && new Set(clusters).size > 1) return meanEstimate(values, { level, range: [0, 1], clusters });
    return proportionEstimate({ successes: values.reduce((sum, value) => sum + value, 0), n: values.length }, { level });
  };
  const said = shareOf(own.map((item) => ({ value: item.human, unit: unitOf(item) })));
  const raw = shareOf([...judged, ...own.map((item) => ({ value: item.judge, unit: unitOf(item) }))]);
  const n = judged.length + own.length;
  const [share, rest] = [judged.length / n, own.length / n];
  const value = share * found.value + rest * said.value;
  const reach = (end: 0 | 1): number => Math.hypot(share * (found.value - found.interval[end]), rest * (said.value - said.interval[end]));
  const interval = [Math.max(0, value - reach(0)), Math.min(1, value + reach(1))] as const;
  const z = normal().quantile((1 + level) / 2);
  const standardError = Math.hypot(share * found.standardError, (rest * (said.interval[1] - said.interval[0])) / (2 * z));
  const inside = Math.min(Math.max(value, 0.5 / n), 1 - 0.5 / n);
  const effectiveN = (inside * (1 - inside)) / standardError ** 2;
  const gained = effectiveN - found.labels;
  return { ...found, value, interval, standardError, n, effectiveN, gained, raw, method: `${found.method}, joined with people's labels` };
}

function scores({ clustered, judged, labelled: all, own }: JudgedCases, scale: MetricFacts["scale"], level: number): Correction | null {
  if (judged.length === 0) return people(own, scale, level);
  const labelled = own.length >= ENOUGH_OWN ? own : all;
  const range = scale === "share" ? ([0, 1] as const) : undefined;
  const unlabelled = judged.map(({ value }) => value);
  const clusters = clustered ? { labelled: labelled.map(unitOf), unlabelled: judged.map(({ unit }) => unit) } : undefined;
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
function people(own: readonly LabelledItem[], scale: MetricFacts["scale"], level: number): Corrected | null {
  const clusters = own.map(unitOf);
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

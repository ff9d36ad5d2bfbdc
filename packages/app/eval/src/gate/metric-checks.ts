import { mcnemar, mixtureEValue, type Pair, proportionEstimate } from "@pawl/stats";
import { judgedDifference } from "../compare/judged-difference.ts";
import { unitOf } from "../summary/unit-of.ts";
import type { Baseline } from "./baseline.ts";
import { correctedMetricCheck } from "./corrected-check.ts";
import type { GateItem, GateRun } from "./gate-run.ts";
import { FIRST_TOKEN, type MetricSettings, PRECISION } from "./gate-settings.ts";
import { detectableLateness, type LatencyInput, latencyCheck } from "./latency-check.ts";
import { kindOf, type MetricCheck } from "./metric-check.ts";
import { type Matched, pairedMetric, peopleOfPairs } from "./paired-metric.ts";
import { precisionPairs } from "./precision-pairs.ts";
import { detectableDifference, neededItems, type Scored, scoredCheck } from "./scored-metric.ts";

export interface ChecksInput {
  readonly baseline: Baseline;
  readonly candidate: GateRun;
  readonly matched: Matched;
  /** Whether the run was left for what it showed. @default false */
  readonly early?: boolean | undefined;
}

/** Arms whose missing shares differ at this p-value were not measured alike. */
const UNLIKE = 0.05;

/** Returns one metric ready to be asked. */
export function metricCheck(metric: string, settings: MetricSettings, input: ChecksInput): MetricCheck {
  const facts = input.baseline.criteria.scorers[metric];
  if (facts !== undefined) {
    const { pairs, scale } = pairedMetric(input.matched, metric, facts);
    const { direction } = facts;
    const scored: Scored = { metric, pairs, scale, direction, margin: settings.margin };
    const people = peopleOfPairs(input.matched, metric);
    const difference = judgedDifference({ direction, pairs, people, scale: facts.scale });
    return correctedMetricCheck(scoredMetric(scored, input), scored, difference);
  }
  if (metric === FIRST_TOKEN) return latencyMetric(settings.margin, input);
  if (metric === PRECISION) return precisionMetric(settings.margin, input);
  return { ...nothing(metric), unmeasured: `No run has the metric "${metric}".` };
}

function scoredMetric(scored: Scored, input: ChecksInput): MetricCheck {
  const { pairs, metric } = scored;
  return {
    metric,
    unmeasured: unmeasured(
      pairs,
      gapsOf(input, ({ scores }) => scores[metric] ?? []),
      input,
    ),
    at: (level) => scoredCheck(scored, level),
    detectable: (level) => detectableDifference(scored, level),
    needed: (level) => neededItems(scored, level),
    baseline: meanOf(pairs.map(({ champion }) => champion)),
    candidate: meanOf(pairs.map(({ candidate }) => candidate)),
    missing: missingOf(pairs),
    scored,
  };
}

function precisionMetric(margin: number, input: ChecksInput): MetricCheck {
  const headline = Object.keys(input.baseline.criteria.scorers)[0] ?? "";
  const { baseline, candidate, pairs, range } = precisionPairs(input.matched, headline);
  const scored: Scored = { metric: PRECISION, pairs, scale: "real", direction: "higher", margin, range };
  const answered = Math.floor(Math.min(baseline.answered, candidate.answered));
  // Items of one cluster are one piece of evidence.
  const given = Math.min(answered, new Set(pairs.map(unitOf)).size);
  const same = pairs.every((pair) => pair.champion === pair.candidate);
  const none = given === 0 ? "One arm answered nothing, so there is no precision." : null;
  return {
    metric: PRECISION,
    unmeasured:
      none ??
      unmeasured(
        pairs,
        gapsOf(input, (item) => item.answered),
        input,
      ),
    at: (level) => {
      const check = scoredCheck(scored, level);
      const notes = [
        `Answered ${Math.round(candidate.answered)} of ${pairs.length} items, ${Math.round(baseline.answered)} in the baseline.`,
        ...check.notes,
      ];
      const method = `precision as a ratio, linearised; ${check.method}`;
      if (!same) return { ...check, notes, method };
      // No item differs: at most so many of the answers can be losses.
      const bound = proportionEstimate({ successes: 0, n: given }, { level, method: "clopper-pearson" }).interval[1];
      return {
        ...check,
        kind: kindOf([-bound, bound], margin),
        interval: [-bound, bound],
        notes,
        method: "exact bound on losses among answers",
      };
    },
    detectable: (level) => detectableDifference(scored, level),
    needed: (level) => neededItems(scored, level),
    baseline: baseline.precision,
    candidate: candidate.precision,
    missing: missingOf(pairs),
    scored: null,
  };
}

function latencyMetric(margin: number, given: ChecksInput): MetricCheck {
  const { baseline, candidate } = given;
  const input = latencyInput(margin, given);
  const { timesMs } = input;
  const none =
    baseline.firstTokenP95Ms === null
      ? "The baseline has no answer whose time is known."
      : timesMs.length === 0
        ? "No answer came, so none has a time."
        : null;
  return {
    ...nothing(FIRST_TOKEN),
    unmeasured: none,
    at: (level) => latencyCheck(input, level),
    detectable: (level) => detectableLateness(timesMs.length, level),
    baseline: baseline.firstTokenP95Ms,
    candidate: candidate.firstTokenP95Ms,
    missing: { baseline: 0, candidate: input.missing },
  };
}

/** Returns the times of a run beside the baseline's p95. */
export function latencyInput(margin: number, { baseline, candidate, matched }: ChecksInput): LatencyInput & { readonly missing: number } {
  // Of an item that was skipped nobody waited for an answer.
  const unanswered = candidate.items.filter(({ answered }) => answered.every((value) => value === null)).length;
  const missing = unanswered + matched.unmatched.baseline.length;
  return { baselineP95Ms: baseline.firstTokenP95Ms ?? 0, timesMs: candidate.firstTokenMs, margin, missing };
}

function nothing(metric: string): MetricCheck {
  const at: MetricCheck["at"] = () => ({ kind: "inconclusive", effect: null, interval: [null, null], n: 0, method: "none", notes: [] });
  return {
    metric,
    unmeasured: null,
    at,
    detectable: () => null,
    needed: () => null,
    baseline: null,
    candidate: null,
    missing: { baseline: 0, candidate: 0 },
    scored: null,
  };
}

/** Shares of an item's repeats that are missing in either arm. */
interface Gap {
  readonly baseline: number;
  readonly candidate: number;
}

function gapsOf({ matched }: ChecksInput, read: (item: GateItem) => readonly (number | null)[]): readonly Gap[] {
  const share = (item: GateItem): number => {
    const values = read(item);
    return values.length === 0 ? 1 : values.filter((value) => value === null).length / values.length;
  };
  return matched.pairs.map(({ baseline, candidate }) => ({ baseline: share(baseline), candidate: share(candidate) }));
}

/** Why nothing is said at all: no pair, none scored, too much missing, or missing unlike in the arms. Repeats that are missing count by their share. */
function unmeasured(pairs: readonly Pair[], gaps: readonly Gap[], { baseline, early = false }: ChecksInput): string | null {
  if (pairs.length === 0) return "The run and the baseline have no item in common.";
  const { missingLimit } = baseline.criteria;
  const { candidate, baseline: before } = missingOf(pairs);
  if (pairs.every((pair) => pair.champion === null || pair.candidate === null)) return "No item has a score in both.";
  for (const [side, arm, count] of [
    ["the baseline", "baseline", before],
    ["the branch", "candidate", candidate],
  ] as const) {
    if (count / pairs.length > missingLimit)
      return `${count} of ${pairs.length} items have no score in ${side}, more than the ${percent(missingLimit)} allowed.`;
    const share = gaps.reduce((sum, gap) => sum + gap[arm] / gaps.length, 0);
    if (share > missingLimit + 1e-12)
      return `${percent(share)} of the answers, repeats counted, have no score in ${side}, more than the ${percent(missingLimit)} allowed.`;
  }
  const wins = gaps.filter((gap) => gap.candidate > gap.baseline).length;
  const losses = gaps.filter((gap) => gap.candidate < gap.baseline).length;
  // Where the run was left is chosen by what was seen: there evidence that holds at every look takes the place of the test (Ville 1939).
  const pValue = early ? Math.min(1, 1 / mixtureEValue({ wins, losses })) : mcnemar({ wins, losses }).pValue;
  return pValue < UNLIKE
    ? `${wins} items lack more scores in the branch and ${losses} in the baseline: the arms were not measured alike (p = ${pValue.toPrecision(2)}).`
    : null;
}

function missingOf(pairs: readonly Pair[]): MetricCheck["missing"] {
  return {
    baseline: pairs.filter(({ champion }) => champion === null).length,
    candidate: pairs.filter(({ candidate }) => candidate === null).length,
  };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

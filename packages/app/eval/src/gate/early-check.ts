import { type Pair, shareAtAnyLook } from "@pawl/stats";
import { decisionRace } from "../compare/decision-race.ts";
import { FIRST_TOKEN, type MetricSettings } from "./gate-settings.ts";
import { latencyCheck } from "./latency-check.ts";
import type { Check, MetricCheck } from "./metric-check.ts";
import { type ChecksInput, latencyInput } from "./metric-checks.ts";
import { pairedMetric } from "./paired-metric.ts";
import { requireMargin, type Scored } from "./scored-metric.ts";

export interface EarlyInput extends ChecksInput {
  /** Ids of the items in the order in which they were looked at. */
  readonly looked: readonly string[];
}

/**
 * Returns a metric's check for a run that was left for what another metric showed: its claims are false with probability at most 1 − level wherever that was, as those of the metric
 * that decided. Bounded scores: the confidence sequence of `evaluateUntilDecided` over the items in the order looked at, the first of each cluster. Time to the first token: the share
 * of late answers, at any look. Scores on a real scale: whether more than half of the items are worse by more than the margin; precision, a ratio over all items: nothing.
 */
export function earlyCheck(check: MetricCheck, { margin }: MetricSettings, input: EarlyInput): MetricCheck {
  const { metric } = check;
  const facts = input.baseline.criteria.scorers[metric];
  const early = (at: MetricCheck["at"]): MetricCheck => ({ ...check, at, detectable: () => null, needed: () => null });
  if (metric === FIRST_TOKEN && facts === undefined)
    return early((level) => latencyCheck({ ...latencyInput(margin, input), early: true }, level));
  if (facts === undefined)
    return early(() => ({ ...NOTHING, notes: ["Precision is a ratio over all items, which cannot be read where a run was left early."] }));
  const { pairs, scale } = pairedMetric(input.matched, metric, facts);
  const places = new Map(input.looked.map((id, place) => [id, place]));
  const placeOf = ({ id }: Pair): number => places.get(id) ?? places.size;
  const scored: Scored = {
    metric,
    pairs: firstOfClusters(pairs.toSorted((a, b) => placeOf(a) - placeOf(b))),
    // What repeats average to is a share, also where it is whole by chance.
    scale: scale === "binary" && !isPlain(input, metric) ? "share" : scale,
    direction: facts.direction,
    margin,
  };
  return early((level) => (scored.scale === "real" ? typicalCheck(scored, level) : boundedCheck(scored, level)));
}

const NOTHING: Omit<Check, "notes"> = { kind: "inconclusive", effect: null, interval: [null, null], n: 0, method: "none" };

function firstOfClusters(pairs: readonly Pair[]): readonly Pair[] {
  const seen = new Set<string>();
  return pairs.filter(({ cluster }) => {
    if (cluster === undefined) return true;
    const first = !seen.has(cluster);
    seen.add(cluster);
    return first;
  });
}

/** Whether no item was repeated or is in a cluster. */
function isPlain({ matched }: EarlyInput, metric: string): boolean {
  return matched.pairs.every((pair) =>
    [pair.baseline, pair.candidate].every(({ cluster, scores }) => cluster === null && (scores[metric]?.length ?? 0) <= 1),
  );
}

function boundedCheck(scored: Scored, level: number): Check {
  requireMargin(scored);
  const { direction, margin, metric, pairs, scale } = scored;
  const binary = scale === "binary";
  const race = decisionRace({ metric, direction, binary, range: [0, 1], level, margin, minimumUsefulEffect: margin });
  for (const { candidate, champion } of pairs) race.add(champion, candidate);
  const { effect, interval, method, n } = race.verdict();
  const missing = pairs.length - n;
  const notes = missing === 0 ? [] : [`${missing} of ${pairs.length} pairs are missing: taken at their worst and at their best.`];
  return { kind: race.gate() ?? "inconclusive", effect, interval, n, method, notes };
}

/** A mean without bounds has no sequence, a share of items has. Whatever is missing is taken not to be worse. */
function typicalCheck({ direction, margin, pairs }: Scored, level: number): Check {
  const sign = direction === "higher" ? 1 : -1;
  const effects = pairs.flatMap(({ candidate, champion }) =>
    candidate === null || champion === null ? [] : [sign * (candidate - champion)],
  );
  const n = effects.length;
  const worse = effects.filter((effect) => effect < -margin).length;
  const shown = n > 0 && shareAtAnyLook({ successes: worse, n: pairs.length }, { level }).interval[0] > 0.5;
  return {
    ...NOTHING,
    kind: shown ? "regression" : "inconclusive",
    effect: n === 0 ? null : effects.reduce((sum, effect) => sum + effect / n, 0),
    n,
    method: "share of items that are worse by more than the margin, valid at every look",
    notes: [
      `A mean on a real scale cannot be read where a run was left early. ${worse} of ${n} items are worse by more than the margin${shown ? ": more than half of all would be" : ", which does not show that more than half of all would be"}.`,
    ],
  };
}

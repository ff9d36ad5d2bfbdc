import type { Verdict } from "@pawl/core";
import { judgeWorth, rawDifferenceNotes } from "../compare/judge-notes.ts";
import type { Evaluation, MetricFacts } from "../evaluation.ts";
import type { Baseline } from "./baseline.ts";
import { criteriaChanges } from "./criteria-changes.ts";
import { earlyCheck } from "./early-check.ts";
import { type FallbackUse, fallbackProblem, fallbackUse } from "./fallback-use.ts";
import { gateRun } from "./gate-run.ts";
import { criteriaOf, type GateSettings, PRECISION, type Severity } from "./gate-settings.ts";
import { decideFamily } from "./holm.ts";
import { type ItemChanges, itemChanges } from "./item-changes.ts";
import { metricCheck } from "./metric-checks.ts";
import { matchedItems } from "./paired-metric.ts";

export type GateVerdict = "pass" | "regression" | "inconclusive" | "cannot-measure" | "criteria-changed";

export type GateMetric = {
  readonly metric: string;
  readonly severity: Severity;
  readonly kind: Exclude<GateVerdict, "criteria-changed">;
  readonly margin: number;
  /** Means over the paired items; of `first-token-p95` milliseconds. */
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** Branch minus baseline in the good direction; of `first-token-p95` minus the share of answers that begin too late, which may be .05. */
  readonly effect: number | null;
  /** Null where nothing bounds it, an end that is null is open. */
  readonly interval: readonly [number | null, number | null] | null;
  /** What is left of the gate's level for this metric after Holm. */
  readonly level: number;
  readonly n: number;
  /** Smallest harm that would be found with a power of .8; null where there is none, however large. */
  readonly detectable: number | null;
  /** Items that would decide, where it is inconclusive and that can be told. */
  readonly needed: number | null;
  readonly missing: { readonly baseline: number; readonly candidate: number };
  readonly method: string;
  readonly notes: readonly string[];
  /** Where a model judged: what its scores are worth, in a sentence. */
  readonly judge?: string | undefined;
};

/** The answer of a run that was left once it was in, valid at every look, and what that saved. */
export type SequentialAnswer = {
  readonly metric: string;
  readonly gate: "pass" | "regression" | "inconclusive";
  readonly verdict: Verdict;
  readonly looked: number;
  readonly examples: number;
  readonly savedCases: number;
};

export interface GateInput extends GateSettings {
  /** Where the run was stopped early: the answer to its gated metric; items that were not run are then no loss, and the other metrics take bounds that hold at every look. */
  readonly sequential?: SequentialAnswer | undefined;
}

export type GateResult = {
  readonly format: "pawl.gate/1";
  readonly task: string;
  readonly verdict: GateVerdict;
  readonly level: number;
  /** Why it could not be measured or the criteria changed, in sentences; empty else. */
  readonly problems: readonly string[];
  readonly metrics: readonly GateMetric[];
  /** Of each scored metric that is not only tracked; of the tracked ones where nothing else is scored. */
  readonly changes: readonly ItemChanges[];
  readonly unmatched: { readonly baseline: readonly string[]; readonly candidate: readonly string[] };
  /** How often the branch's fallback was asked; null where it never was, or nothing was run. */
  readonly fallback: FallbackUse | null;
  /** Variants of both sides are one. */
  readonly sameVariant: boolean;
};

/**
 * Returns the verdict on a branch's run against the blessed baseline, paired by item. `pass` only when every gate is shown to be no worse by its
 * margin, Holm's level shared among them (a critical task's guardrails among them), and no guardrail is shown to be worse. `cannot-measure`, whatever the
 * scores show, where too many answers are a fallback's because the variant could not be asked.
 * Other criteria than the baseline's are `criteria-changed`, and nothing is compared.
 */
export function gate<Name extends string>(
  baseline: Baseline,
  candidate: Evaluation<unknown, unknown, Name>,
  settings: GateInput,
): GateResult {
  const run = gateRun(candidate, { abstainBelow: settings.abstainBelow ?? undefined });
  const task = baseline.task.name;
  const sameVariant = run.variantId !== null && run.variantId === baseline.variantId && run.rendererHash === baseline.rendererHash;
  const changed = criteriaChanges(baseline, { task: run.task, split: run.split, criteria: criteriaOf(settings, candidate.metrics) });
  const { sequential } = settings;
  const ran = new Set(run.items.map(({ id }) => id));
  const items = sequential === undefined ? baseline.items : baseline.items.filter(({ id }) => ran.has(id));
  const matched = matchedItems(items, run.items);
  const { unmatched } = matched;
  const fallback = fallbackUse(candidate);
  const shared = { format: "pawl.gate/1", task, level: settings.level, unmatched, fallback, sameVariant } as const;
  if (changed.length > 0) return { ...shared, verdict: "criteria-changed", problems: changed, metrics: [], changes: [] };

  const input = { baseline, candidate: run, matched, early: sequential !== undefined };
  const looked = candidate.items.map(({ trace }) => trace.origin.example?.id ?? trace.id);
  const checks = Object.entries(settings.metrics).map(([name, given]) => {
    const check = metricCheck(name, given, input);
    return {
      ...given,
      check: sequential === undefined || sequential.metric === name ? check : earlyCheck(check, given, { ...input, looked }),
    };
  });
  const family = (severities: readonly Severity[]): ReturnType<typeof decideFamily> =>
    decideFamily(
      checks.filter(({ severity, check }) => severities.includes(severity) && check.unmeasured === null).map(({ check }) => check),
      settings.level,
    );
  const { guardrailsProven } = settings;
  const decided = guardrailsProven ? family(["gate", "guardrail"]) : new Map([...family(["gate"]), ...family(["guardrail"])]);
  const metrics = checks.map(({ severity, margin, check }): GateMetric => {
    const { metric, baseline: before, candidate: now, missing } = check;
    const worth = candidate.metrics[metric as Name] === undefined ? null : judgeWorth(candidate.metrics[metric as Name]);
    const facts = { metric, severity, margin, baseline: before, candidate: now, missing, ...(worth === null ? {} : { judge: worth }) };
    if (check.unmeasured !== null) {
      const none = {
        effect: null,
        interval: null,
        level: settings.level,
        n: 0,
        detectable: null,
        needed: null,
        method: "none",
      } as const;
      return { ...facts, ...none, kind: "cannot-measure", notes: [check.unmeasured] };
    }
    const answer = decided.get(metric) ?? { ...check.at(settings.level), level: settings.level };
    if (sequential?.metric === metric) {
      const early = stopped(sequential);
      const beside = judged(candidate.metrics, metric).filter((note) => !early.notes.includes(note));
      return { ...facts, ...early, notes: [...early.notes, ...beside], detectable: check.detectable(settings.level) };
    }
    const needed = answer.kind === "inconclusive" ? check.needed(answer.level) : null;
    const { corrected = false, ...said } = answer;
    const notes = [...said.notes, ...(corrected ? [] : judged(candidate.metrics, metric))];
    return { ...facts, ...said, interval: bounded(said.interval), notes, detectable: check.detectable(answer.level), needed };
  });
  const lost = unmatched.baseline.length + unmatched.candidate.length;
  const all = items.length + unmatched.candidate.length;
  const tooMany = lost > settings.missingLimit * all;
  const fallen = fallback === null ? null : fallbackProblem(fallback, settings.missingLimit);
  const problems = [
    ...(fallen === null ? [] : [fallen]),
    ...(tooMany ? [`${lost} of ${all} items are only on one side (${ids([...unmatched.baseline, ...unmatched.candidate])}).`] : []),
    ...metrics
      .filter(({ kind, severity }) => kind === "cannot-measure" && severity !== "tracked")
      .map(({ metric, notes }) => `${metric}: ${notes[0] ?? ""}`),
  ];
  const blocking = checks.filter(({ severity, check }) => severity !== "tracked" && check.scored !== null);
  const shown = blocking.length > 0 ? blocking : checks.filter(({ check }) => check.scored !== null).slice(0, 1);
  return {
    ...shared,
    // What a fallback's answers show is nothing about a variant that was away.
    verdict: fallen === null ? verdictOf(metrics, { guardrailsProven, unmeasured: problems.length > 0 }) : "cannot-measure",
    problems,
    metrics,
    changes: shown.flatMap(({ check }) => (check.scored === null ? [] : [itemChanges(check.scored)])),
  };
}

function stopped({
  examples,
  gate: kind,
  looked,
  savedCases,
  verdict,
}: SequentialAnswer): Pick<GateMetric, "kind" | "effect" | "interval" | "level" | "n" | "needed" | "method" | "notes"> {
  const { effect, interval, level, method, n, notes } = verdict;
  const saved = `Stopped after ${looked} of ${examples} examples, ${savedCases} answers saved; the answer holds although it was looked at after every example.`;
  const kept = notes.filter((note) => !/would decide it/.test(note));
  return {
    kind,
    effect,
    interval: bounded(interval),
    level,
    n,
    needed: null,
    method,
    notes: kind === "inconclusive" ? kept : [saved, ...kept],
  };
}

function bounded(interval: Verdict["interval"]): GateMetric["interval"] {
  return interval.every((end) => end === null) ? null : interval;
}

function verdictOf(
  metrics: readonly GateMetric[],
  { guardrailsProven, unmeasured }: { readonly guardrailsProven: boolean; readonly unmeasured: boolean },
): GateVerdict {
  const blocking = metrics.filter(({ severity }) => severity !== "tracked");
  if (blocking.some(({ kind }) => kind === "regression")) return "regression";
  if (unmeasured) return "cannot-measure";
  const toBeShown = blocking.filter(({ severity }) => severity === "gate" || guardrailsProven);
  return toBeShown.length > 0 && toBeShown.every(({ kind }) => kind === "pass") ? "pass" : "inconclusive";
}

function judged(metrics: { readonly [metric: string]: MetricFacts }, metric: string): readonly string[] {
  // The precision of a run is that of its headline.
  const facts = metrics[metric === PRECISION ? (Object.keys(metrics)[0] ?? "") : metric];
  return facts === undefined ? [] : rawDifferenceNotes(facts);
}

function ids(list: readonly string[]): string {
  return `${list.slice(0, 20).join(", ")}${list.length > 20 ? ", …" : ""}`;
}

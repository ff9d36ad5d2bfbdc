import { hashOf, type Sha256 } from "@pawl/core";
import type { MetricFacts } from "../evaluation.ts";

/** `gate`: must be shown to be no worse. `guardrail`: must not be shown to be worse. `tracked`: is told and blocks nothing. */
export type Severity = "gate" | "guardrail" | "tracked";

export type MetricSettings = {
  readonly severity: Severity;
  /** How much worse is still good enough, in the metric's own unit; of the first token a share of the baseline's p95. */
  readonly margin: number;
};

/** What is compared and how: complete, as `gateDefaults` returns it. */
export type GateSettings = {
  /** Of the two-sided interval whose lower end decides. */
  readonly level: number;
  /** Largest share of items whose score may be missing in an arm, 0..1. */
  readonly missingLimit: number;
  /** Answers with less confidence are taken back; null where all answers count. */
  readonly abstainBelow: number | null;
  /** Guardrails too must be shown to be no worse. */
  readonly guardrailsProven: boolean;
  readonly metrics: { readonly [metric: string]: MetricSettings };
};

/** What a baseline was blessed by: settings, and which version of each scorer. */
export type Criteria = GateSettings & { readonly scorers: { readonly [metric: string]: MetricFacts } };

/** Time to the first token, from the traces: nobody has to write a scorer for it. */
export const FIRST_TOKEN = "first-token-p95";
/** Share of right answers among those given: the headline scorer where answers may be withheld. */
export const PRECISION = "precision";

/** Returns the settings with the scorers that they are about. */
export function criteriaOf(settings: GateSettings, scorers: { readonly [metric: string]: MetricFacts }): Criteria {
  const { level, missingLimit, abstainBelow, guardrailsProven, metrics } = settings;
  const facts = Object.entries(scorers).map(([name, { hash, direction, scale }]) => [name, { hash, direction, scale }]);
  return { level, missingLimit, abstainBelow, guardrailsProven, metrics, scorers: Object.fromEntries(facts) };
}

/** Returns the hash of criteria: two baselines of one hash ask the same question. */
export function criteriaHash(criteria: Criteria): Sha256 {
  return hashOf(criteria);
}

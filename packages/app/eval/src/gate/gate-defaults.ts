import type { Profile, Scorer } from "@pawl/core";
import { DEFAULT_USEFUL_EFFECT } from "../compare/compare.ts";
import { FIRST_TOKEN, type GateSettings, type MetricSettings, PRECISION, type Severity } from "./gate-settings.ts";

/** What a project says of its gate; all of it has defaults, most of them from the task's profile. */
export interface GateOptions {
  /** @default .9 for an internal audience, .95 for customers */
  readonly level?: number | undefined;
  /** @default the first scorer gates, the others are tracked */
  readonly metrics?:
    | { readonly [metric: string]: { readonly severity?: Severity | undefined; readonly margin?: number | undefined } }
    | undefined;
  /** Largest share of items without a score. @default .05 */
  readonly missingLimit?: number | undefined;
  /** Confidence under which an answer is withheld, 0..1: mandatory for a proactive task. @default none */
  readonly abstainBelow?: number | undefined;
  /** Name of the scorer that finds what the context does not say. @default one whose name says faithful, grounding or hallucination */
  readonly hallucination?: string | undefined;
}

export interface GateDefaultsInput {
  readonly scorers: readonly Pick<Scorer, "name" | "scale" | "role">[];
  readonly options?: GateOptions | undefined;
  /** Whether the variant puts retrieved documents into its prompt. @default false */
  readonly retrieval?: boolean | undefined;
  /** Whether another variant answers where the gated one cannot. @default false */
  readonly fallback?: boolean | undefined;
}

/** By how much more than the baseline's p95 the first token may take: half. */
const FIRST_TOKEN_MARGIN = 0.5;
export const MISSING_LIMIT = 0.05;

/**
 * Returns the settings of a task's gate: what the options say, the rest by profile. Internal 90 %, customer 95 %; reactive adds the guardrail
 * `first-token-p95`; proactive makes `precision` the headline; critical asks proof of every guardrail; a customer's retrieval guards its hallucination scorer.
 */
export function gateDefaults(profile: Profile, input: GateDefaultsInput): GateSettings {
  const { options = {}, scorers } = input;
  const headline = scorers.find(({ role }) => role !== "recorded")?.name;
  const proactive = profile.trigger === "proactive";
  const guard = hallucinationScorer(input);
  const defaults = new Map<string, Severity>();
  if (proactive) defaults.set(PRECISION, "gate");
  for (const { name } of scorers) {
    const named = name === headline && !proactive && !Object.values(options.metrics ?? {}).some(({ severity }) => severity === "gate");
    defaults.set(name, named ? "gate" : name === guard && profile.audience === "customer" && input.retrieval ? "guardrail" : "tracked");
  }
  if (profile.trigger === "reactive") defaults.set(FIRST_TOKEN, "guardrail");
  for (const name of Object.keys(options.metrics ?? {})) if (!defaults.has(name)) defaults.set(name, "tracked");
  const metrics = [...defaults].map(([name, severity]): [string, MetricSettings] => {
    const given = options.metrics?.[name];
    const margin = given?.margin ?? (name === FIRST_TOKEN ? FIRST_TOKEN_MARGIN : DEFAULT_USEFUL_EFFECT);
    return [name, { severity: given?.severity ?? severity, margin }];
  });
  return {
    level: options.level ?? (profile.audience === "customer" ? 0.95 : 0.9),
    missingLimit: options.missingLimit ?? MISSING_LIMIT,
    abstainBelow: options.abstainBelow ?? null,
    guardrailsProven: profile.stakes === "critical",
    metrics: Object.fromEntries(metrics),
  };
}

/** Returns all that the profile makes mandatory and the task does not have, and settings that cannot be meant, in sentences; empty where the gate may run. */
export function gateProblems(profile: Profile, input: GateDefaultsInput): readonly string[] {
  const { options = {}, scorers } = input;
  const names = [...scorers.map(({ name }) => name), FIRST_TOKEN, PRECISION];
  const problems: string[] = [];
  for (const name of Object.keys(options.metrics ?? {})) {
    if (!names.includes(name)) problems.push(`gate.metrics names "${name}", which is none of: ${names.join(", ")}`);
  }
  if (options.hallucination !== undefined && !names.includes(options.hallucination))
    problems.push(`gate.hallucination names "${options.hallucination}", which is no scorer of the task`);
  const { metrics } = gateDefaults(profile, input);
  for (const { name, role, scale } of scorers) {
    const severity = metrics[name]?.severity;
    if (role === "recorded" && severity !== "tracked")
      problems.push(`"${name}" is only recorded and decides nothing: its severity can be tracked alone`);
    const margin = options.metrics?.[name]?.margin;
    if (scale !== "real" && margin !== undefined && margin >= 1) problems.push(tooWide(name, margin));
    if (scale === "real" && severity !== "tracked" && margin === undefined)
      problems.push(`"${name}" is on a real scale: say its margin, as gate.metrics["${name}"].margin`);
  }
  const precise = options.metrics?.[PRECISION]?.margin;
  if (precise !== undefined && precise >= 1 && !scorers.some(({ name }) => name === PRECISION)) problems.push(tooWide(PRECISION, precise));
  if (!Object.values(metrics).some(({ severity }) => severity === "gate"))
    problems.push("no metric has the severity gate, so nothing could pass");
  const asksPrecision = metrics[PRECISION] !== undefined && !scorers.some(({ name }) => name === PRECISION);
  if (asksPrecision && scorers[0]?.scale !== "binary") problems.push("precision counts right answers: the first scorer must be binary");
  if (profile.stakes === "critical" && input.fallback !== true)
    problems.push("a critical task needs a fallback variant, another one than is gated: gate.fallback");
  if (profile.trigger === "proactive") {
    if (options.abstainBelow === undefined)
      problems.push("a proactive task needs a threshold under which it withholds its answer: gate.abstainBelow");
    if (metrics[PRECISION]?.severity !== "gate") problems.push("precision is the headline of a proactive task: its severity is gate");
  } else if (metrics[FIRST_TOKEN]?.severity === "tracked")
    problems.push(`a reactive task guards its time to the first token: "${FIRST_TOKEN}" is a guardrail or a gate`);
  const guard = hallucinationScorer(input);
  if (profile.audience === "customer" && input.retrieval && (guard === null || metrics[guard]?.severity === "tracked"))
    problems.push(
      "a customer-facing task that retrieves needs a scorer of hallucination that is not only tracked: add one, or name it as gate.hallucination",
    );
  return problems;
}

function tooWide(name: string, margin: number): string {
  return `gate.metrics["${name}"].margin must be below 1: no variant could be worse by more on a scale from 0 to 1; got ${margin}`;
}

function hallucinationScorer({ options = {}, scorers }: GateDefaultsInput): string | null {
  if (options.hallucination !== undefined) return options.hallucination;
  return scorers.find(({ name }) => /hallucinat|faithful|ground/i.test(name))?.name ?? null;
}

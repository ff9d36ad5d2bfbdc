import type { Ms } from "@pawl/core";
import type { Case } from "./arm.ts";
import type { VariantRow } from "./climb-result.ts";
import type { Entrant } from "./climbing.ts";
import type { Metric } from "./metric.ts";
import { scoreEstimate } from "./paired.ts";

/** Returns the table row of a variant as it stands. */
export function variantRow(
  { arm, fate, verdict, why }: Entrant,
  { metric, level }: { readonly metric: Metric; readonly level: number },
): VariantRow {
  const { cases, record } = arm;
  const outcomes: { [kind: string]: number } = {};
  for (const { outcome } of cases) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const latenciesMs = cases.map(({ spend }) => spend.ms);
  return {
    id: record.id,
    name: record.name,
    rung: record.rung,
    model: record.variant.model.id,
    n: cases.length,
    missing: cases.filter(({ score }) => score === null).length,
    outcomes,
    score: scoreEstimate(metric, cases, level),
    cost: meanCost(cases),
    p50Ms: median(latenciesMs),
    latenciesMs,
    verdict,
    fate,
    why,
  };
}

function meanCost(cases: readonly Case[]): VariantRow["cost"] {
  if (cases.length === 0) return null;
  const mean = (field: "microDollars" | "tokens" | "calls" | "ms"): number =>
    cases.reduce((sum, { spend }) => sum + spend[field], 0) / cases.length;
  return { microDollars: mean("microDollars"), tokens: mean("tokens"), calls: mean("calls"), ms: mean("ms") };
}

function median(values: readonly Ms[]): Ms | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

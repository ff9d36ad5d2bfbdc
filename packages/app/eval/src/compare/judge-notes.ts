import type { Estimate } from "@pawl/core";
import type { MetricFacts } from "../evaluation.ts";

/** Returns what must be said beside a number that a judge gave, in sentences: that nobody compared it with people, or not since it changed. Empty for the rest. */
export function judgeNotes({ judge }: Pick<MetricFacts, "judge">): string[] {
  if (judge === undefined || judge.calibration !== null) return [];
  if (judge.stale === undefined)
    return [`Judged by ${judge.model.id} without a calibration (not calibrated): nobody knows how well it agrees with people.`];
  return [`Judged by ${judge.model.id}, which is not calibrated any more. ${judge.stale.join(" ")} Compare it with people again.`];
}

/** Returns in a sentence what a judge's scores are worth: not calibrated, or on how many items people were compared with and how well they agree. Null where no model judged. */
export function judgeWorth(facts: Pick<MetricFacts, "judge">): string | null {
  const { judge } = facts;
  if (judge === undefined) return null;
  const { calibration, model } = judge;
  if (calibration === null) return judgeNotes(facts).join(" ");
  const { items, kappa, sensitivity, specificity } = calibration;
  const measures = [
    ...(kappa === null ? [] : [`Cohen's κ ${ranged(kappa)}`]),
    ...(sensitivity === null ? [] : [`sensitivity ${ranged(sensitivity)}`]),
    ...(specificity === null ? [] : [`specificity ${ranged(specificity)}`]),
  ];
  const agreement = measures.length === 0 ? "" : `: ${measures.join(", ")}`;
  return `Judged by ${model.id}, compared with people on ${items} items${agreement}.`;
}

/** Returns what a calibrated judge does to a difference of two runs of which people labelled too little. Empty for the rest. */
export function attenuationNotes({ judge, scale }: Pick<MetricFacts, "judge" | "scale">): string[] {
  const { sensitivity = null, specificity = null } = judge?.calibration ?? {};
  if (judge === undefined || judge.calibration === null) return [];
  if (scale !== "binary" || sensitivity === null || specificity === null)
    return ["The judge's own errors are in this difference: people did not label enough outputs of both runs."];
  const shown = sensitivity.value + specificity.value - 1;
  if (shown <= 0)
    return [
      "The judge is no better than chance on the items that people labelled, so this difference says nothing about what they would say.",
    ];
  return [
    `The judge shows about ${Math.round(100 * shown)} % of a difference (sensitivity ${sensitivity.value.toFixed(2)}, specificity ${specificity.value.toFixed(2)}), if it errs alike on both runs.`,
  ];
}

/** Returns all that must be said beside a difference of two runs as a judge sees it. */
export function rawDifferenceNotes(facts: Pick<MetricFacts, "judge" | "scale">): string[] {
  return [...judgeNotes(facts), ...attenuationNotes(facts)];
}

function ranged({ interval: [low, high], value }: Estimate): string {
  return `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

import { type CheapestSubset, cheapestSubset, diagnoseItems, type ItemDiagnostics } from "@pawl/data";
import { terminalText } from "@pawl/eval/report";
import type { StoredSystems } from "./stored-systems.ts";

/** What stored runs say about the items of dev. */
export type ItemFindings = {
  readonly metric: string;
  /** Ids of the runs, the newest of each variant. */
  readonly systems: readonly string[];
  readonly diagnostics: ItemDiagnostics | null;
  readonly subset: CheapestSubset | null;
  /** Middle of the discriminations that can be told; null where none can. */
  readonly medianDiscrimination: { readonly value: number; readonly items: number } | null;
  readonly sentence: string;
};

const LEAST_SYSTEMS = 2;
const SHOWN = 5;
/** Variants under which a correlation over them is a hint, as `diagnoseItems` has it. */
const ENOUGH = 10;

/** Returns which items tell variants apart and which do not; from two variants on. */
export function itemFindings({ ends, metric, short, systems }: StoredSystems, seed: number | string): ItemFindings {
  const names = systems.map(({ system }) => system);
  const left = short === 0 ? "" : ` ${short} more ${short === 1 ? "has" : "have"} answered too little of it to count.`;
  const none = { metric, systems: names, diagnostics: null, subset: null, medianDiscrimination: null };
  if (ends === null) return { ...none, sentence: `"${metric}" has no best score, so no item is saturated or dead.` };
  if (systems.length < LEAST_SYSTEMS) {
    const count = systems.length === 0 ? "No variant has" : "Only one variant has";
    return {
      ...none,
      sentence: `${count} a stored run on this dev split; what items tell apart takes two at least: pawl eval with another --variant or --model.${left}`,
    };
  }
  const diagnostics = diagnoseItems(systems, ends);
  const told = diagnostics.discrimination.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.value])).sort((a, b) => a - b);
  const middle = told[Math.floor(told.length / 2)];
  return {
    metric,
    systems: names,
    diagnostics,
    subset: cheapestSubset(systems, { ...ends, seed }),
    medianDiscrimination: middle === undefined ? null : { value: middle, items: told.length },
    sentence: `${systems.length} variants, each by its newest run on dev, ${diagnostics.items} items by ${metric}.${left}`,
  };
}

/** Returns the findings in lines for a terminal. */
export function itemFindingsText({ diagnostics, medianDiscrimination, sentence, subset, systems }: ItemFindings): readonly string[] {
  if (diagnostics === null) return [`Items: ${sentence}`];
  const { backward, dead, incomplete, saturated } = diagnostics;
  const group = (name: string, { ids, sentence: said }: typeof dead): string =>
    `  ${name}: ${said}${ids.length === 0 ? "" : ` ${ids.slice(0, SHOWN).map(terminalText).join(", ")}${ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : ""}`}`;
  return [
    `Items: ${sentence}`,
    group("Saturated", saturated),
    group("Dead", dead),
    group("Incomplete", incomplete),
    group("Backward", backward),
    medianDiscrimination === null
      ? `  Discrimination: it takes three variants that differ; there are ${systems.length}.`
      : `  Discrimination: the middle item–rest correlation is ${medianDiscrimination.value.toFixed(2)}, of ${medianDiscrimination.items} items that have one, over ${systems.length} variants${systems.length < ENOUGH ? ": a hint at most" : ""}.`,
    ...(subset === null ? [] : [`  Cheapest subset: ${subset.sentence}`]),
  ];
}

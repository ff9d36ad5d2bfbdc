import type { ModelRef } from "@pawl/core";
import { type FamilyTable, MODEL_FAMILIES, sharedFamily } from "./model-family.ts";

/** Returns the model that a jury is shown as. */
export function juryModel(models: readonly string[]): ModelRef {
  return { id: `jury(${models.join(", ")})` };
}

/** Returns a sentence for each family that several jurors of a jury are of: judges of one family err alike, so that they count for fewer. None for another model. */
export function familyNotes({ id }: ModelRef, table: FamilyTable = MODEL_FAMILIES): readonly string[] {
  const models = /^jury\((.*)\)$/s.exec(id)?.[1]?.split(", ") ?? [];
  const families = new Map<string, Set<number>>();
  for (const [i, a] of models.entries()) {
    for (const [j, b] of models.entries()) {
      const family = i < j ? sharedFamily({ id: a }, { id: b }, table) : null;
      if (family !== null) families.set(family, (families.get(family) ?? new Set()).add(i).add(j));
    }
  }
  return [...families].map(([family, of]) => {
    const named = [...of].map((i) => models[i] ?? "");
    return `Jurors ${named.slice(0, -1).join(", ")} and ${named.at(-1)} are of one family (${family}): they err alike, and count for fewer than they are.`;
  });
}

import { defineVariant, type Proposal, type Rung, variantId } from "@pawl/core";

export interface InstructionsOptions {
  /** Hand-written instructions; each is put in place of the champion's. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
}

/**
 * Returns a rung that proposes a hand-written set of instructions once; a text equal to the champion's is left out. Nothing is searched, and the log says so.
 * @throws RangeError where two texts have one name or there is none.
 */
export function instructions(options: InstructionsOptions): Rung {
  const names = options.texts.map(({ name }) => name);
  if (names.length === 0) throw new RangeError("instructions: texts must hold at least one text; got none.");
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`instructions: each text needs its own name; "${twice}" is there twice.`);
  return {
    kind: "instructions",
    searched: false,
    propose: async (state) => {
      if (state.round > 1) return [];
      const { record } = state.champion;
      return options.texts.flatMap(({ name, text }): Proposal[] => {
        const variant = defineVariant({ ...record.variant, instructions: text });
        if (variantId(variant) === record.id) return [];
        return [{ variant, name, parents: [record.id], note: "Hand-written instructions." }];
      });
    },
  };
}

import { hashOf } from "./hash.ts";
import { nfc } from "./nfc.ts";
import type { Sha256 } from "./scalars.ts";
import type { Demonstrations, Sampling, Variant } from "./variant.ts";

/** What must be said of a variant; the rest has defaults. */
export type VariantDefinition = Pick<Variant, "task" | "model" | "instructions"> & Partial<Omit<Variant, "format">>;

const NO_DEMONSTRATIONS: Demonstrations = { kind: "none" };
const GREEDY: Sampling = { temperature: 0 };

/**
 * Returns a complete variant with its texts in Unicode NFC. Left out: no demonstrations, temperature 0, `schema` decoding, no re-asks.
 * @throws RangeError where `reasks` or a retriever's `count` is not a whole number of at least 0 (at least 1 for `count`).
 */
export function defineVariant(definition: VariantDefinition): Variant {
  const variant: Variant = nfc({
    demonstrations: NO_DEMONSTRATIONS,
    sampling: GREEDY,
    decoding: "schema",
    reasks: 0,
    ...definition,
    format: "pawl.variant/1",
  });
  whole("reasks", variant.reasks, 0);
  if (variant.context) whole("context.count", variant.context.count, 1);
  if (variant.demonstrations.kind === "retrieved") whole("demonstrations.retriever.count", variant.demonstrations.retriever.count, 1);
  return variant;
}

/** Returns a variant's id: the SHA-256 of its canonical JSON. */
export function variantId(variant: Variant): Sha256 {
  return hashOf(variant);
}

function whole(field: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`A variant's ${field} is a whole number of at least ${least}; got ${value}.`);
}

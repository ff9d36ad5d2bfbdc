import { addSpend, type Spend, type Variant, type VariantRecord } from "@pawl/core";
import { dearest, NOTHING, timesSpend } from "./ledger.ts";

/** What cases were seen to cost, and what the next one may. */
export interface CostBook {
  readonly book: (record: VariantRecord, spend: Spend) => void;
  /** What the next case of this variant may cost at most. */
  readonly worst: (record: VariantRecord) => Spend;
  /** What a case of this variant costs on average; of a variant not seen yet, scaled by the size of its prompt. */
  readonly mean: (record: VariantRecord) => Spend;
}

export interface CostBookOptions {
  readonly worstCase: ((variant: Variant) => Spend) | undefined;
  /** Characters of a prompt, or another measure of how dear a variant is beside the others. */
  readonly size: (record: VariantRecord) => number;
}

/** How much dearer than the dearest case seen the next one may be, where nobody said. */
const CAUTION = 2;

type Seen = { readonly total: Spend; readonly most: Spend; readonly count: number; readonly size: number };

/** Returns an empty book. The first case of all may have loaded a model: it counts only until there is a second one of its variant. */
export function createCostBook(options: CostBookOptions): CostBook {
  const seen = new Map<string, Seen>();
  let warmUp: string | null = null;
  /** The variant nearest in size that was seen, scaled to this one's size; a larger prompt never costs less. */
  const likeness = (record: VariantRecord): { readonly seen: Seen; readonly factor: number } | null => {
    const own = seen.get(record.id);
    if (own) return { seen: own, factor: 1 };
    const size = options.size(record);
    let nearest: Seen | null = null;
    for (const other of seen.values()) {
      if (nearest === null || Math.abs(other.size - size) < Math.abs(nearest.size - size)) nearest = other;
    }
    return nearest === null ? null : { seen: nearest, factor: Math.max(1, nearest.size > 0 ? size / nearest.size : 1) };
  };
  return {
    book: (record, spend) => {
      const isFirst = seen.size === 0;
      const before = warmUp === record.id ? undefined : seen.get(record.id);
      if (warmUp === record.id) warmUp = null;
      if (isFirst) warmUp = record.id;
      seen.set(record.id, {
        total: addSpend(before?.total ?? NOTHING, spend),
        most: dearest(before?.most ?? NOTHING, spend),
        count: (before?.count ?? 0) + 1,
        size: before?.size ?? options.size(record),
      });
    },
    worst: (record) => {
      const said = options.worstCase?.(record.variant);
      if (said !== undefined) return said;
      const like = likeness(record);
      const calls = callsAtMost(record.variant);
      return like === null ? { calls } : { ...timesSpend(like.seen.most, CAUTION * like.factor), calls };
    },
    mean: (record) => {
      const like = likeness(record);
      if (like === null) return {};
      const { total, count } = like.seen;
      const factor = like.factor / count;
      return {
        microDollars: (total.microDollars ?? 0) * factor,
        tokens: (total.tokens ?? 0) * factor,
        calls: (total.calls ?? 0) / count,
        ms: (total.ms ?? 0) * factor,
      };
    },
  };
}

/** Returns how many calls one case takes at most: each answer may be asked again, each with its tool steps; retries below the runner are not seen from here. */
export function callsAtMost(variant: Variant): number {
  return (1 + variant.reasks) * (1 + (variant.tools?.maxSteps ?? 0));
}

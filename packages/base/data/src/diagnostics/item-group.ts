import type { Estimate } from "@pawl/core";
import { proportionEstimate } from "@pawl/stats";

/** Items that have something in common, and what that says. */
export type ItemGroup = {
  readonly ids: readonly string[];
  readonly count: number;
  /** Of all items, with its Wilson interval; null where there is no item. */
  readonly share: Estimate | null;
  /** For people. */
  readonly sentence: string;
};

/** Returns the group of these ids among `of` items; the sentence begins with "3 of 40 items (7.5 %, 95 % interval 2.6 to 19.9 %)", and what the finding `means` is told where there is one. `none` is said instead where there is none. */
export function itemGroup(
  ids: readonly string[],
  of: number,
  { says, means = "", none }: { readonly says: string; readonly means?: string; readonly none?: string },
): ItemGroup {
  const share = of === 0 ? null : proportionEstimate({ successes: ids.length, n: of });
  const told = ids.length === 0 || means === "" ? "." : `: ${means}`;
  const sentence =
    of === 0 ? "There is no item." : ids.length === 0 && none !== undefined ? none : `${counted(ids.length, of, share)} ${says}${told}`;
  return { ids, count: ids.length, share, sentence };
}

function counted(count: number, of: number, share: Estimate | null): string {
  const items = of === 1 ? "item" : "items";
  if (share === null || count === 0) return `${count === 0 ? "None" : count} of ${of} ${items}`;
  return `${count} of ${of} ${items} (${percent(share.value)} %, ${percent(share.level)} % interval ${percent(share.interval[0])} to ${percent(share.interval[1])} %)`;
}

/** Returns a share in percent with one place where it has one: 7.5, 95. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}`;
}

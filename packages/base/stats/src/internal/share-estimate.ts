import type { Estimate } from "@pawl/core";
import { meanEstimate } from "../intervals/mean-estimate.ts";
import { proportionEstimate } from "../intervals/proportion.ts";

/** Returns the share of ones: Wilson's interval, or the clustered one where a cluster holds several. Null without a value, or with all in one of several-item cluster. */
export function shareEstimate(
  hits: readonly (0 | 1)[],
  { level, clusters }: { readonly level: number; readonly clusters?: readonly string[] | undefined },
): Estimate | null {
  const n = hits.length;
  if (n === 0) return null;
  const count = clusters === undefined ? n : new Set(clusters).size;
  if (count === n) return proportionEstimate({ successes: hits.reduce<number>((sum, hit) => sum + hit, 0), n }, { level });
  return count < 2 ? null : meanEstimate(hits, { level, clusters, range: [0, 1] });
}

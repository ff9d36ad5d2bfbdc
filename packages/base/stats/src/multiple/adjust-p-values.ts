import { requireShare } from "../internal/require.ts";

export type Adjustment = "holm" | "hochberg" | "hommel" | "benjamini-hochberg" | "benjamini-yekutieli";

/**
 * Returns the p-values adjusted for their number, in the order given, as R's p.adjust: Holm (gates), Hochberg and Hommel bound any false claim,
 * Benjamini–Hochberg and –Yekutieli the share of false claims (exploration). Empty for none. @throws RangeError for a value outside 0..1
 */
export function adjustPValues(pValues: readonly number[], options: { readonly method?: Adjustment | undefined } = {}): readonly number[] {
  const { method = "holm" } = options;
  pValues.forEach((p, i) => {
    requireShare(`pValues[${i}]`, p);
  });
  const m = pValues.length;
  const order = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  const sorted = order.map(({ p }) => p);
  const harmonic = sorted.reduce((sum, _, k) => sum + 1 / (k + 1), 0);
  const stepDown = (factor: (k: number) => number): number[] => {
    let most = 0;
    return sorted.map((p, k) => {
      most = Math.max(most, p * factor(k));
      return most;
    });
  };
  const stepUp = (factor: (k: number) => number): number[] => {
    let least = 1;
    return sorted
      .map((_, back) => {
        const k = m - 1 - back;
        least = Math.min(least, (sorted[k] ?? 1) * factor(k));
        return least;
      })
      .reverse();
  };
  const adjusted = {
    holm: () => stepDown((k) => m - k),
    hochberg: () => stepUp((k) => m - k),
    hommel: () => hommel(sorted),
    "benjamini-hochberg": () => stepUp((k) => m / (k + 1)),
    "benjamini-yekutieli": () => stepUp((k) => (m * harmonic) / (k + 1)),
  }[method]();
  const out = new Array<number>(m).fill(1);
  order.forEach(({ i }, k) => {
    out[i] = Math.min(1, adjusted[k] ?? 1);
  });
  return out;
}

/** Wright (1992), appendix: the largest Simes bound over subsets of each size. */
function hommel(sorted: readonly number[]): number[] {
  const m = sorted.length;
  const out = [...sorted];
  for (let size = m; size > 1; size--) {
    const top = sorted.slice(m - size + 1);
    const simes = Math.min(...top.map((p, k) => (size * p) / (k + 2)));
    sorted.forEach((p, k) => {
      const bound = k >= m - size + 1 ? simes : Math.min(simes, size * p);
      out[k] = Math.max(out[k] ?? 0, bound);
    });
  }
  return out;
}

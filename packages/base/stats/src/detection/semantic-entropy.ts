import { requireSameLength } from "../internal/ratings.ts";
import { requireCount, requireNumbers } from "../internal/require.ts";
import { unitOf } from "../internal/unit.ts";

/**
 * Returns the entropy −Σ p ln p over meanings, in nats: 0 when all samples mean the same, ln n when each means something else. `clusters` names the meaning of each
 * sample; p is a meaning's share of the samples (discrete semantic entropy), or of `weights`, such as sequence probabilities (Farquhar et al., Nature 2024). Agrees with SciPy's stats.entropy of the masses. Assumes samples drawn independently at the temperature asked about.
 * @throws RangeError without a sample, for negative weights or none above 0, or unequal lengths; TypeError for NaN
 */
export function semanticEntropy(
  clusters: ArrayLike<number | string>,
  options: { readonly weights?: ArrayLike<number> | undefined } = {},
): number {
  requireCount("the number of samples", clusters.length, 1);
  const { weights } = options;
  if (weights !== undefined) {
    requireNumbers("weights", weights);
    requireSameLength("clusters and weights", clusters, weights);
  }
  const unit = unitOf(weights ?? []);
  const masses = new Map<number | string, number>();
  let total = 0;
  for (let i = 0; i < clusters.length; i++) {
    const weight = weights === undefined ? 1 : (weights[i] ?? 0) / unit;
    if (weight < 0) throw new RangeError(`weights[${i}] must not be negative, got ${weights?.[i]}.`);
    masses.set(clusters[i] ?? "", (masses.get(clusters[i] ?? "") ?? 0) + weight);
    total += weight;
  }
  if (total === 0) throw new RangeError("weights must not all be 0.");
  return [...masses.values()].reduce((sum, mass) => (mass === 0 ? sum : sum - (mass / total) * Math.log(mass / total)), 0) + 0;
}

/**
 * Returns the meaning of each of `n` samples, numbered from 0 in order of first appearance: a sample joins the first meaning whose first sample entails it and is
 * entailed by it (i ⇔ first; the greedy clustering of Kuhn, Gal and Farquhar 2023). No tool but the authors' code has it. Assumes that meaning the same is transitive. `entails(i, j)` says whether sample i entails sample j; it is called at most twice a pair.
 * No samples give an empty list.
 */
export function clusterByEntailment(n: number, entails: (i: number, j: number) => boolean): number[] {
  requireCount("n", n);
  const firsts: number[] = [];
  return Array.from({ length: n }, (_, i) => {
    const found = firsts.findIndex((first) => entails(first, i) && entails(i, first));
    return found >= 0 ? found : firsts.push(i) - 1;
  });
}

import { logBetaKernel } from "../distributions/log-gamma.ts";
import { requireCount } from "../internal/require.ts";

/** Discordant pairs: won by the candidate, won by the champion. */
export interface Discordant {
  readonly wins: number;
  readonly losses: number;
}

/**
 * Returns the evidence against "a discordant pair is as likely won as lost": E = B(w + ½, l + ½) / (B(½, ½)·2^−(w+l)), the Beta(½, ½) mixture.
 * May be read after each pair: under the null it is a martingale of mean 1, so it reaches 1/α at any time with probability at most α (Ville 1939). The mixture is Jeffreys' prior
 * (Krichevsky and Trofimov 1981); SciPy's betaln gives the same. Assumes that pairs come one by one in random order. 1 without pairs; may be Infinity.
 */
export function mixtureEValue({ wins, losses }: Discordant): number {
  requireCount("wins", wins);
  requireCount("losses", losses);
  return Math.exp(-logBetaKernel(0.5, 0.5, [wins + 0.5, losses + 0.5]) - Math.log(2 * Math.PI));
}

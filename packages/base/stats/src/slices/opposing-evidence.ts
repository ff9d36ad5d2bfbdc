import { binomial } from "../distributions/binomial.ts";
import { normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { studentT } from "../distributions/student-t.ts";
import { moments } from "../internal/moments.ts";
import { clusteredError } from "../intervals/clusters.ts";

/** Differences of some pairs, with how many of them, or clusters, are independent. */
export interface Group {
  readonly values: readonly number[];
  readonly clusters: readonly string[];
  readonly units: number;
}

/** One-sided p-values of a slice against "it does not point that way". */
interface Tails {
  /** At most so often as it says: exact for −1, 0 and 1. */
  readonly exact: number;
  /** Half of what was seen taken off: .5 where nothing was. */
  readonly middle: number;
}

/**
 * Returns the p-value that a group's mean lies towards `sign`, one-sided. Differences of yes/no scores: exact binomial of the discordant (McNemar). Without variance: signs, 2^−units.
 * Others: t, clustered where clusters hold several.
 */
function tails({ values, clusters, units }: Group, sign: number): Tails {
  const { constant, mean, n, sd } = moments(values);
  const votes = units === n && values.every((value) => value === 0 || Math.abs(value) === 1);
  const error = votes || constant ? 0 : units < n ? clusteredError(values, clusters).standardError : sd / Math.sqrt(n);
  if (votes || error <= 1e-15 * Math.abs(mean)) {
    const toward = votes ? values.filter((value) => value * sign > 0).length : mean * sign > 0 ? units : 0;
    const away = votes ? values.filter((value) => value * sign < 0).length : mean * sign < 0 ? units : 0;
    const fair = binomial(toward + away, 0.5);
    return { exact: fair.survival(toward - 1), middle: fair.survival(toward) + fair.pdf(toward) / 2 };
  }
  const p = studentT(units - 1).survival((sign * mean) / error);
  return { exact: p, middle: p };
}

export interface OpposingEvidence {
  /** p that any slice points towards `sign`, all of them together: Stouffer's Σz/√k. */
  readonly together: number;
  /** p of each slice, times their number (Bonferroni). */
  readonly each: readonly number[];
}

/** Returns the evidence that slices point towards `sign`, which is 1 or −1; p-values of 1 where no slice is looked at. */
export function opposingEvidence(groups: readonly Group[], sign: number): OpposingEvidence {
  const found = groups.map((group) => tails(group, sign));
  const sum = found.reduce((total, { middle }) => total + Math.min(8, Math.max(-8, -normalQuantile(middle))), 0);
  return {
    together: groups.length === 0 ? 1 : normalSurvival(sum / Math.sqrt(groups.length)),
    each: found.map(({ exact }) => Math.min(1, exact * groups.length)),
  };
}

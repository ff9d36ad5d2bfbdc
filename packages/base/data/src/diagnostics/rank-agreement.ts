/**
 * Returns how well values rank what has true values, in −1..1: of the pairs that the truth tells apart, those ranked alike less those ranked the other way round,
 * over all of them (Somers' D of the values given the truth; Somers 1962, as scipy.stats.somersd(truth, values)). Kendall's τ where nothing is tied; a pair that the values tie counts as
 * half right. Values within 1e-12 are tied. With `of`, only the pairs with that place. Null where the truth tells no pair apart.
 */
export function rankAgreement(values: ArrayLike<number>, truth: ArrayLike<number>, of?: number): number | null {
  let [agreement, apart] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    for (let j = i + 1; j < truth.length; j++) {
      if (of !== undefined && i !== of && j !== of) continue;
      const right = order(truth, i, j);
      agreement += order(values, i, j) * right;
      apart += right * right;
    }
  }
  return apart === 0 ? null : agreement / apart;
}

function order(values: ArrayLike<number>, i: number, j: number): -1 | 0 | 1 {
  const difference = (values[i] ?? 0) - (values[j] ?? 0);
  return Math.abs(difference) <= 1e-12 ? 0 : difference < 0 ? -1 : 1;
}

/** Doubles as whole numbers in the same order, so that halving an interval of them takes at most 64 steps whatever their size. */
const asDouble = new Float64Array(1);
const asBits = new BigInt64Array(asDouble.buffer);

function orderOf(x: number): bigint {
  asDouble[0] = x + 0;
  const bits = asBits[0] ?? 0n;
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

function fromOrder(order: bigint): number {
  asBits[0] = order < 0n ? BigInt.asIntN(64, -order | (1n << 63n)) : order;
  return asDouble[0] ?? 0;
}

/**
 * Returns the k-th smallest (from 1) of the n(n + 1)/2 pairwise means of sorted values, each with itself too, without listing them:
 * the answer is halved in, counting the means up to a bound in one pass (as Johnson and Mizoguchi 1978 search sorted matrices).
 */
export function walshSelect(sorted: Float64Array, k: number): number {
  const n = sorted.length;
  const atMost = (bound: number): number => {
    let count = 0;
    let j = n - 1;
    for (let i = 0; i < n; i++) {
      const half = (sorted[i] ?? 0) / 2;
      while (j >= i && half + (sorted[j] ?? 0) / 2 > bound) j -= 1;
      if (j < i) break;
      count += j - i + 1;
    }
    return count;
  };
  let low = orderOf(sorted[0] ?? 0);
  let high = orderOf(sorted[n - 1] ?? 0);
  while (low < high) {
    const middle = low + (high - low) / 2n;
    if (atMost(fromOrder(middle)) >= k) high = middle;
    else low = middle + 1n;
  }
  return fromOrder(high);
}

/**
 * Returns the root of a monotone function in [low, high], to about 1e-16 relative: bisection, safeguarding a secant step (Illinois).
 * The ends must bracket the root; where one of them is the root it is returned.
 */
export function solve(f: (x: number) => number, bracket: readonly [number, number]): number {
  let [a, b] = bracket;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  let side = 0;
  for (let i = 0; i < 200; i++) {
    if (Math.abs(b - a) <= 2.3e-16 * Math.abs(a + b)) break;
    const secant = (a * fb - b * fa) / (fb - fa);
    const inside = Number.isFinite(secant) && (secant - a) * (secant - b) < 0 && i % 4 !== 3;
    const x = inside ? secant : a + (b - a) / 2;
    if (x === a || x === b) break;
    const fx = f(x);
    if (fx === 0) return x;
    if (fx > 0 === fb > 0) {
      b = x;
      fb = fx;
      if (side === 1) fa /= 2;
      side = 1;
    } else {
      a = x;
      fa = fx;
      if (side === -1) fb /= 2;
      side = -1;
    }
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}

/** Returns the root of a monotone function on (0, high), found first by magnitude, so that 1e-200 is as exact as 1; 0 or `high` where there is none inside. */
export function solvePositive(f: (x: number) => number, high: number): number {
  const rising = f(1e-300) < 0;
  const above = (x: number): boolean => f(x) >= 0 === rising;
  if (above(1e-300)) return 0;
  let low = -300;
  let top = Math.log10(Math.min(high, 1e300));
  if (!above(10 ** top)) return high;
  while (top - low > 0.25) {
    const middle = (low + top) / 2;
    if (above(10 ** middle)) top = middle;
    else low = middle;
  }
  return solve(f, [10 ** low, Math.min(high, 10 ** top)]);
}

import { inUnits, unitOf } from "../internal/unit.ts";

/** Returns the product-moment correlation, null when one list does not vary. */
export function productMoment(first: readonly number[], second: readonly number[]): number | null {
  const [a, b] = [inUnits(first, unitOf(first)), inUnits(second, unitOf(second))];
  const n = a.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / n, 0);
  const [ma, mb] = [mean(a), mean(b)];
  if (a.every((value) => value === a[0]) || b.every((value) => value === b[0])) return null;
  const reach = (values: readonly number[], m: number): number => values.reduce((most, value) => Math.max(most, Math.abs(value - m)), 0);
  const [sa, sb] = [reach(a, ma), reach(b, mb)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = ((a[i] ?? 0) - ma) / sa;
    const y = ((b[i] ?? 0) - mb) / sb;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Returns for each point whether no other is at least as good in both (less x, more y) and better in one. Equal points are all kept; unknown x is never kept. */
export function paretoSet(points: readonly { readonly x: number | null; readonly y: number }[]): boolean[] {
  return points.map(({ x, y }) => {
    if (x === null) return false;
    return !points.some((other) => other.x !== null && other.x <= x && other.y >= y && (other.x < x || other.y > y));
  });
}

import type { Estimate } from "@pawl/core";

/** `in`: no other is at least as good in all and better in one. `out`: another is, beyond the intervals in one. `open`: another is, within the intervals. */
export type ParetoState = "in" | "open" | "out";

export interface ParetoPoint {
  /** Higher is better; null where nothing is scored, which is out. */
  readonly quality: { readonly value: number; readonly tiedWithBest: boolean } | null;
  readonly microDollars: Estimate | null;
  readonly latencyMs: Estimate | null;
}

/** Returns each point's place. A dimension that some point does not know is left out for all. */
export function paretoStates(points: readonly ParetoPoint[]): readonly ParetoState[] {
  const costs = (["microDollars", "latencyMs"] as const).filter((field) => points.every((point) => point[field] !== null));
  return points.map((point) => {
    const { quality } = point;
    if (quality === null) return "out";
    let state: ParetoState = "in";
    for (const other of points) {
      if (other === point || other.quality === null) continue;
      const gaps = [other.quality.value - quality.value, ...costs.map((field) => (point[field]?.value ?? 0) - (other[field]?.value ?? 0))];
      if (gaps.some((gap) => gap < 0) || gaps.every((gap) => gap === 0)) continue;
      const told =
        (gaps[0] !== undefined && gaps[0] > 0 && !quality.tiedWithBest && other.quality.tiedWithBest) ||
        costs.some((field) => (point[field]?.interval[0] ?? 0) > (other[field]?.interval[1] ?? 0));
      state = told ? "out" : state === "out" ? "out" : "open";
    }
    return state;
  });
}

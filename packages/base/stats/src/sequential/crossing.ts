import { normalSurvival } from "../distributions/normal.ts";

/** Part of a Brownian motion that has crossed no bound so far: its density at the nodes, each times its weight. */
export interface Uncrossed {
  readonly time: number;
  readonly at: Float64Array;
  readonly mass: Float64Array;
}

/** Returns the motion at time 0: all of it at 0. */
export function startOfMotion(): Uncrossed {
  return { time: 0, at: Float64Array.of(0), mass: Float64Array.of(1) };
}

/** Returns the chance of being above `bound` and below −bound at `time`, not having crossed before. `drift` is the mean per unit of time. */
export function crossing(
  from: Uncrossed,
  to: { readonly time: number; readonly bound: number; readonly drift: number },
): readonly [number, number] {
  const step = to.time - from.time;
  const sd = Math.sqrt(step);
  let above = 0;
  let below = 0;
  for (let i = 0; i < from.at.length; i++) {
    const mean = (from.at[i] ?? 0) + to.drift * step;
    above += (from.mass[i] ?? 0) * normalSurvival((to.bound - mean) / sd);
    below += (from.mass[i] ?? 0) * normalSurvival((to.bound + mean) / sd);
  }
  return [above, below];
}

/**
 * Returns what is left between −bound and bound at `time`, by one step of the recursive integration of Armitage, McPherson and Rowe (1969),
 * with Gauss–Legendre nodes: three to a standard deviation of the step and 32 more, at most 400.
 */
export function advanced(from: Uncrossed, to: { readonly time: number; readonly bound: number; readonly drift: number }): Uncrossed {
  const step = to.time - from.time;
  const sd = Math.sqrt(step);
  // Beyond eight deviations of the whole motion nothing is left.
  const reach = Math.min(to.bound, Math.abs(to.drift) * to.time + 8 * Math.sqrt(to.time));
  const { nodes, weights } = gaussLegendre(Math.min(400, Math.ceil((6 * reach) / sd) + 32));
  const at = nodes.map((x) => x * reach);
  const mass = at.map((y, k) => {
    let density = 0;
    for (let i = 0; i < from.at.length; i++) {
      const z = (y - (from.at[i] ?? 0) - to.drift * step) / sd;
      density += (from.mass[i] ?? 0) * Math.exp(-0.5 * z * z);
    }
    return ((density * (weights[k] ?? 0)) / (sd * Math.sqrt(2 * Math.PI))) * reach;
  });
  return { time: to.time, at, mass };
}

const remembered = new Map<number, { readonly nodes: Float64Array; readonly weights: Float64Array }>();

/** Nodes and weights on [−1, 1]: Newton's steps on the Legendre polynomial from its asymptotic roots (Press et al., Numerical Recipes, section 4.6). */
function gaussLegendre(count: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const known = remembered.get(count);
  if (known !== undefined) return known;
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 20; round++) {
      let [value, before] = [1, 0];
      for (let k = 1; k <= count; k++) [value, before] = [((2 * k - 1) * x * value - (k - 1) * before) / k, value];
      slope = (count * (x * value - before)) / (x * x - 1);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  const found = { nodes, weights };
  remembered.set(count, found);
  return found;
}

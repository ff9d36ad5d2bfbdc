import type { ScoreTable } from "./score-table.ts";

/** How a subset's items are picked. */
export type SubsetMethod = "random" | "cheapest" | "discrimination" | "balanced";

export const SUBSET_METHODS: readonly SubsetMethod[] = ["random", "cheapest", "discrimination", "balanced"];

/** Returns the mean of each system over these rows; zeros where there is none. */
export function systemMeans({ scores, systems }: ScoreTable, rows: readonly number[]): Float64Array {
  const sums = new Float64Array(systems.length);
  for (const row of rows) for (let s = 0; s < sums.length; s++) sums[s] = (sums[s] ?? 0) + (scores[row * sums.length + s] ?? 0);
  return sums.map((sum) => sum / Math.max(1, rows.length));
}

/** Returns the rows, the cheapest first; on ties in their order. */
export function byCost({ costs }: ScoreTable, rows: readonly number[]): readonly number[] {
  return rows.toSorted((a, b) => (costs[a] ?? 1) - (costs[b] ?? 1));
}

/** Returns the rows, those first whose scores vary most with the mean of the other rows, for their cost; on ties in their order. */
export function byDiscrimination(table: ScoreTable, rows: readonly number[]): readonly number[] {
  const columns = table.systems.length;
  const mean = systemMeans(table, rows);
  const average = mean.reduce((sum, value) => sum + value, 0) / columns;
  return sorted(table, rows, (row) => {
    let [sum, squares, covariance] = [0, 0, 0];
    for (let s = 0; s < columns; s++) {
      const score = table.scores[row * columns + s] ?? 0;
      sum += score;
      squares += score * score;
      covariance += score * ((mean[s] ?? 0) - average);
    }
    // The item itself is in the mean: its own part is taken out.
    return covariance - (squares - (sum * sum) / columns) / rows.length;
  });
}

/**
 * Returns the rows by turns for each gap between two neighbours in the ranking: those that tell the systems just above it from the ones just below,
 * for their cost. A system counts half for each place that it is further from the gap.
 */
export function byGaps(table: ScoreTable, rows: readonly number[]): readonly number[] {
  const columns = table.systems.length;
  if (columns < 2) return rows;
  const mean = systemMeans(table, rows);
  const ranked = Array.from(mean.keys()).sort((a, b) => (mean[b] ?? 0) - (mean[a] ?? 0) || a - b);
  const queues = Array.from({ length: columns - 1 }, (_, gap) => {
    const weights = new Float64Array(columns);
    for (const [rank, s] of ranked.entries()) weights[s] = rank <= gap ? 0.5 ** (gap - rank) : -(0.5 ** (rank - gap - 1));
    const above = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
    const below = weights.reduce((sum, weight) => sum + Math.max(0, -weight), 0);
    for (let s = 0; s < columns; s++) weights[s] = (weights[s] ?? 0) / ((weights[s] ?? 0) > 0 ? above : below);
    return sorted(table, rows, (row) => {
      let value = 0;
      for (let s = 0; s < columns; s++) value += (table.scores[row * columns + s] ?? 0) * (weights[s] ?? 0);
      return value;
    });
  });
  const taken = new Set<number>();
  const next = new Uint32Array(queues.length);
  while (taken.size < rows.length) {
    for (const [gap, queue] of queues.entries()) {
      let at = next[gap] ?? 0;
      while (at < queue.length && taken.has(queue[at] ?? 0)) at++;
      const row = queue[at];
      if (row !== undefined) taken.add(row);
      next[gap] = at + 1;
    }
  }
  return [...taken];
}

function sorted({ costs, ids }: ScoreTable, rows: readonly number[], worth: (row: number) => number): readonly number[] {
  const values = new Float64Array(ids.length);
  for (const row of rows) {
    const value = worth(row);
    values[row] = value > 0 ? value / Math.max(costs[row] ?? 1, 1e-12) : value;
  }
  return rows.toSorted((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
}

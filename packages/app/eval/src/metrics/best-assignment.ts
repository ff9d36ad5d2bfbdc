export interface Assignment {
  /** `[row, column]` of each pair, by row: as many as the shorter side has. */
  readonly pairs: readonly (readonly [row: number, column: number])[];
  readonly total: number;
}

/**
 * Returns the pairing of rows with columns whose sum of values is highest, each used at most once (Hungarian method, Kuhn 1955, with shortest
 * augmenting paths; O(n²m)). The total agrees with `linear_sum_assignment(maximize=True)` of SciPy; of several best pairings it
 * is always the same one for the same table, and which one is not specified.
 * No row or no column: no pair, 0. @throws RangeError for rows of several lengths or a value that is not finite
 */
export function bestAssignment(values: readonly (readonly number[])[]): Assignment {
  const width = values[0]?.length ?? 0;
  if (values.some((row) => row.length !== width || !row.every(Number.isFinite))) {
    throw new RangeError("An assignment needs rows of one length with finite values.");
  }
  if (values.length === 0 || width === 0) return { pairs: [], total: 0 };
  const turned = values.length > width;
  const rows = turned ? Array.from({ length: width }, (_, j) => values.map((row) => row[j] ?? 0)) : values;
  const pairs = assign(rows)
    .map(([row, column]) => (turned ? ([column, row] as const) : ([row, column] as const)))
    .sort(([a], [b]) => a - b);
  return { pairs, total: pairs.reduce((sum, [row, column]) => sum + (values[row]?.[column] ?? 0), 0) };
}

/** At most as many rows as columns; costs are the values turned round. Index 0 is a column that holds the row to be placed. */
function assign(values: readonly (readonly number[])[]): (readonly [number, number])[] {
  const n = values.length;
  const m = values[0]?.length ?? 0;
  const costs = new Float64Array(n * m);
  values.forEach((row, i) => {
    row.forEach((value, j) => {
      costs[i * m + j] = -value;
    });
  });
  const rowPotential = new Float64Array(n + 1);
  const columnPotential = new Float64Array(m + 1);
  const rowOf = new Uint32Array(m + 1);
  const before = new Uint32Array(m + 1);
  for (let i = 1; i <= n; i++) {
    rowOf[0] = i;
    let column = 0;
    const least = new Float64Array(m + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(m + 1);
    do {
      used[column] = 1;
      const row = rowOf[column] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      const start = (row - 1) * m - 1;
      const potential = rowPotential[row] ?? 0;
      for (let j = 1; j <= m; j++) {
        if (used[j]) continue;
        const slack = (costs[start + j] ?? 0) - potential - (columnPotential[j] ?? 0);
        if (slack < (least[j] ?? 0)) {
          least[j] = slack;
          before[j] = column;
        }
        if ((least[j] ?? 0) < delta) {
          delta = least[j] ?? 0;
          next = j;
        }
      }
      for (let j = 0; j <= m; j++) {
        if (used[j]) {
          const owner = rowOf[j] ?? 0;
          rowPotential[owner] = (rowPotential[owner] ?? 0) + delta;
          columnPotential[j] = (columnPotential[j] ?? 0) - delta;
        } else least[j] = (least[j] ?? 0) - delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const previous = before[column] ?? 0;
      rowOf[column] = rowOf[previous] ?? 0;
      column = previous;
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let j = 1; j <= m; j++) {
    const row = rowOf[j] ?? 0;
    if (row > 0) pairs.push([row - 1, j - 1]);
  }
  return pairs;
}

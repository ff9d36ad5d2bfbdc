import { type Example, sha256 } from "@pawl/core";

export interface TakePerClassOptions<R> {
  /** Rows of each class; a class that has fewer gives all it has. */
  readonly count: number;
  readonly label: (row: R) => string;
  readonly seed: number | string;
}

/** Returns up to `count` rows of each class, drawn by seed and id, in their order. A larger count keeps all rows of a smaller one, and other rows of the class do not change the order of the draw. */
export function takePerClass<R extends Pick<Example, "id">>(rows: readonly R[], options: TakePerClassOptions<R>): R[] {
  const { count, label, seed } = options;
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`count is a whole number from 0; got ${count}.`);
  const classes = new Map<string, { readonly row: R; readonly order: string }[]>();
  for (const row of rows) {
    const drawn = { row, order: sha256(`${typeof seed} ${seed}\n${row.id}`) };
    const name = label(row);
    const members = classes.get(name);
    if (members === undefined) classes.set(name, [drawn]);
    else members.push(drawn);
  }
  const taken = new Set<R>();
  for (const members of classes.values()) {
    members.sort((a, b) => (a.order < b.order ? -1 : 1));
    for (const { row } of members.slice(0, count)) taken.add(row);
  }
  return rows.filter((row) => taken.has(row));
}

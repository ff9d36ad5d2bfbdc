import { type Example, PawlError, type Split, sha256 } from "@pawl/core";
import { SPLITS } from "./example-row.ts";

type SplitRow = Example & { readonly split?: Split };

export interface SplitExamplesOptions<R> {
  /** How much of the rows each split gets, as shares or as counts: only their proportions matter. */
  readonly train?: number | undefined;
  readonly dev?: number | undefined;
  readonly test?: number | undefined;
  readonly seed: number | string;
  /** Which rows stay together. @default "cluster", and a row without one is alone */
  readonly by?: "cluster" | ((row: R) => string) | undefined;
  /** Gives each split the same mixture of this, as far as whole groups allow. */
  readonly stratify?: ((row: R) => string) | undefined;
}

/**
 * Returns the rows, in their order, each with its split. Whole groups go to one split; each split's size is less than one group, the largest,
 * away from what was asked. Which group goes where follows from seed and group, not from the order of rows. A row that has a split keeps it,
 * and its group follows: hand in the rows that were split before together with the new ones, and none of the old moves.
 * @throws PawlError `data.leak` where a group's rows have different splits already; RangeError where no proportion is above 0.
 */
export function splitExamples<R extends SplitRow>(rows: readonly R[], options: SplitExamplesOptions<R>): (R & { readonly split: Split })[] {
  const shares = sharesOf(options);
  const { by = "cluster", stratify = () => "", seed } = options;
  const groupOf = typeof by === "function" ? by : (row: R) => (row.cluster === undefined ? `id ${row.id}` : `cluster ${row.cluster}`);
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = groupOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const strata = new Map<string, [string, R[]][]>();
  for (const entry of groups) {
    const [first] = entry[1];
    const stratum = first === undefined ? "" : stratify(first);
    const members = strata.get(stratum);
    if (members === undefined) strata.set(stratum, [entry]);
    else members.push(entry);
  }
  const splits = new Map<string, Split>();
  const filled = { train: 0, dev: 0, test: 0 };
  let wanted = 0;
  // Deficits run on from stratum to stratum, so that roundings do not add up.
  for (const stratum of [...strata.keys()].sort()) {
    const members = inSeedOrder(strata.get(stratum) ?? [], seed);
    for (const [, group] of members) wanted += group.length;
    const free = members.filter(([key, group]) => {
      const split = keptSplit(key, group);
      if (split === null) return true;
      splits.set(key, split);
      filled[split] += group.length;
      return false;
    });
    for (const [key, group] of free) {
      const deficit = (split: Split): number => shares[split] * wanted - filled[split];
      const split = SPLITS.reduce((most, one) => (deficit(one) > deficit(most) + 1e-9 ? one : most));
      splits.set(key, split);
      filled[split] += group.length;
    }
  }
  return rows.map((row) => ({ ...row, split: splits.get(groupOf(row)) ?? "dev" }));
}

/** Returns what share each split gets. @throws RangeError where no proportion is above 0. */
export function sharesOf({ train = 0, dev = 0, test = 0 }: { readonly [split in Split]?: number | undefined }): {
  readonly [split in Split]: number;
} {
  const sum = train + dev + test;
  if (![train, dev, test].every((share) => share >= 0) || !(sum > 0) || !Number.isFinite(sum)) {
    throw new RangeError(`train, dev and test are proportions from 0, at least one above it; got ${train}, ${dev}, ${test}.`);
  }
  return { train: train / sum, dev: dev / sum, test: test / sum };
}

function inSeedOrder<R>(groups: readonly [string, R[]][], seed: number | string): readonly [string, R[]][] {
  const keyed = groups.map((group) => ({ group, order: sha256(`${typeof seed} ${seed}\n${group[0]}`) }));
  return keyed.sort((a, b) => (a.order < b.order ? -1 : 1)).map(({ group }) => group);
}

/** Returns the split that a group has already, or null. @throws PawlError `data.leak` where it has two. */
export function keptSplit(key: string, group: readonly SplitRow[]): Split | null {
  const kept = new Set(group.flatMap(({ split }) => (split === undefined ? [] : [split])));
  if (kept.size > 1) {
    const ids = group.map(({ id }) => id);
    throw new PawlError(
      "data.leak",
      `The group "${key}" has rows in ${[...kept].join(" and ")} already (${ids.slice(0, 5).join(", ")}). Move them into one split, or take some out.`,
      { facts: { group: key, ids, splits: [...kept] } },
    );
  }
  return [...kept][0] ?? null;
}

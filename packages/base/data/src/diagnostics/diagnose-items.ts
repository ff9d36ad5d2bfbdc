import { discrimination, type ItemDiscrimination } from "./discrimination.ts";
import { type ItemGroup, itemGroup, percent } from "./item-group.ts";
import { type ScoreEnds, type SystemScores, scoreTable } from "./score-table.ts";

export interface DiagnoseItemsOptions extends ScoreEnds {
  /** Of the intervals. @default 0.95 */
  readonly level?: number | undefined;
}

export type ItemDiagnostics = {
  readonly systems: readonly string[];
  readonly items: number;
  /** All systems get the best score: they tell no two systems apart. */
  readonly saturated: ItemGroup;
  /** All systems get the worst score: too hard, or wrongly labelled. */
  readonly dead: ItemGroup;
  /** Some system has no score. */
  readonly incomplete: ItemGroup;
  /** In the order of items. */
  readonly discrimination: readonly ItemDiscrimination[];
  /** Items on which better systems do worse: the interval of their discrimination lies below 0. */
  readonly backward: ItemGroup;
};

/** Under so many systems a correlation over them is shown as a hint. */
const ENOUGH_SYSTEMS = 10;

/**
 * Returns what the scores of one or more systems say about the items: which are saturated, dead or incomplete, and how each discriminates. An item
 * without any score is neither saturated nor dead.
 * @throws PawlError `data.invalid-scores` with all mistakes: no system or item, a name twice, an item without an id, a score outside worst to best.
 */
export function diagnoseItems(systems: readonly SystemScores[], options: DiagnoseItemsOptions = {}): ItemDiagnostics {
  const { level = 0.95 } = options;
  if (!(level > 0 && level < 1)) throw new RangeError(`level lies between 0 and 1; got ${level}.`);
  const table = scoreTable(systems, options);
  const columns = table.systems.length;
  const items = table.ids.length;
  const groups: { readonly [name in "saturated" | "dead" | "incomplete"]: string[] } = { saturated: [], dead: [], incomplete: [] };
  for (const [row, id] of table.ids.entries()) {
    const scores = table.scores.subarray(row * columns, (row + 1) * columns).filter((score) => !Number.isNaN(score));
    if (scores.length < columns) groups.incomplete.push(id);
    if (scores.length > 0 && scores.every((score) => score > 1 - 1e-12)) groups.saturated.push(id);
    if (scores.length > 0 && scores.every((score) => score < 1e-12)) groups.dead.push(id);
  }
  const by = columns === 1 ? "the one system" : `all ${columns} systems`;
  const discriminations = discrimination(table, level);
  const judged = discriminations.filter(({ estimate }) => estimate !== null).length;
  const backward = discriminations.filter(({ estimate }) => estimate !== null && estimate.interval[1] < 0).map(({ id }) => id);
  const chance = (judged * (1 - level)) / 2;
  const hint = columns < ENOUGH_SYSTEMS ? ` With ${columns} system${columns === 1 ? "" : "s"} this is a hint at most.` : "";
  return {
    systems: table.systems,
    items,
    saturated: itemGroup(groups.saturated, items, { says: `got the best score from ${by}`, means: "such items tell no systems apart." }),
    dead: itemGroup(groups.dead, items, {
      says: `got the worst score from ${by}`,
      means: "look whether they can be answered and are labelled rightly.",
    }),
    incomplete: itemGroup(groups.incomplete, items, { says: "lack the score of some system", means: "they are judged by the others." }),
    discrimination: discriminations,
    backward: itemGroup(backward, items, {
      says: "went better for weaker systems than for stronger ones",
      means: `look at their labels; by chance alone ${percent(chance / 100)} would at this level.${hint}`,
    }),
  };
}

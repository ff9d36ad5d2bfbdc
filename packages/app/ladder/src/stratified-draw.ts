import { type Example, type RandomSource, shuffled } from "@pawl/core";

export interface StratifiedDrawOptions {
  readonly count: number;
  readonly random: RandomSource;
  /** What a row counts as: rows of different strata are drawn in turn. */
  readonly stratum: (row: Example) => string;
}

/**
 * Returns `count` different rows in the order drawn: the strata are visited in a random order, one row of each in turn, so that their numbers
 * differ by at most one while a stratum lasts. Fewer where there are fewer rows. Equal rows and seed give an equal draw, whatever the rows' order.
 */
export function stratifiedDraw(rows: readonly Example[], options: StratifiedDrawOptions): readonly Example[] {
  const strata = new Map<string, Example[]>();
  for (const row of [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const key = options.stratum(row);
    const stratum = strata.get(key);
    if (stratum) stratum.push(row);
    else strata.set(key, [row]);
  }
  const keys = shuffled([...strata.keys()].sort(), options.random);
  const decks = keys.map((key) => shuffled(strata.get(key) ?? [], options.random));
  const drawn: Example[] = [];
  for (let turn = 0; drawn.length < options.count && decks.some((deck) => deck.length > turn); turn++) {
    for (const deck of decks) {
      const row = deck[turn];
      if (row !== undefined && drawn.length < options.count) drawn.push(row);
    }
  }
  return drawn;
}

/**
 * Returns the stratum of a row by its expected output: a text by itself, an object by its first text field among `intent`, `label`, `class`,
 * `category` and `kind`, anything else one stratum of all.
 */
export function stratumOf(row: Example): string {
  return classOf(row.expected) ?? "";
}

const CLASS_FIELDS = ["intent", "label", "class", "category", "kind"];

/** Returns the class that an output names, or null where it names none; `field` overrides the usual names. */
export function classOf(output: unknown, field?: string): string | null {
  if (typeof output === "string") return output;
  if (typeof output !== "object" || output === null) return null;
  const entries = new Map<string, unknown>(Object.entries(output));
  for (const name of field === undefined ? CLASS_FIELDS : [field]) {
    const value = entries.get(name);
    if (typeof value === "string") return value;
  }
  return null;
}

import type { Dataset, Look, Store } from "@pawl/core";

/** How often a sealed split was looked at. Plain data, for reports. */
export type LookHistory = {
  /** Hash of the sealed split. */
  readonly testSplit: string;
  readonly count: number;
  /** Oldest first; `date` is `at` in ISO 8601, UTC. */
  readonly looks: readonly (Look & { readonly date: string })[];
  /** For people: how often, since when, and what that means for the next figure on the split. */
  readonly sentence: string;
};

/**
 * Returns the looks that the store knows of a data set's sealed split, or of the split with a given hash. Each look after the first lets choices
 * lean on the split: figures on it are then an upper hand's, and the sentence says so.
 */
export async function lookHistory(store: Pick<Store, "looks">, dataset: Pick<Dataset, "splits"> | string): Promise<LookHistory> {
  const testSplit = typeof dataset === "string" ? dataset : dataset.splits.test.hash;
  const listed = await store.looks.list(testSplit);
  const looks = listed.toSorted((a, b) => a.at - b.at).map((look) => ({ ...look, date: new Date(look.at).toISOString() }));
  return { testSplit, count: looks.length, looks, sentence: sentence(looks) };
}

function sentence(looks: LookHistory["looks"]): string {
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined) return "The sealed test split has not been looked at.";
  const day = (date: string): string => date.slice(0, 10);
  if (looks.length === 1) return `The sealed test split was looked at once, on ${day(first.date)}: ${first.reason.replace(/\.+$/, "")}.`;
  const span = day(first.date) === day(last.date) ? `all on ${day(first.date)}` : `from ${day(first.date)} to ${day(last.date)}`;
  return `The sealed test split was looked at ${looks.length} times, ${span}. What was chosen after the first look may lean on it: a fresh test split would be a fairer judge.`;
}

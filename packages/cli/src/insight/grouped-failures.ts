import { clusterFailures, type FailureClusters } from "@pawl/data";
import { type FailingCase, type FailuresOfOptions, failuresOf, firstOfEach } from "./failing-cases.ts";

/** Examples that failed, grouped without a model. */
export type GroupedFailures = FailureClusters & {
  /** Examples that failed; where more than `failures`, the groups are of a sample of them. */
  readonly all: number;
  /** What they are called. */
  readonly what: string;
  /** What is to be known of the groups: a sentence each. */
  readonly notes: readonly string[];
  /** Repeat of each shown example that failed. */
  readonly repeats: { readonly [id: string]: number };
};

export interface GroupedFailuresOptions extends FailuresOfOptions {
  /** What became of them, as in `not fully right`. */
  readonly what: string;
  /** Examples they are of. */
  readonly of: number;
}

/** Returns the examples that failed in groups, each by the first of its failing cases. */
export async function groupedFailures(cases: readonly FailingCase[], options: GroupedFailuresOptions): Promise<GroupedFailures> {
  const firsts = firstOfEach(cases);
  const failures = await failuresOf(firsts, options);
  const clusters = clusterFailures(failures);
  const repeats = new Map(firsts.map(({ id, repeat }) => [id, repeat]));
  const shown = clusters.clusters.flatMap(({ examples }) => examples);
  return {
    ...clusters,
    all: firsts.length,
    what: options.what,
    notes: notes(firsts.length, { read: failures.length, ...options }),
    repeats: Object.fromEntries(shown.map((id) => [id, repeats.get(id) ?? 0])),
  };
}

function notes(all: number, { of, read, what }: { readonly of: number; readonly read: number; readonly what: string }): readonly string[] {
  const number = (count: number): string => count.toLocaleString("en-US");
  return [
    `${number(all)} of ${number(of)} examples ${all === 1 ? "is" : "are"} ${what}.`,
    ...(read < all ? [`The groups are of ${number(read)} of them, drawn at random: shares are estimates of all.`] : []),
    ...(all === 0 ? [] : ["Grouped without a model, by how they failed and by their words: a place to begin reading, not a cause."]),
  ];
}

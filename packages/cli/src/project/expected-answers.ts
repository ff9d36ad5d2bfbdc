import type { Dataset, Example } from "@pawl/core";
import type { RunOutline } from "@pawl/eval";

/** Cases up to which a report shows the expected answers: reading and checking a data set of more takes longer than the report. */
export const MOST_WITH_EXPECTED = 10_000;

/** Returns the examples that a run was made of, for their expected answers; none of the sealed split, of other examples than those, and of very many. */
export async function expectedAnswers(
  dataset: Dataset,
  { items, record }: Pick<RunOutline, "items" | "record">,
): Promise<readonly Example[]> {
  const { split, splitHash } = record;
  if (split === "test" || items.length > MOST_WITH_EXPECTED || dataset.splits[split].hash !== splitHash) return [];
  const examples: Example[] = [];
  for await (const example of dataset.read(split)) examples.push(example);
  return examples;
}

import { type Dataset, defineVariant, type Proposal, type Retriever, type Rung } from "@pawl/core";
import { different } from "./demonstrations.ts";

export interface RetrievedDemonstrationsOptions {
  /** Its train split is what the retrievers hold; a hit carries the row's id. */
  readonly dataset: Dataset;
  /** Each is tried with each count. A kept block of rows plus the nearest few is a retriever around a retriever: `keptBlock` of `@pawl/retrieval`. */
  readonly retrievers: readonly Retriever[];
  /** @default [5] */
  readonly counts?: readonly number[] | undefined;
  /** Template over the input that is searched with, e.g. `{{message}}`. @default "", the input as a prompt shows it */
  readonly query?: string | undefined;
}

/**
 * Returns a rung that proposes demonstrations retrieved for each input: one proposal a retriever and count, once.
 * @throws RangeError where a count is not a whole number of at least 1, or there is no retriever.
 */
export function retrievedDemonstrations(options: RetrievedDemonstrationsOptions): Rung {
  const { dataset, retrievers, counts = [5], query = "" } = options;
  if (retrievers.length === 0) throw new RangeError("retrievedDemonstrations: retrievers must hold at least one retriever; got none.");
  for (const count of counts) {
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`retrievedDemonstrations: counts must be whole numbers of at least 1; got ${count}.`);
  }
  return {
    kind: "retrieved-demonstrations",
    searched: true,
    propose: async ({ round, champion }) => {
      if (round > 1) return [];
      const proposals = retrievers.flatMap(({ name, hash }) =>
        counts.map((count): Proposal => {
          const retriever = { name, hash, count, query };
          return {
            variant: defineVariant({
              ...champion.record.variant,
              demonstrations: { kind: "retrieved", dataset: dataset.splits.train.hash, retriever },
            }),
            name: `${count} retrieved by ${name}`,
            parents: [champion.record.id],
            note: "Demonstrations nearest to the input.",
          };
        }),
      );
      return different(proposals, champion.record.id);
    },
  };
}

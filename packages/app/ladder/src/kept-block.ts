import { hashOf, type Retriever, type SearchHit } from "@pawl/core";

export interface KeptBlockOptions {
  /** Rows that stand in every prompt, in the prompt's order; `text` is what the retriever would show of them. */
  readonly rows: readonly { readonly id: string; readonly text: string }[];
}

/**
 * Returns a retriever that gives the nearest rows and, ranked below them, a block that is the same for every query: the prompt begins with the
 * block, so that an engine keeps it in its context. The count asked for includes the block; the block alone where it is no larger.
 * A row that is to be excluded leaves the block, and a block row is not given twice. The rows are in the hash.
 */
export function keptBlock(retriever: Retriever, { rows }: KeptBlockOptions): Retriever {
  const ids = rows.map(({ id }) => id);
  return {
    name: `${retriever.name}-kept`,
    hash: hashOf({ kind: "pawl.kept-block/1", retriever: retriever.hash, ids }),
    retrieve: async (query, options = {}) => {
      const { count = rows.length + 1, exclude = new Set<string>() } = options;
      const block = rows.filter(({ id }) => !exclude.has(id)).slice(0, count);
      const few = count - block.length;
      const nearest = few === 0 ? [] : await retriever.retrieve(query, { ...options, count: few, exclude: new Set([...exclude, ...ids]) });
      const lowest = nearest.reduce((least, { score }) => Math.min(least, score), 0);
      // Ranked backwards: a prompt puts the best last.
      const kept = [...block]
        .reverse()
        .map(({ id, text }, index): SearchHit => ({ id, text, score: lowest - 1 - index, rank: nearest.length + index + 1, metadata: {} }));
      return [...nearest, ...kept];
    },
  };
}

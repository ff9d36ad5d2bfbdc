import {
  type Dataset,
  defineTask,
  defineVariant,
  type Example,
  type Json,
  nfc,
  type Retriever,
  type SearchHit,
  type Store,
  type Task,
  type Variant,
  type VariantDefinition,
} from "@pawl/core";
import { z } from "zod";

export type Ticket = { intent: "track" | "claim"; item?: string | undefined };

/** The task most tests run. */
export const intake: Task<"intake", { message: string }, Ticket> = defineTask({
  name: "intake",
  input: z.object({ message: z.string() }),
  output: z.object({ intent: z.enum(["track", "claim"]), item: z.string().optional() }),
});

export const triage: Task<"triage", { message: string }, "track" | "claim"> = defineTask({
  name: "triage",
  input: z.object({ message: z.string() }),
  output: z.enum(["track", "claim"]),
});

/** A variant of `intake` for the fake model. */
export function variantOf(part: Partial<VariantDefinition> = {}): Variant {
  return defineVariant({ task: "intake", model: { id: "fake" }, instructions: "Read it.", ...part });
}

/** A cache in a map, with what was put under which user. */
export function mapCache(): Store["cache"] & { readonly entries: Map<string, Json>; readonly users: (string | undefined)[] } {
  const entries = new Map<string, Json>();
  const users: (string | undefined)[] = [];
  return {
    entries,
    users,
    get: async (key) => entries.get(key) ?? null,
    put: async (key, value, options) => {
      entries.set(key, nfc(value));
      users.push(options?.user);
    },
  };
}

/** A data set with these rows in train. */
export function trainOf<I, E>(task: Task<string, I, E>, rows: readonly Example<I, E>[]): Dataset<I, E> {
  const split = (name: string, size: number) => ({ hash: `${name}-hash`.padEnd(64, "0"), size });
  return {
    name: "rows",
    task: { name: task.name, hash: task.hash },
    splits: { train: split("train", rows.length), dev: split("dev", 0), test: split("test", 0) },
    read: async function* (of) {
      if (of === "train") yield* rows;
    },
    unseal: async function* () {},
  };
}

/** A retriever that finds everything, ranked by how many words it shares with the query; heeds `exclude` unless told not to. */
export function wordRetriever(
  documents: readonly { readonly id: string; readonly text: string }[],
  options: { readonly heedless?: boolean } = {},
): Retriever & { readonly queries: string[] } {
  const queries: string[] = [];
  const words = (text: string): Set<string> => new Set(text.toLowerCase().split(/\W+/));
  return {
    name: "words",
    hash: "words-hash".padEnd(64, "0"),
    queries,
    retrieve: async (query, { count = 10, exclude } = {}) => {
      queries.push(query);
      const asked = words(query);
      return documents
        .filter(({ id }) => options.heedless || !exclude?.has(id))
        .map(({ id, text }) => ({ id, text, score: [...words(text)].filter((word) => asked.has(word)).length, rank: 0, metadata: {} }))
        .sort((a, b) => b.score - a.score)
        .slice(0, count)
        .map((hit, index): SearchHit => ({ ...hit, rank: index + 1 }));
    },
  };
}

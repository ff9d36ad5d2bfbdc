import { type Dataset, type Demonstrations, type Example, type Sha256, seededRandom, shuffled } from "@pawl/core";

export interface FixedDemonstrationsOptions {
  readonly dataset: Pick<Dataset, "name" | "splits">;
  /** In prompt order: the last one stands next to the question. */
  readonly ids: readonly string[];
  /** @default "train" */
  readonly split?: "train" | "dev" | undefined;
}

/** Returns demonstrations picked by hand, as data for a variant. @throws RangeError where an id is named twice or none is. */
export function fixedDemonstrations({
  dataset,
  ids,
  split = "train",
}: FixedDemonstrationsOptions): Demonstrations & { readonly kind: "fixed" } {
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0)
    throw new RangeError(`fixedDemonstrations: ids are named once each; twice: ${[...new Set(twice)].slice(0, 20).join(", ")}.`);
  if (ids.length === 0) throw new RangeError('fixedDemonstrations: ids are empty; no demonstrations are { kind: "none" }.');
  return { kind: "fixed", dataset: dataset.splits[split].hash, ids };
}

export interface RandomDemonstrationsOptions<E extends Example = Example> {
  /** To draw from; those without an expected output are passed over. */
  readonly examples: readonly E[];
  /** Hash of the split the examples are of. */
  readonly dataset: Sha256;
  /** How many. Fewer where there are fewer. */
  readonly count: number;
  readonly seed: number | string;
  /** Examples of different keys are drawn in turn, so that their numbers differ by at most one while a key lasts. @default all alike */
  readonly key?: ((example: E) => string) | undefined;
}

/**
 * Returns a seeded random draw as fixed demonstrations: the ids drawn, in the order drawn. Equal examples, count and seed give an equal draw, whatever
 * the order of the examples.
 * @throws RangeError where the count is not a whole number of at least 1, or no example has an expected output.
 */
export function randomDemonstrations<E extends Example>(
  options: RandomDemonstrationsOptions<E>,
): Demonstrations & { readonly kind: "fixed" } {
  const { examples, count, seed, key = () => "" } = options;
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`randomDemonstrations: count is a whole number of at least 1; got ${count}.`);
  const random = seededRandom(seed).fork("demonstrations");
  const decks = new Map<string, string[]>();
  for (const example of [...examples].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (example.expected === undefined) continue;
    const deck = decks.get(key(example));
    if (deck) deck.push(example.id);
    else decks.set(key(example), [example.id]);
  }
  if (decks.size === 0) throw new RangeError("randomDemonstrations: none of the examples has an expected output.");
  const turns = shuffled([...decks.keys()].sort(), random).map((name) => shuffled(decks.get(name) ?? [], random.fork(name)));
  const ids: string[] = [];
  for (let turn = 0; ids.length < count && turns.some((deck) => deck.length > turn); turn++) {
    ids.push(...turns.flatMap((deck) => deck.slice(turn, turn + 1)).slice(0, count - ids.length));
  }
  return { kind: "fixed", dataset: options.dataset, ids };
}

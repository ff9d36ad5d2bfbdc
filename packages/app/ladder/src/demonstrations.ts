import {
  type Dataset,
  defineVariant,
  type Example,
  type Proposal,
  type RandomSource,
  type Rung,
  seededRandom,
  shuffled,
  type Variant,
  variantId,
} from "@pawl/core";
import { stratifiedDraw, stratumOf } from "./stratified-draw.ts";

export interface DemonstrationsOptions {
  /** Demonstrations are drawn from its train split; rows without an expected output are passed over. */
  readonly dataset: Dataset;
  /** How many demonstrations a prompt has. @default [4, 8] */
  readonly counts?: readonly number[] | undefined;
  /** Draws for each count. @default 2 */
  readonly draws?: number | undefined;
  /** @default 1 */
  readonly seed?: number | undefined;
  /** What a row counts as in a stratified draw. @default the class of the expected output */
  readonly stratum?: ((row: Example) => string) | undefined;
  /** Rounds of draws around the winner after the first. @default 1 */
  readonly refinements?: number | undefined;
}

/**
 * Returns a rung that proposes fixed demonstrations: first stratified seeded draws for each count, then, around a draw that won, draws that
 * keep half of the winner's rows. A draw is plain data: the ids drawn and the train split's hash.
 * @throws RangeError where a count or the number of draws is not a whole number of at least 1.
 */
export function demonstrations(options: DemonstrationsOptions): Rung {
  const { dataset, counts = [4, 8], draws = 2, seed = 1, stratum = stratumOf, refinements = 1 } = options;
  for (const [name, value] of [...counts.map((count) => ["counts", count] as const), ["draws", draws] as const]) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`demonstrations: ${name} must be whole numbers of at least 1; got ${value}.`);
  }
  const hash = dataset.splits.train.hash;
  let read: Promise<readonly Example[]> | undefined;
  const rows = (): Promise<readonly Example[]> => {
    read ??= labelled(dataset);
    return read;
  };
  const proposal = (base: Variant, drawn: readonly Example[], name: string, parent: string, note: string): Proposal => ({
    variant: defineVariant({ ...base, demonstrations: { kind: "fixed", dataset: hash, ids: drawn.map(({ id }) => id) } }),
    name,
    parents: [parent],
    note,
  });
  return {
    kind: "demonstrations",
    searched: true,
    propose: async ({ round, champion }) => {
      const all = await rows();
      if (all.length === 0 || round > 1 + refinements) return [];
      const random = seededRandom(seed).fork(`round ${round}`);
      const { id, variant, rung } = champion.record;
      if (round === 1) {
        const first = counts.flatMap((count) =>
          Array.from({ length: draws }, (_, draw) => {
            const drawn = stratifiedDraw(all, { count, random: random.fork(`${count}/${draw}`), stratum });
            return proposal(variant, drawn, `${drawn.length} fixed, draw ${draw + 1}`, id, "A stratified draw from train.");
          }),
        );
        return different(first, id);
      }
      if (rung !== "demonstrations" || variant.demonstrations.kind !== "fixed") return [];
      const { ids } = variant.demonstrations;
      const around = Array.from({ length: draws }, (_, draw) => {
        const drawn = redrawn(all, ids, random.fork(`around/${draw}`), stratum);
        return proposal(
          variant,
          drawn,
          `${drawn.length} fixed, round ${round}, draw ${draw + 1}`,
          id,
          "Half of the winner's rows drawn anew.",
        );
      });
      return different(around, id);
    },
  };
}

async function labelled(dataset: Dataset): Promise<readonly Example[]> {
  const rows: Example[] = [];
  for await (const row of dataset.read("train")) if (row.expected !== undefined) rows.push(row);
  return rows;
}

function redrawn(
  rows: readonly Example[],
  ids: readonly string[],
  random: RandomSource,
  stratum: (row: Example) => string,
): readonly Example[] {
  const kept = new Set(shuffled(ids, random).slice(0, Math.ceil(ids.length / 2)));
  const others = stratifiedDraw(
    rows.filter(({ id }) => !ids.includes(id)),
    { count: ids.length - kept.size, random, stratum },
  );
  const fresh = others[Symbol.iterator]();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = kept.has(id) ? byId.get(id) : (fresh.next().value ?? byId.get(id));
    return row === undefined ? [] : [row];
  });
}

/** Returns the proposals without repetitions and without the champion itself. */
export function different(proposals: readonly Proposal[], champion: string): readonly Proposal[] {
  const seen = new Set([champion]);
  return proposals.filter(({ variant }) => {
    const id = variantId(variant);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

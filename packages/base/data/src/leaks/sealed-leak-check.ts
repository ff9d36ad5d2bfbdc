import { type Example, PawlError } from "@pawl/core";
import type { ClusterExamplesOptions } from "../duplicates/cluster-examples.ts";
import { checkNearDuplicateOptions } from "../duplicates/near-duplicates.ts";
import { inputText } from "../input-text.ts";
import { collectMistakes, fileLine } from "../mistakes.ts";
import { type LeakPlace, type LeakSource, type Rows, type SourceText, sourceName, sourceTexts } from "./leak-source.ts";
import { type TextIndexOptions, type TextMatch, textIndex } from "./text-index.ts";

export interface SealedLeakCheckOptions<I> extends ClusterExamplesOptions<I> {
  /** The rows that nothing may know: `dataset.unseal("leak check")`, or a list. */
  readonly sealed: Rows<Example<I>>;
  /** Everything the model learns from or is shown. Two sources have two names. */
  readonly sources: readonly LeakSource<I>[];
  /**
   * The least similarity of a row with a passage of a longer text, from `threshold` to 1. Of many passages one is similar by chance, hence the higher bar.
   * @default 0.9, or the threshold where that is higher
   */
  readonly passageThreshold?: number | undefined;
  /** Throws `data.leak` where anything leaks. @default false */
  readonly refuse?: boolean | undefined;
  /** Leaks listed one by one; all are counted. @default 1000 */
  readonly keep?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/**
 * A sealed row that a source knows. `exact`: equal but for case, punctuation and what nobody sees (zero-width spaces); `passage`: a part of the source's text, as long as the row, is
 * nearly the row, as in a prompt that wraps it. Of several sealed rows with that text it names the first.
 */
export type SealedLeak = {
  readonly kind: "id" | "cluster" | "exact" | "near" | "passage";
  /** Id of the sealed row. */
  readonly sealed: string;
  /** Name of the source. */
  readonly source: string;
  readonly where: LeakPlace;
  /** Jaccard similarity of their shingles; 1 for `id` and `cluster`, whatever their texts. */
  readonly similarity: number;
};

export type SealedLeakReport = {
  /** Sealed rows, and how many of them some source knows. */
  readonly sealed: number;
  readonly touched: number;
  /** All leaks, also those not listed. */
  readonly count: number;
  /** By source, place and sealed row; `keep` of them. */
  readonly leaks: readonly SealedLeak[];
  readonly sources: readonly { readonly name: string; readonly texts: number; readonly leaks: number; readonly touched: number }[];
  /** The finding in a sentence, for people. */
  readonly sentence: string;
};

/**
 * Returns which sealed rows stand in what a model learns from or is shown: train, demonstrations, the documents of an index, training files;
 * the same id or cluster, the same text, nearly the same, or nearly the same within a longer text. Sources are read once, row by row: memory grows
 * with the sealed rows only. Found are all pairs at the threshold, none is left to chance.
 * @throws PawlError `data.leak` where asked to refuse, `data.invalid-rows` with all unreadable lines of training files, `data.unknown-ids`,
 * `data.empty-file`, `io.cannot-read`. The signal's reason on abort.
 */
export async function sealedLeakCheck<I>(options: SealedLeakCheckOptions<I>): Promise<SealedLeakReport> {
  const { sources, text = inputText, refuse = false, keep = 1000, abortSignal } = options;
  const { threshold, shingle } = checkNearDuplicateOptions(options);
  const { passageThreshold: passage = Math.max(0.9, threshold) } = options;
  if (!(passage >= threshold && passage <= 1)) {
    throw new RangeError(`passageThreshold is from the threshold (${threshold}) to 1; got ${passage}.`);
  }
  const names = sources.map(sourceName);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new TypeError(`Two sources are called ${JSON.stringify(twice)}: give each a name of its own.`);
  const mistakes = collectMistakes({ place: fileLine, advice: "Mend the lines and check again; lines that cannot be read may leak." });
  const known = await sealedRows(options.sealed, { text, threshold, passage, shingle });
  const leaks: SealedLeak[] = [];
  let count = 0;
  const touched = new Set<number>();
  const told: { readonly name: string; readonly texts: number; readonly leaks: number; readonly touched: number }[] = [];
  for (const [at, source] of sources.entries()) {
    const name = names[at] ?? "";
    const own = { texts: 0, leaks: 0, touched: new Set<number>() };
    for await (const one of sourceTexts(source, { text, mistakes, abortSignal })) {
      if (own.texts++ % 256 === 0) abortSignal?.throwIfAborted();
      for (const { row, rows, kind, similarity } of known.find(one)) {
        own.leaks++;
        for (const other of rows) own.touched.add(other);
        if (leaks.length < keep) leaks.push({ kind, sealed: known.ids[row] ?? "", source: name, where: one.where, similarity });
      }
    }
    count += own.leaks;
    for (const row of own.touched) touched.add(row);
    told.push({ name, texts: own.texts, leaks: own.leaks, touched: own.touched.size });
  }
  mistakes.throwIfAny();
  if (refuse && count > 0) throw leakError(leaks, count);
  const sealed = known.ids.length;
  return { sealed, touched: touched.size, count, leaks, sources: told, sentence: sentence(sealed, touched.size, told) };
}

type Found = { readonly row: number; readonly rows: readonly number[]; readonly kind: SealedLeak["kind"]; readonly similarity: number };

interface SealedRows {
  readonly ids: readonly string[];
  readonly find: (one: SourceText) => readonly Found[];
}

/** Prompts that open each row of a training file are looked up once. */
const REMEMBERED = 512;

async function sealedRows<I>(
  examples: Rows<Example<I>>,
  { text, ...settings }: TextIndexOptions & { readonly text: (input: I) => string },
): Promise<SealedRows> {
  const ids: string[] = [];
  const texts: string[] = [];
  const byId = new Map<string, number>();
  const byCluster = new Map<string, number[]>();
  for await (const { id, input, cluster } of examples) {
    const row = ids.length;
    ids.push(id);
    texts.push(text(input));
    if (!byId.has(id)) byId.set(id, row);
    if (cluster === undefined) continue;
    const members = byCluster.get(cluster);
    if (members === undefined) byCluster.set(cluster, [row]);
    else members.push(row);
  }
  const index = textIndex(texts, settings);
  const remembered = new Map<string, readonly TextMatch[]>();
  const matches = (of: string): readonly TextMatch[] => {
    const before = remembered.get(of);
    if (before !== undefined) return before;
    const found = index.match(of);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(of, found);
    return found;
  };
  return {
    ids,
    find: (one) => {
      const found = new Map<number, Found>();
      const add = (match: Found): void => {
        if (!found.has(match.row)) found.set(match.row, match);
      };
      const same = one.id === undefined ? undefined : byId.get(one.id);
      if (same !== undefined) add({ row: same, rows: [same], kind: "id", similarity: 1 });
      for (const { row, kind, similarity } of matches(one.text)) add({ row, rows: index.equals(row), kind, similarity });
      const cluster = one.cluster === undefined ? undefined : byCluster.get(one.cluster);
      const [first] = cluster ?? [];
      if (cluster !== undefined && first !== undefined) add({ row: first, rows: cluster, kind: "cluster", similarity: 1 });
      return [...found.values()].sort((a, b) => a.row - b.row);
    },
  };
}

function sentence(sealed: number, touched: number, sources: SealedLeakReport["sources"]): string {
  if (sealed === 0) return "There is no sealed row, so nothing was checked.";
  const texts = sources.reduce((sum, source) => sum + source.texts, 0);
  const rows = sealed === 1 ? "the one sealed row" : `the ${sealed} sealed rows`;
  if (texts === 0) return `There is no text to look for ${rows} in, so nothing was checked.`;
  const of = `of ${sources.length} source${sources.length === 1 ? "" : "s"}`;
  const places = texts === 1 ? `the one text ${of}` : `the ${texts} texts ${of}`;
  if (touched === 0) return sealed === 1 ? `The one sealed row does not stand in ${places}.` : `None of ${rows} stands in ${places}.`;
  const from = sources.filter((source) => source.touched > 0).map((source) => `${source.touched} in ${source.name}`);
  const known =
    sealed === 1
      ? "The one sealed row is"
      : `${touched} of ${rows} (${((100 * touched) / sealed).toFixed(1)} %) ${touched === 1 ? "is" : "are"}`;
  return `${known} known already: ${from.join(", ")}.`;
}

const SHOWN = 20;

function leakError(leaks: readonly SealedLeak[], count: number): PawlError {
  const lines = leaks
    .slice(0, SHOWN)
    .map(
      (leak) =>
        `Sealed row ${leak.sealed} stands in ${leak.source}, ${placeText(leak.where)}: ${SAYS[leak.kind]} (${leak.similarity.toFixed(2)}).`,
    );
  if (count > SHOWN) lines.push(`… and ${count - SHOWN} more.`);
  lines.push("A score on these rows would measure memory: take them out of the source, or out of the sealed split.");
  return new PawlError("data.leak", lines.join("\n"), { facts: { count, leaks: leaks.slice(0, SHOWN) } });
}

/** Returns where a leak stands, in words. */
export function placeText(where: LeakPlace): string {
  if (where.kind === "line") return `line ${where.line} (${where.field})`;
  if (where.kind === "demonstration") return `demonstration ${where.index + 1}${where.id === undefined ? "" : ` (${where.id})`}`;
  return `${where.kind} ${where.id}`;
}

const SAYS: { readonly [kind in SealedLeak["kind"]]: string } = {
  id: "the same id",
  cluster: "the same cluster",
  exact: "the same text",
  near: "nearly the same text",
  passage: "nearly the same text within a longer one",
};

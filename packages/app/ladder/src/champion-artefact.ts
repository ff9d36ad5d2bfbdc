import type { Dataset, Example, RetrieverRef, Sha256, Spend, TaskRef, Variant, VariantRecord, Verdict } from "@pawl/core";
import { PawlError } from "@pawl/core";
import type { ClimbResult, VariantRow } from "./climb-result.ts";

export const CHAMPION_FORMAT = "pawl.champion/1";

/** What serving a champion needs, and why it is the champion. Plain JSON. */
export type ChampionArtefact = {
  readonly format: typeof CHAMPION_FORMAT;
  readonly task: TaskRef;
  readonly variant: Variant;
  readonly record: VariantRecord;
  readonly demonstrations:
    | { readonly kind: "none" }
    /** In the order of the prompt; `rows` are written out, so that serving needs no data set. */
    | { readonly kind: "rows"; readonly dataset: Sha256; readonly rows: readonly Example[] }
    | { readonly kind: "retrieved"; readonly dataset: Sha256; readonly retriever: RetrieverRef };
  readonly evidence: {
    readonly confirmed: boolean;
    readonly confirmation: Verdict | null;
    readonly dev: VariantRow | null;
    readonly minimumUsefulEffect: number;
    readonly level: number;
    /** Where a model judged: how well it agrees with people; its calibration is null where nobody knows. */
    readonly judge?: ClimbResult["metric"]["judge"] | undefined;
  };
  readonly costs: { readonly climb: Spend; readonly perCase: Spend | null };
  readonly lineage: {
    readonly dataset: string;
    readonly splits: { readonly [split: string]: Sha256 };
    readonly scorer: { readonly name: string; readonly hash: Sha256 };
    readonly seed: number;
    readonly start: Sha256 | null;
    readonly parents: readonly Sha256[];
  };
};

/**
 * Returns the artefact of a climb's champion, or, with `which: "candidate"`, of the one that leads on dev unconfirmed.
 * @throws PawlError `data.demonstration-missing` where the train split lacks a row that the variant names, `use.no-candidate` where nothing leads.
 */
export async function championArtefact(
  result: ClimbResult,
  dataset: Dataset,
  options: { readonly which?: "champion" | "candidate" | undefined } = {},
): Promise<ChampionArtefact> {
  const record = options.which === "candidate" ? result.candidate : result.champion;
  if (record === null) {
    throw new PawlError(
      "use.no-candidate",
      "This climb has no candidate beside its champion: nothing was shown better on dev. Save the champion instead.",
    );
  }
  const row = result.variants.find(({ id }) => id === record.id) ?? null;
  const isCandidate = record.id === result.candidate?.id;
  return {
    format: CHAMPION_FORMAT,
    task: result.task,
    variant: record.variant,
    record,
    demonstrations: await demonstrationsOf(record.variant, dataset),
    evidence: {
      confirmed: result.confirmed && isCandidate,
      confirmation: isCandidate ? (result.confirmation?.verdict ?? null) : null,
      dev: row,
      minimumUsefulEffect: result.minimumUsefulEffect,
      level: result.level,
      ...(result.metric.judge === undefined ? {} : { judge: result.metric.judge }),
    },
    costs: { climb: result.spent, perCase: row?.cost ?? null },
    lineage: {
      dataset: result.dataset.name,
      splits: Object.fromEntries(Object.entries(result.dataset.splits).map(([split, { hash }]) => [split, hash])),
      scorer: { name: result.metric.name, hash: result.metric.hash },
      seed: result.seed,
      start: result.variants.find(({ fate }) => fate === "start")?.id ?? null,
      parents: record.parents,
    },
  };
}

async function demonstrationsOf(variant: Variant, dataset: Dataset): Promise<ChampionArtefact["demonstrations"]> {
  const { demonstrations } = variant;
  if (demonstrations.kind === "retrieved") return demonstrations;
  if (demonstrations.kind !== "fixed") return { kind: "none" };
  const wanted = new Set(demonstrations.ids);
  const found = new Map<string, Example>();
  for await (const row of dataset.read("train")) if (wanted.has(row.id)) found.set(row.id, row);
  const missing = demonstrations.ids.filter((id) => !found.has(id));
  if (missing.length > 0) {
    throw new PawlError(
      "data.demonstration-missing",
      `The champion's demonstrations name ${missing.length} rows that the train split of "${dataset.name}" does not have: ${missing.slice(0, 20).join(", ")}. Nothing was written. Give the data set that the climb ran on.`,
      { facts: { missing: missing.slice(0, 20), count: missing.length } },
    );
  }
  return { kind: "rows", dataset: demonstrations.dataset, rows: demonstrations.ids.flatMap((id) => found.get(id) ?? []) };
}

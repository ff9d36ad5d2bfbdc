import { type Dataset, PawlError } from "@pawl/core";
import { type LeakSource, type SealedLeak, sealedLeakCheck } from "@pawl/data";

export interface SealedApartOptions {
  /** Goes on where sealed rows are known, as in a published split that is kept as it is. */
  readonly allowLeaks: boolean;
  readonly abortSignal: AbortSignal;
}

const SHOWN = 5;

/**
 * Returns a sentence on sealed test rows that train or dev nearly hold, null where there are none. No model sees the test rows, so this is no look at them.
 * @throws PawlError `data.leak` where a test row's very text, id or cluster stands in train or dev: what is confirmed on it would be remembered, not learnt.
 */
export async function sealedApart(dataset: Dataset, { allowLeaks, abortSignal }: SealedApartOptions): Promise<string | null> {
  const sources = (["train", "dev"] as const).map(
    (name): LeakSource<unknown> => ({ kind: "examples", name, examples: dataset.read(name) }),
  );
  const sealed = dataset.unseal("leak check before a climb: no model runs on it, and no score is seen");
  const { leaks, sentence, touched } = await sealedLeakCheck({ sealed, sources, keep: Number.MAX_SAFE_INTEGER, abortSignal });
  const same = leaks.filter(({ kind }) => kind === "exact" || kind === "id" || kind === "cluster");
  if (same.length > 0 && !allowLeaks) throw leakError(same, dataset.splits.test.size);
  if (touched === 0) return null;
  return `Test: ${sentence} What is confirmed on ${touched === 1 ? "it" : "them"} may be remembered: pawl data check names ${touched === 1 ? "it" : "them"}.`;
}

function leakError(same: readonly SealedLeak[], of: number): PawlError {
  const rows = new Set(same.map(({ sealed }) => sealed));
  const lines = same.slice(0, SHOWN).map(({ sealed, source, where, kind }) => {
    const place = where.kind === "example" ? ` as ${where.id}` : "";
    return `  ${sealed} stands in ${source}${place} (${kind === "exact" ? "the same text" : `the same ${kind}`})`;
  });
  if (same.length > SHOWN) lines.push(`  … and ${same.length - SHOWN} more`);
  return new PawlError(
    "data.leak",
    `${rows.size} of the ${of} sealed test rows ${rows.size === 1 ? "is" : "are"} in train or dev, so a climb could confirm what was only remembered.\n${lines.join("\n")}\nTake the rows out, or split anew by text: pawl data split. A published split that has to stay as it is: climb.allowLeaks in pawl.config.ts.\nNothing was run.`,
    { facts: { rows: [...rows].slice(0, 20), count: rows.size } },
  );
}

import { existsSync } from "node:fs";
import { type Dataset, type Decision, type LanguageModel, PawlError, type Retriever, type Store, type Variant } from "@pawl/core";
import { readDecisionLog } from "@pawl/ladder";
import type { TaskEntry } from "../define-config.ts";
import { isSame } from "../project/find-model.ts";
import type { TaskFiles } from "../project/project.ts";
import { isServed } from "../project/runner-of.ts";
import { plainVariant } from "./plain-variant.ts";
import { readChampion } from "./read-champion.ts";

export interface ClimbStart {
  readonly start: Variant;
  readonly startName: string;
  readonly replay: readonly Decision[] | undefined;
  /** What is to be said about it. */
  readonly note: string | null;
}

export interface ClimbStartOptions {
  readonly files: TaskFiles;
  readonly model: LanguageModel;
  readonly dataset: Dataset;
  readonly retrievers: readonly Retriever[];
  readonly store: Store;
  readonly replay: boolean;
}

/**
 * Returns what a climb begins with: the champion, where it is of this model and its demonstrations are here, else the task's plain variant. A replay
 * begins with what the last climb began with.
 * @throws PawlError `use.nothing-to-replay` where no climb of the task has ended here.
 */
export async function climbStart(entry: TaskEntry, options: ClimbStartOptions): Promise<ClimbStart> {
  const { files, model } = options;
  if (options.replay) return replayed(entry, options);
  const champion = (await readChampion(files.champion))?.variant ?? null;
  const plain = { ...plainVariant(entry, model), replay: undefined };
  if (champion === null) return { ...plain, note: null };
  if (!isSame(champion.model, model.ref)) {
    return { ...plain, note: `The champion is of another model, ${champion.model.id}: this climb begins with "${plain.startName}".` };
  }
  if (!isServed(champion, options)) {
    return { ...plain, note: `The train rows have changed since the champion was found: this climb begins with "${plain.startName}".` };
  }
  return { start: champion, startName: "champion", replay: undefined, note: null };
}

async function replayed(entry: TaskEntry, { files, model, store }: ClimbStartOptions): Promise<ClimbStart> {
  const artefact = await readChampion(files.champion);
  if (artefact === null || !existsSync(files.decisions)) {
    throw new PawlError(
      "use.nothing-to-replay",
      `There is no climb of "${entry.task.name}" to replay: ${artefact === null ? files.champion : files.decisions} is not there.\nClimb once without --replay.\nNothing was run.`,
      { facts: { task: entry.task.name } },
    );
  }
  const replay = await readDecisionLog(files.decisions);
  const begun = artefact.lineage.start === null ? null : await store.variants.get(artefact.lineage.start);
  if (begun !== null) return { start: begun.variant, startName: begun.name, replay, note: null };
  return { ...plainVariant(entry, model), replay, note: null };
}

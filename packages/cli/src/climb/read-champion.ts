import { existsSync } from "node:fs";
import { type ChampionArtefact, loadArtefact } from "@pawl/ladder";

/** Returns the task's champion, null where no climb has written one yet. @throws PawlError where the file is not one. */
export async function readChampion(path: string): Promise<ChampionArtefact | null> {
  return existsSync(path) ? loadArtefact(path) : null;
}

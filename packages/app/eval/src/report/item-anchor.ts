import { hashOf } from "@pawl/core";

/** Returns the id that an example's row has in the item browser, for links to it; of its first repeat, or another. */
export function itemAnchor(id: string, repeat: number = 0): string {
  return `item-${hashOf([id, repeat]).slice(0, 12)}`;
}

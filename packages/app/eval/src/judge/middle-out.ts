import type { Json } from "@pawl/core";

/** Returns at most `most` entries, the first and the last halves, with a line between them that says how many are left out. */
export function middleOut(entries: readonly Json[], most: number): readonly Json[] {
  if (entries.length <= most) return entries;
  const head = Math.ceil(most / 2);
  return [...entries.slice(0, head), `… ${entries.length - most} left out here …`, ...entries.slice(entries.length - (most - head))];
}

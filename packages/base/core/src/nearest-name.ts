/**
 * Returns the name that was probably meant: the one with the fewest edits (Levenshtein) to what was written, letter case and outer spaces
 * aside, at most a third of the longer one's letters or two, and never all of either's; or one that begins with what was written.
 * The first on ties; null where none is near, or nothing was written.
 */
export function nearestName(written: string, names: readonly string[]): string | null {
  const wanted = written.trim().toLowerCase();
  if (wanted === "") return null;
  let best: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const known = name.toLowerCase();
    const apart = Math.abs(known.length - wanted.length);
    const begins = known.startsWith(wanted);
    const most = Math.max(2, Math.floor(Math.max(known.length, wanted.length) / 3));
    if (apart >= fewest || (apart > most && !begins)) continue;
    const edits = begins ? apart : editDistance(wanted, known);
    if (edits < fewest && (begins || (edits <= most && edits < Math.min(known.length, wanted.length)))) {
      best = name;
      fewest = edits;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

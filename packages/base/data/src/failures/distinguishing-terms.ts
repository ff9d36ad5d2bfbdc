import { adjustPValues, normal } from "@pawl/stats";

/** How many terms a label has at most. */
const TERMS = 5;
const FALSE_DISCOVERIES = 0.05;

/** What is needed of a text: its terms, each once. */
export type TermSet = ReadonlySet<string>;

/**
 * Returns the terms that tell the texts of a cluster from the others, the most telling first: by the z of the log-odds ratio of having the term (Monroe, Colaresi and Quinn 2008, §3.3, with half an
 * occurrence added to each count), of two letters or more, in a tenth of the cluster's texts and in two at least, at a false discovery rate of .05 over all terms that were looked at (Benjamini and Hochberg 1995). A term within one that was taken is passed over. None where there are no others.
 */
export function distinguishingTerms(inside: readonly TermSet[], outside: readonly TermSet[]): readonly string[] {
  if (outside.length === 0) return [];
  const [own, others] = [countsOf(inside), countsOf(outside)];
  const least = Math.max(2, inside.length / 10);
  const scored: { readonly term: string; readonly z: number }[] = [];
  for (const [term, count] of own) {
    if (count < least || term.length < 2) continue;
    const other = others.get(term) ?? 0;
    const odds = Math.log((count + 0.5) / (inside.length - count + 0.5)) - Math.log((other + 0.5) / (outside.length - other + 0.5));
    const z = odds / Math.sqrt(1 / (count + 0.5) + 1 / (other + 0.5));
    scored.push({ term, z });
  }
  const tails = scored.map(({ z }) => Math.min(1, 2 * normal().survival(z)));
  const adjusted = adjustPValues(tails, { method: "benjamini-hochberg" });
  const found = scored.filter((_, index) => (adjusted[index] ?? 1) <= FALSE_DISCOVERIES);
  found.sort((a, b) => b.z - a.z || (a.term < b.term ? -1 : 1));
  const taken: string[] = [];
  for (const { term } of found) {
    if (taken.length === TERMS) break;
    if (!taken.some((other) => ` ${other} `.includes(` ${term} `) || ` ${term} `.includes(` ${other} `))) taken.push(term);
  }
  return taken;
}

function countsOf(sets: readonly TermSet[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const set of sets) for (const term of set) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

import type { RunOutline } from "../evaluation.ts";
import { metricNames } from "../summary/summarise.ts";

export interface Confusion {
  readonly metric: string;
  readonly labels: readonly string[];
  /** [expected][given]. */
  readonly counts: readonly (readonly number[])[];
}

/** Labels beyond which a matrix says nothing to the eye. */
const MOST_LABELS = 24;

/** Returns the confusion matrix of each metric whose score details hold an expected and a given label, as `label` writes them; those of more than 24 labels are left out. */
export function confusions<Name extends string>(evaluation: RunOutline<Name>): Confusion[] {
  return metricNames(evaluation).flatMap((metric) => {
    const pairs = evaluation.items.flatMap(({ scores }) => {
      const score = scores[metric];
      const detail = score.kind === "score" ? score.detail : undefined;
      if (typeof detail !== "object" || detail === null || Array.isArray(detail) || !("expected" in detail) || !("given" in detail))
        return [];
      const { expected, given } = detail;
      return typeof expected === "string" && typeof given === "string" ? [{ expected, given }] : [];
    });
    const labels = [...new Set(pairs.flatMap(({ expected, given }) => [expected, given]))].sort();
    if (labels.length === 0 || labels.length > MOST_LABELS) return [];
    const place = new Map(labels.map((name, i) => [name, i]));
    const counts = labels.map(() => labels.map(() => 0));
    for (const { expected, given } of pairs) {
      const row = counts[place.get(expected) ?? 0];
      const column = place.get(given) ?? 0;
      if (row) row[column] = (row[column] ?? 0) + 1;
    }
    return [{ metric, labels, counts }];
  });
}

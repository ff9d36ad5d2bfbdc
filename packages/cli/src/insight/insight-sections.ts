import type { Estimate } from "@pawl/core";
import { failuresSection, looksSection, type PageSection, type SliceRow, slicesSection } from "@pawl/eval/report";
import type { RunInsight } from "./run-insight.ts";
import { LEAST_IN_SLICE, type RunSlices } from "./run-slices.ts";

export interface InsightSectionsOptions {
  /** The metric of the whole run, or its effect. */
  readonly whole?: Estimate | undefined;
}

/** Returns what a run says beyond its scores as sections of a page, and the ids of the examples that they link to. */
export function insightSections(
  insight: RunInsight,
  options: InsightSectionsOptions = {},
): { readonly sections: readonly PageSection[]; readonly include: readonly string[] } {
  const { failures, looks, metric, slices } = insight;
  const include = failures?.clusters.flatMap(({ examples }) => examples) ?? [];
  return {
    include,
    sections: [
      ...slices.map((each) => sliceSection(each, { metric: metric ?? "", ...options })),
      ...(failures === null
        ? []
        : [
            failuresSection(failures.clusters, {
              title: failures.what.startsWith("worse") ? "What got worse together" : "What failed together",
              other: failures.other,
              notes: [
                [failures.notes[0], ...(failures.all === 0 ? [] : [failures.sentence])].join(" "),
                ...failures.notes.slice(1),
                ...insight.notes,
              ],
              repeatOf: (id) => failures.repeats[id] ?? 0,
            }),
          ]),
      looks === null ? looksSection([], { notes: [NO_SEALED_RUN] }) : looksSection(looks.looks),
    ],
  };
}

const NO_SEALED_RUN = "The store has no run of this task on a sealed split.";

function sliceSection(
  { effects, estimates, name, overlapping, scale, sentences }: RunSlices,
  { metric, whole }: InsightSectionsOptions & { readonly metric: string },
): PageSection {
  const compared = effects !== null;
  const rows: readonly SliceRow[] = compared
    ? effects.slices.map(({ effect, n, slice }) => ({ slice, estimate: effect, n }))
    : estimates.slices.map(({ estimate, n, shrunk, slice }) => ({ slice, estimate, n, shrunk }));
  const warned = compared && (effects.warning === "simpson" || effects.warning === "reversal");
  const warning = warned ? sentences.slice(-1) : [];
  return slicesSection(rows, {
    metric,
    by: name,
    of: compared ? "effect" : "score",
    scale,
    least: LEAST_IN_SLICE,
    whole,
    simpson: warning,
    notes: [
      ...sentences.slice(compared ? 1 : 0, sentences.length - warning.length),
      ...(overlapping && !compared ? ["An example with several tags counts in each of them."] : []),
    ],
  });
}

import { allPassedBound } from "@pawl/stats";
import type { RunOutline } from "../evaluation.ts";
import { exampleIndex } from "./example-index.ts";
import { exampleMeans } from "./example-means.ts";

/** What can be said of a yes-or-no metric that never varied. */
export interface AllAlike {
  /** "all": each example with a score has 1 in all its repeats; "none": each has 0. */
  readonly kind: "all" | "none";
  /** One-sided, by the rule of three: at least this share of such examples has 1 where all had, at most this share where none had. */
  readonly bound: number;
  readonly level: number;
  /** Examples, or the clusters they are in. */
  readonly n: number;
}

/** Returns the bound that the rule of three leaves of a yes-or-no metric whose scores are all 1 or all 0; null for other scales, where they differ and where there is none. */
export function allAlike<Name extends string>(run: RunOutline<Name>, metric: Name, level: number): AllAlike | null {
  if (run.metrics[metric].scale !== "binary") return null;
  const { unitOf } = exampleIndex(run);
  const { counted, means } = exampleMeans(run, metric);
  const units = new Set<number>();
  let value: number | null = null;
  for (const [i, mean] of means.entries()) {
    if (counted[i] === 0) continue;
    value ??= mean;
    if (mean !== value) return null;
    units.add(unitOf[i] ?? 0);
  }
  if (value !== 0 && value !== 1) return null;
  const passed = allPassedBound(units.size, { level });
  return { kind: value === 1 ? "all" : "none", bound: value === 1 ? passed : 1 - passed, level, n: units.size };
}

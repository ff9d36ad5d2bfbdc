import type { Estimate } from "@pawl/core";
import { requireSameLength } from "../internal/ratings.ts";
import { requireBinary, requireLevel, requireNumbers } from "../internal/require.ts";
import { shareEstimate } from "../internal/share-estimate.ts";
import { sharedClusters } from "../internal/shared-clusters.ts";
import { meanEstimate } from "../intervals/mean-estimate.ts";
import { type Proportion, proportionEstimate } from "../intervals/proportion.ts";
import type { CannotCorrect, Correction } from "./correction.ts";
import { designEffect } from "./design-effect.ts";
import { ppiMean } from "./ppi-mean.ts";
import { roganGladen } from "./rogan-gladen.ts";

export interface LabelledScore {
  readonly judge: number;
  readonly human: number;
  readonly cluster?: string | undefined;
}

export interface CorrectedInput {
  /** The judge's scores of items that nobody labelled. */
  readonly judged: ArrayLike<number>;
  /** Both scores of the items that somebody labelled; none of them is in `judged`. */
  readonly labelled: readonly LabelledScore[];
  /** Cluster of each judged item; the labelled ones then name theirs. */
  readonly clusters?: readonly string[] | undefined;
}

export interface CorrectedOptions {
  /** "binary": scores are 0 and 1, corrected by Rogan–Gladen. "score": any numbers, corrected by PPI++. */
  readonly scale: "binary" | "score";
  /** "ppi" on a binary scale where the labelled items are a random sample of all: then it is the narrower one. @default by scale */
  readonly method?: "rogan-gladen" | "ppi" | undefined;
  /** Lowest and highest possible score. @default [0, 1] on a binary scale */
  readonly range?: readonly [number, number] | undefined;
  /** @default 0.95 */
  readonly level?: number | undefined;
}

/**
 * Returns what the judged items would have scored with the humans who labelled some of them, with an interval that carries the calibration's own
 * uncertainty, or says why that cannot be told. `n` counts the items it speaks of: judged ones (Rogan–Gladen), judged and labelled ones (PPI++).
 *
 * Rogan–Gladen assumes equal error rates on labelled and judged items, as `roganGladen`; PPI++ that the labelled are a random sample of all, as `ppiMean`.
 * With clusters: PPI++ sums errors by cluster, also across labelled and judged items; Rogan–Gladen divides each count by its design effect (at least 1, more for few clusters) and
 * takes judged and labelled items to share no cluster. Formulas, sources and agreeing tools stand there.
 * Cannot correct: under 3 labels for PPI++ or none at all ("too-few-labels"), and what `roganGladen` names.
 * @throws TypeError for what is no number, RangeError for no judged item, a binary score other than 0 and 1, or clusters of some items only
 */
export function correctedEstimate(input: CorrectedInput, options: CorrectedOptions): Correction {
  const { judged, labelled } = input;
  const { scale, level = 0.95 } = options;
  const method = options.method ?? (scale === "binary" ? "rogan-gladen" : "ppi");
  requireLevel("level", level);
  requireNumbers("judged", judged, 1);
  const human = labelled.map((pair) => pair.human);
  const judge = labelled.map((pair) => pair.judge);
  requireNumbers("labelled human", human, 0);
  requireNumbers("labelled judge", judge, 0);
  const names = labelledClusters(input);
  // Items that each stand alone are as many as they look.
  const clusters = names && input.clusters;
  const asked = { judged, labelled, clusters };
  if (scale === "binary") for (const list of [judged, human, judge]) requireBinary("A score on a binary scale", list);
  else if (method === "rogan-gladen") throw new RangeError('The method "rogan-gladen" needs the scale "binary".');
  const range = options.range ?? (scale === "binary" ? ([0, 1] as const) : undefined);
  if (method === "rogan-gladen" && labelled.length > 0) return byErrorRates(asked, names, level);
  const enough = labelled.length >= 3 && (names === undefined || new Set(names).size >= 3);
  if (!enough) return tooFew(asked, { ...options, level, range });
  return ppiMean(
    { labelled: { human, judge }, unlabelled: judged },
    { level, range, clusters: names === undefined || clusters === undefined ? undefined : { labelled: names, unlabelled: clusters } },
  );
}

function labelledClusters({ judged, labelled, clusters }: CorrectedInput): readonly string[] | undefined {
  const named = labelled.flatMap(({ cluster }) => (cluster === undefined ? [] : [cluster]));
  if (clusters === undefined && named.length === 0) return undefined;
  if (clusters === undefined || named.length !== labelled.length)
    throw new RangeError("Clusters must be named for every judged and every labelled item, or for none.");
  requireSameLength("judged and clusters", judged, clusters);
  return sharedClusters([...named, ...clusters]) === undefined ? undefined : named;
}

function byErrorRates({ judged, labelled, clusters }: CorrectedInput, names: readonly string[] | undefined, level: number): Correction {
  const verdicts = Array.from(judged);
  const groups = [1, 0].map((truth) => {
    const at = labelled.flatMap((pair, i) => (pair.human === truth ? [i] : []));
    return { right: at.map((i) => (labelled[i]?.judge === truth ? 1 : 0)), clusters: names && at.map((i) => names[i] ?? "") };
  });
  const [passed, failed] = groups;
  const count = (right: readonly number[]): Proportion => ({ successes: right.reduce((sum, hit) => sum + hit, 0), n: right.length });
  const correction = roganGladen(
    { judged: count(verdicts), sensitivity: count(passed?.right ?? []), specificity: count(failed?.right ?? []) },
    {
      level,
      designEffects:
        clusters === undefined
          ? undefined
          : {
              judged: designEffect(verdicts, clusters, { level }),
              sensitivity: designEffect(passed?.right ?? [], passed?.clusters ?? [], { level }),
              specificity: designEffect(failed?.right ?? [], failed?.clusters ?? [], { level }),
            },
    },
  );
  if (clusters === undefined) return correction;
  const alone = {
    value: count(verdicts).successes / verdicts.length,
    interval: [0, 1],
    level,
    n: verdicts.length,
    method: "one cluster",
  } as const;
  return { ...correction, raw: clusteredShare(verdicts, clusters, level) ?? alone };
}

function clusteredShare(verdicts: readonly number[], clusters: readonly string[], level: number): Estimate | null {
  return shareEstimate(
    verdicts.map((verdict) => (verdict === 1 ? 1 : 0)),
    { level, clusters },
  );
}

function tooFew({ judged, labelled, clusters }: CorrectedInput, options: CorrectedOptions & { readonly level: number }): CannotCorrect {
  const { scale, level, range } = options;
  const values = Array.from(judged);
  const successes = values.filter((value) => value === 1).length;
  const raw =
    scale === "binary" && clusters === undefined
      ? proportionEstimate({ successes, n: values.length }, { level })
      : (values.length < 2 && range === undefined) || (clusters !== undefined && new Set(clusters).size < 2)
        ? null
        : meanEstimate(values, { level, range, clusters });
  const least = options.method === "rogan-gladen" || (scale === "binary" && options.method === undefined) ? 1 : 3;
  return {
    kind: "cannot-correct",
    reason: "too-few-labels",
    message: `A correction needs at least ${least} labelled items${clusters === undefined ? "" : ` from ${least} clusters`}, and some hundred to be narrow; got ${labelled.length}.`,
    raw,
  };
}

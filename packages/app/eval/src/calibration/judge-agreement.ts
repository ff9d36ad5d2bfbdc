import type { Estimate } from "@pawl/core";
import {
  binaryAgreement,
  cohenKappa,
  confusionMatrix,
  gwetAc1,
  humanCeiling,
  kendallTauB,
  krippendorffAlpha,
  meanEstimate,
  pearson,
  spearman,
} from "@pawl/stats";
import { unitOf } from "../summary/unit-of.ts";

/** What the judge and people said of one item, on one scale; null where one of them gave no rating. */
export interface RatedItem {
  readonly judge: number | null;
  readonly human: readonly (number | null)[];
  readonly cluster?: string | undefined;
}

export interface JudgeAgreementOptions {
  readonly scale: "binary" | "share" | "real";
  /** Values of an ordered scale, lowest first; scores go to the nearest one for the confusion, κ and AC1. @default [0, 1] for binary, else what people gave where that are at most 7 values */
  readonly levels?: readonly number[] | undefined;
  /** @default 0.95 */
  readonly level?: number | undefined;
}

/** How well a judge agrees with people, as plain JSON. What cannot be computed is null. */
export type JudgeAgreement = {
  /** Items that both rated. */
  readonly n: number;
  /** Items that the judge left unscored. */
  readonly unscored: number;
  /** Items of which people are split evenly, on a binary scale; left out. */
  readonly tied: number;
  /** People's verdict in rows, the judge's in columns; null where the scale has no levels. */
  readonly confusion: { readonly labels: readonly string[]; readonly counts: readonly (readonly number[])[] } | null;
  /** Of a binary scale. */
  readonly sensitivity: Estimate | null;
  readonly specificity: Estimate | null;
  readonly prevalence: Estimate | null;
  readonly judgedShare: Estimate | null;
  /** Share of equal verdicts. */
  readonly agreement: Estimate | null;
  /** Cohen's, of the judge and what people say together. */
  readonly kappa: Estimate | null;
  /** The same with quadratic weights; of more than two levels. */
  readonly weightedKappa: Estimate | null;
  readonly ac1: Estimate | null;
  /** Of the judge and what people say together: nominal on a binary scale, else interval. */
  readonly krippendorff: Estimate | null;
  /** Of scores that are not binary. */
  readonly pearson: Estimate | null;
  readonly spearman: Estimate | null;
  readonly kendall: Estimate | null;
  /** Mean of judge less people: above 0 the judge is lenient. */
  readonly bias: Estimate | null;
  /** How well people agree with each other; null with one rater. */
  readonly ceiling: {
    /** "kappa" on a binary scale, else "spearman". */
    readonly measure: "kappa" | "spearman";
    readonly pairwise: Estimate | null;
    readonly leaveOneOut: Estimate | null;
    /** The judge against the same rest groups. */
    readonly judge: Estimate | null;
    readonly difference: Estimate | null;
    readonly krippendorff: Estimate | null;
  } | null;
};

/** A scale with more values than this is taken for a continuous one. */
const MOST_LEVELS = 7;

/**
 * Returns the agreement of a judge with people. What people say together is the majority of a binary scale (even splits are left out), else the mean.
 * Each measure is `@pawl/stats`'s function of that name; clusters go into every interval. Nothing rated by both gives nulls.
 */
export function judgeAgreement(items: readonly RatedItem[], options: JudgeAgreementOptions): JudgeAgreement {
  const { level = 0.95, scale } = options;
  const binary = scale === "binary";
  const together = items.map(({ human }) => consensus(human, scale));
  const rated = items.flatMap((item, i) => {
    const truth = together[i] ?? null;
    return truth === null || item.judge === null ? [] : [{ judge: item.judge, truth, unit: unitOf({ id: i, cluster: item.cluster }) }];
  });
  const n = rated.length;
  const clusters = items.some(({ cluster }) => cluster !== undefined) ? rated.map(({ unit }) => unit) : undefined;
  const shared = { level, clusters };
  const judge = rated.map((item) => item.judge);
  const people = rated.map(({ truth }) => truth);
  const levels = levelsOf(items, options);
  const at = (values: readonly number[]): number[] => values.map((value) => nearest(levels ?? [], value));
  const counts = {
    unscored: items.filter((item, i) => item.judge === null && together[i] !== null).length,
    tied: items.filter(({ human }, i) => together[i] === null && human.some((value) => value !== null)).length,
  };
  const yesNo = binary ? binaryAgreement({ judge: judge.map(verdict), human: people.map(verdict) }, shared) : null;
  const graded = levels === null || n === 0 ? null : { judge: at(judge), people: at(people), categories: levels };
  const matrix = graded === null ? null : confusionMatrix(graded.people, graded.judge, { categories: graded.categories });
  const equal = graded === null ? null : graded.judge.map((value, i) => (value === graded.people[i] ? 1 : 0));
  const correlated = binary ? null : { pearson, spearman, kendall: kendallTauB };
  return {
    n,
    ...counts,
    confusion:
      matrix === null ? null : { labels: matrix.categories.map((value) => levelName(Number(value), binary)), counts: matrix.counts },
    sensitivity: yesNo?.sensitivity ?? null,
    specificity: yesNo?.specificity ?? null,
    prevalence: yesNo?.prevalence ?? null,
    judgedShare: yesNo?.judgedShare ?? null,
    agreement:
      yesNo === null
        ? equal === null || several(clusters, n) < 2
          ? null
          : meanEstimate(equal, { ...shared, range: [0, 1] })
        : yesNo.agreement,
    kappa: graded === null ? null : plain(cohenKappa(graded.people, graded.judge, { ...shared, categories: graded.categories })),
    weightedKappa:
      graded === null || graded.categories.length < 3
        ? null
        : plain(cohenKappa(graded.people, graded.judge, { ...shared, categories: graded.categories, weights: "quadratic" })),
    ac1:
      graded === null
        ? null
        : gwetAc1(
            graded.people.map((value, i) => [value, graded.judge[i] ?? null]),
            { ...shared, categories: graded.categories },
          ),
    krippendorff:
      n === 0
        ? null
        : krippendorffAlpha(
            rated.map((item) => [item.truth, item.judge]),
            { ...shared, metric: binary ? "nominal" : "interval" },
          ),
    pearson: correlated?.pearson(people, judge, shared) ?? null,
    spearman: correlated?.spearman(people, judge, shared) ?? null,
    kendall: correlated?.kendall(people, judge, shared) ?? null,
    bias:
      several(clusters, n) < 2
        ? null
        : meanEstimate(
            rated.map((item) => item.judge - item.truth),
            { ...shared, ...(scale === "real" ? {} : { range: [-1, 1] as const }) },
          ),
    ceiling: ceilingOf(items, { level, binary }),
  };
}

/** Returns what raters say together: the majority of 0 and 1 (null when even), else the mean; null without a rating. */
export function consensus(human: readonly (number | null)[], scale: JudgeAgreementOptions["scale"]): number | null {
  const given = human.filter((value) => value !== null);
  if (given.length === 0) return null;
  const mean = given.reduce((sum, value) => sum + value, 0) / given.length;
  if (scale !== "binary") return mean;
  return mean === 0.5 ? null : mean > 0.5 ? 1 : 0;
}

/** Over all that people rated: an item they are split on, or the judge left unscored, says how they agree too. */
function ceilingOf(
  items: readonly RatedItem[],
  { binary, level }: { readonly level: number; readonly binary: boolean },
): JudgeAgreement["ceiling"] {
  const rated = items
    .map((item, i) => ({ ...item, unit: unitOf({ id: i, cluster: item.cluster }) }))
    .filter(({ human }) => human.some((value) => value !== null));
  if (rated.length === 0 || (rated[0]?.human.length ?? 0) < 2) return null;
  const clusters = items.some(({ cluster }) => cluster !== undefined) ? rated.map(({ unit }) => unit) : undefined;
  const rows = rated.map(({ human }) => human);
  const measure = binary ? "kappa" : "spearman";
  const said = rated.map((item) => item.judge);
  const { difference, judge, leaveOneOut, pairwise } = humanCeiling(rows, { level, clusters, measure, judge: said });
  const krippendorff = krippendorffAlpha(rows, { level, clusters, metric: binary ? "nominal" : "interval" });
  return { measure, pairwise, leaveOneOut, judge, difference, krippendorff };
}

function levelsOf(
  rated: readonly { readonly human: readonly (number | null)[] }[],
  { levels, scale }: JudgeAgreementOptions,
): readonly number[] | null {
  if (scale === "binary") return [0, 1];
  const values = [...new Set(levels ?? rated.flatMap(({ human }) => human.filter((value) => value !== null)))].sort((a, b) => a - b);
  return values.length < 2 || values.length > MOST_LEVELS ? null : values;
}

/** The lower one where two are as near. */
function nearest(levels: readonly number[], value: number): number {
  return levels.reduce((best, one) => (Math.abs(one - value) < Math.abs(best - value) ? one : best), levels[0] ?? value);
}

function levelName(value: number, binary: boolean): string {
  return binary ? (value === 1 ? "yes" : "no") : String(Number(value.toFixed(3)));
}

function verdict(value: number): 0 | 1 {
  return value === 1 ? 1 : 0;
}

function several(clusters: readonly string[] | undefined, n: number): number {
  return clusters === undefined ? n : new Set(clusters).size;
}

/** An estimate and nothing beside it. */
function plain(estimate: Estimate | null): Estimate | null {
  if (estimate === null) return null;
  const { interval, level, method, n, value } = estimate;
  return { value, interval, level, n, method };
}

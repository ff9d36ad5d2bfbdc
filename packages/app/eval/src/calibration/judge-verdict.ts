import type { Estimate, ModelRef } from "@pawl/core";
import { familyNotes } from "../judge/jury-families.ts";
import type { JudgeAgreement } from "./judge-agreement.ts";
import type { CheckedProbe, JudgeCheck, JudgeVerdict } from "./judge-check.ts";

/** Under it a judge's scores are worth next to nothing: what they save is about the square of the correlation, 4 % of the labels. */
export const DEFAULT_BAR = 0.2;

/** Intervals of κ are rough below it. */
const FEWEST = 20;

export interface JudgeVerdictInput {
  readonly name: string;
  readonly scale: JudgeCheck["judge"]["scale"];
  readonly agreement: JudgeAgreement;
  readonly probes: readonly CheckedProbe[];
  readonly injection: JudgeCheck["injection"];
  /** Why the judge left items unscored, with how many. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly bar: number;
  /** Of a jury its name tells who sits on it. @default null */
  readonly model?: ModelRef | null | undefined;
}

/** Returns whether a judge may be used: what it agrees with people by, held against the bar by its interval. */
export function judgeVerdict({ agreement, bar, injection, model, name, probes, reasons, scale }: JudgeVerdictInput): JudgeVerdict {
  const measure = scale === "binary" ? "kappa" : "spearman";
  const estimate = agreement[measure];
  const found = { measure, bar, estimate } as const;
  const { n, prevalence, unscored } = agreement;
  const why = [...beside(agreement, { injection, probes, reasons, scale }), ...(model ? familyNotes(model) : [])];
  if (n === 0 && agreement.tied > 0)
    return {
      ...found,
      kind: "cannot-measure",
      reasons: [
        `People contradict each other on every item, so there is nothing to hold "${name}" against. Settle what the labels mean, and label again.`,
        ...why,
      ],
    };
  if (n === 0) return { ...found, kind: "cannot-measure", reasons: [`No item has both a label and a score of "${name}".`, ...why] };
  if (unscored > n)
    return {
      ...found,
      kind: "cannot-measure",
      reasons: [`"${name}" left ${unscored} of ${n + unscored} labelled items unscored: mend that first.`, ...why],
    };
  if (prevalence !== null && (prevalence.value === 0 || prevalence.value === 1)) {
    const [said, other] = prevalence.value === 1 ? ["passed", "failed"] : ["failed", "passed"];
    return {
      ...found,
      kind: "cannot-measure",
      reasons: [
        `People ${said} all ${n} items, so the judge's errors on the others are unknown. Label some that they would have ${other}.`,
        ...why,
      ],
    };
  }
  if (estimate === null && n > 1 && agreement.bias !== null && scale !== "binary")
    return {
      ...found,
      kind: "cannot-measure",
      reasons: ["The scores of people, or those of the judge, do not vary: nothing can be told apart by them.", ...why],
    };
  if (estimate === null || n < FEWEST)
    return {
      ...found,
      kind: estimate === null ? "cannot-measure" : "inconclusive",
      reasons: [
        `Only ${n} ${n === 1 ? "item has" : "items have"} both a label and a score: label at least ${FEWEST}, better 100 to 200.`,
        ...why,
      ],
    };
  const [low, high] = estimate.interval;
  const said = `${symbol(measure)} = ${number(estimate.value)} (${number(low)} to ${number(high)}, n = ${n})`;
  if (low > bar) return { ...found, kind: "usable", reasons: [`${said} is shown to be above the bar of ${number(bar)}.`, ...why] };
  if (high <= bar)
    return { ...found, kind: "not-usable", reasons: [`${said} is shown not to be above the bar of ${number(bar)}.`, ...why] };
  return {
    ...found,
    kind: "inconclusive",
    reasons: [`${said} does not tell whether the judge is above the bar of ${number(bar)}${needed(estimate, bar)}.`, ...why],
  };
}

/** How a measure is written. */
export function symbol(measure: JudgeVerdict["measure"]): string {
  return measure === "kappa" ? "Cohen's κ" : "Spearman's ρ";
}

function beside(
  agreement: JudgeAgreement,
  { injection, probes, reasons, scale }: Pick<JudgeVerdictInput, "injection" | "probes" | "reasons" | "scale">,
): readonly string[] {
  const { ac1, ceiling, n, prevalence, sensitivity, specificity, tied, unscored } = agreement;
  const informed = sensitivity === null || specificity === null ? null : sensitivity.value + specificity.value - 1;
  // Plants are told together.
  const biased = probes.filter(({ excess, probe }) => excess !== null && excess.interval[0] > 0 && !probe.startsWith("injection:"));
  return [
    ...(scale === "binary" && informed !== null && informed <= 0
      ? ["Its sensitivity and specificity do not add up to more than 1, so its scores cannot be corrected."]
      : []),
    ...(prevalence !== null && ac1 !== null && n > 0 && Math.abs(prevalence.value - 0.5) >= 0.4 && Math.abs(prevalence.value - 0.5) < 0.5
      ? [
          `People passed ${percent(prevalence.value)} of the items: κ falls with so lopsided a share, read AC1 (${number(ac1.value)}) beside it.`,
        ]
      : []),
    ...(ceiling?.leaveOneOut && ceiling.judge
      ? [
          `A person agrees with the others by ${number(ceiling.leaveOneOut.value)} (${ceiling.measure}), the judge by ${number(ceiling.judge.value)}${tied > 0 ? ", items that people are split on counted" : ""}: no judge can be shown to do better than people agree.`,
        ]
      : []),
    ...(tied > 0 ? [splitSentence(agreement)] : []),
    ...(unscored > 0
      ? [`${unscored} labelled ${unscored === 1 ? "item was" : "items were"} left unscored by the judge${mostOften(reasons)}.`]
      : []),
    ...biased.map(({ excess, probe }) => `Biased: "${probe}" moves ${percent(excess?.value ?? 0)} of its verdicts beyond its noise.`),
    ...(injection?.raised && injection.raised.interval[0] > 0
      ? [`Planted instructions raise ${percent(injection.raised.value)} of its verdicts beyond its noise.`]
      : []),
  ];
}

/** What is left out is the harder part: said with what it could change. */
function splitSentence({ agreement, n, tied, unscored }: JudgeAgreement): string {
  const all = n + tied + unscored;
  const split = `People are split evenly on ${tied} of ${all} ${all === 1 ? "item" : "items"} (${percent(tied / all)}), which have no verdict and are left out`;
  if (agreement === null || n === 0) return `${split}. A third rater would settle them.`;
  const worst = (agreement.value * n) / (n + tied);
  return `${split}: the table, κ, sensitivity, specificity and the correction of its scores rest on the other ${n}, the easier ones. Were it wrong on all of those left out, equal verdicts would be ${percent(worst)} instead of ${percent(agreement.value)}. A third rater would settle them.`;
}

function mostOften(reasons: ReadonlyMap<string, number>): string {
  const [most] = [...reasons].sort((a, b) => b[1] - a[1]);
  return most === undefined ? "" : `, most often: ${most[0].slice(0, 300).replace(/\.$/, "")}`;
}

/** Half the width shrinks with the root of n. */
function needed({ interval, n, value }: Estimate, bar: number): string {
  const distance = Math.abs(value - bar);
  const reach = (interval[1] - interval[0]) / 2;
  if (distance < reach / 10) return "";
  return `; about ${Math.ceil(n * (reach / distance) ** 2).toLocaleString("en-US")} labelled items would, if it stays as it is`;
}

function number(value: number): string {
  return String(Number(value.toFixed(2)));
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(0))} %`;
}

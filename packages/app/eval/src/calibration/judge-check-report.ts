import type { Estimate } from "@pawl/core";
import { formatInterval, formatQuantity, type Quantity } from "../report/axis.ts";
import { dataTable } from "../report/figure.ts";
import { html } from "../report/html.ts";
import { htmlPage, type PageSection } from "../report/html-page.ts";
import { biasSection, judgeSection } from "../report/sections/judge-section.ts";
import { terminalText } from "../report/terminal/display-width.ts";
import { matrixChartText } from "../report/terminal/matrix-chart-text.ts";
import { textTable } from "../report/terminal/text-table.ts";
import { wrapped } from "../report/terminal/wrapped.ts";
import { calibrationOf, type JudgeCheck, type JudgeVerdictKind, type JuryCheck, type NotProbed } from "./judge-check.ts";

const SENTENCES: { readonly [kind in JudgeVerdictKind]: string } = {
  usable: "Usable: it is shown to agree with people.",
  "not-usable": "Not usable: it is shown not to agree with people by more than the bar.",
  inconclusive: "Inconclusive: the labels do not tell whether it agrees with people.",
  "cannot-measure": "Cannot measure: the labels do not allow a comparison.",
};

interface Measure {
  readonly name: string;
  readonly estimate: Estimate | null;
  /** Shares and coefficients, which lie from −1 to 1, have two decimals; numbers have a range of their own. */
  readonly kind: "share" | "coefficient" | "number";
}

const quantityOf = ({ kind }: Measure): Quantity => (kind === "number" ? "number" : "share");

/** Returns a check for a terminal: the verdict, each measure of agreement with its interval and n, the confusion, noise and probes. */
export function judgeCheckText(check: JudgeCheck, options: { readonly columns?: number | undefined } = {}): string {
  const { columns = 80 } = options;
  const { agreement, noise, probes, verdict } = check;
  const { confusion } = agreement;
  const rows = measures(check).flatMap((measure) => {
    const { estimate, name } = measure;
    if (estimate === null) return [];
    const quantity = quantityOf(measure);
    return [
      [name, formatQuantity(estimate.value, quantity), formatInterval(estimate.interval, quantity), String(estimate.n), estimate.method],
    ];
  });
  const [applied, other] = byUse(probes);
  const left = notProbedSentence(check);
  const moved = applied.map(({ excess, items, moved: share, movedByRepeat, probe }) => [
    probe,
    formatQuantity(share, "share"),
    formatQuantity(movedByRepeat, "share"),
    excess === null ? "–" : `${formatQuantity(excess.value, "share")} (${formatInterval(excess.interval, "share")})`,
    String(items),
    excess === null ? "too few items" : excess.interval[0] > 0 ? "biased" : "not shown",
  ]);
  const blocks = [
    [title(check), SENTENCES[verdict.kind], ...verdict.reasons].flatMap((line) => wrapped(terminalText(line), columns)).join("\n"),
    ...(rows.length === 0
      ? []
      : [textTable({ columns, head: ["agreement with people", "value", `${percent(check.level)} interval`, "n"], rows })]),
    ...(confusion === null
      ? []
      : [matrixChartText({ title: "people (rows) against the judge", labels: confusion.labels, counts: confusion.counts }, { columns })]),
    ...(noise === null ? [] : [wrapped(noiseSentence(check), columns).join("\n")]),
    ...(moved.length === 0
      ? []
      : [textTable({ columns, head: ["probe", "moved", "by asking again", "excess", "n", "reads as"], rows: moved })]),
    ...(other === "" ? [] : [wrapped(other, columns).join("\n")]),
    ...(left === "" ? [] : [wrapped(left, columns).join("\n")]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Returns a check as one self-contained page: agreement as a chart and a table, the confusion, noise and probes. */
export function judgeCheckHtml(check: JudgeCheck): string {
  const { agreement, judge, jury, labels, noise, probes, verdict } = check;
  const left = notProbedSentence(check);
  const [applied] = byUse(probes);
  const between = measures(check).filter(({ kind }) => kind === "coefficient");
  const sections = [
    {
      title: "Verdict",
      body: html`<p><b>${SENTENCES[verdict.kind]}</b></p><ul>${verdict.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`,
    },
    judgeSection([
      {
        metric: judge.name,
        model: judge.model ?? { id: "no model" },
        calibration: calibrationOf(check),
        agreement: between.filter(({ name }) => name !== "Cohen's κ"),
        ...(agreement.confusion === null ? {} : { confusion: agreement.confusion }),
      },
    ]),
    {
      title: "Agreement",
      body: html`<div class="plot" tabindex="0">${dataTable(
        ["measure", "value", `${percent(check.level)} interval`, "n", "method"],
        measures(check).map((measure) => {
          const { estimate, name } = measure;
          const quantity = quantityOf(measure);
          return [
            name,
            formatQuantity(estimate?.value ?? null, quantity),
            estimate === null ? "could not be measured" : formatInterval(estimate.interval, quantity),
            String(estimate?.n ?? 0),
            estimate?.method ?? "",
          ];
        }),
      )}</div>${noise === null ? null : html`<p>${noiseSentence(check)}</p>`}`,
    },
    ...(applied.length === 0 ? [] : [biasSection(applied)]),
    ...(jury === undefined ? [] : [jurySection(jury)]),
    ...(left === "" ? [] : [{ title: "Not probed", body: html`<p>${left}</p>` }]),
  ];
  return htmlPage({
    title: title(check),
    lead: `${labels.ratings} ratings of ${labels.items} items by ${labels.raters.length} ${labels.raters.length === 1 ? "rater" : "raters"}.`,
    sections,
    footer: `Judge ${judge.hash.slice(0, 12)} · labels ${labels.hash.slice(0, 12)}`,
  });
}

/** Each juror's agreement with people, and how the errors of each two go together. */
function jurySection({ agreement, jurors, pairs }: JuryCheck): PageSection {
  const number = (value: number | null | undefined): string => formatQuantity(value ?? null, "number");
  return {
    title: "The jurors",
    body: html`<div class="plot" tabindex="0">${dataTable(
      ["juror", "agreement with people", "interval", "n"],
      jurors.map((juror, i) => {
        const estimate = agreement[i] ?? null;
        return [
          juror,
          number(estimate?.value),
          estimate === null ? "–" : formatInterval(estimate.interval, "number"),
          String(estimate?.n ?? 0),
        ];
      }),
    )}</div><p>How the errors of each two go together, −1 to 1:</p><div class="plot" tabindex="0">${dataTable(
      ["", ...jurors],
      jurors.map((juror, i) => [juror, ...jurors.map((_, j) => (i === j ? "" : number(pairs[i]?.[j])))]),
    )}</div>`,
  };
}

/** What was left out, and what it would take. */
function notProbedSentence({ notProbed = [] }: JudgeCheck): string {
  const named = (list: readonly NotProbed[]): string => list.map(({ calls, probe }) => `${probe} (${callsText(calls)})`).join(", ");
  const possible = notProbed.filter(({ calls }) => calls !== null);
  if (notProbed.length === 0) return "";
  if (possible.length === 0)
    return `Not probed: ${notProbed.map(({ probe }) => probe).join(", ")}. Probes change texts, and the outputs are none.`;
  return `Not probed, so nothing is known of the judge's bias there: ${named(notProbed)}. Name them with --probes, or all.`;
}

function callsText(calls: number | null): string {
  if (calls === null) return "does not apply to these outputs";
  return calls === 0 ? "no further call" : calls === 1 ? "1 more call" : `about ${calls.toLocaleString("en-US")} more calls`;
}

/** Probes that apply to some item, and what is said of the others. */
function byUse(probes: JudgeCheck["probes"]): readonly [JudgeCheck["probes"], string] {
  const idle = probes.filter(({ items }) => items === 0).map(({ probe }) => probe);
  return [probes.filter(({ items }) => items > 0), idle.length === 0 ? "" : `Apply to nothing here: ${idle.join(", ")}.`];
}

function title({ judge }: JudgeCheck): string {
  return `${judge.name}${judge.model === null ? "" : ` by ${judge.model.id}`}, compared with people`;
}

/** Only what the judge's scale has. */
function measures({ agreement, injection, judge, jury }: JudgeCheck): readonly Measure[] {
  const { ceiling } = agreement;
  const binary = judge.scale === "binary";
  const yesNo: readonly Measure[] = [
    { name: "sensitivity", estimate: agreement.sensitivity, kind: "share" },
    { name: "specificity", estimate: agreement.specificity, kind: "share" },
    { name: "people said yes", estimate: agreement.prevalence, kind: "share" },
    { name: "the judge said yes", estimate: agreement.judgedShare, kind: "share" },
  ];
  const scores: readonly Measure[] = [
    { name: "Pearson's r", estimate: agreement.pearson, kind: "coefficient" },
    { name: "Spearman's ρ", estimate: agreement.spearman, kind: "coefficient" },
    { name: "Kendall's τ-b", estimate: agreement.kendall, kind: "coefficient" },
    { name: "weighted κ", estimate: agreement.weightedKappa, kind: "coefficient" },
  ];
  return [
    ...(binary ? yesNo : scores),
    { name: "equal verdicts", estimate: agreement.agreement, kind: "share" },
    { name: "Cohen's κ", estimate: agreement.kappa, kind: "coefficient" },
    { name: "Gwet's AC1", estimate: agreement.ac1, kind: "coefficient" },
    { name: "Krippendorff's α", estimate: agreement.krippendorff, kind: "coefficient" },
    { name: "bias (judge less people)", estimate: agreement.bias, kind: binary ? "share" : "number" },
    ...(ceiling === null
      ? []
      : [
          { name: `person vs rest, ${ceiling.measure}`, estimate: ceiling.leaveOneOut, kind: "coefficient" as const },
          { name: `judge vs rest, ${ceiling.measure}`, estimate: ceiling.judge, kind: "coefficient" as const },
          { name: "α among people", estimate: ceiling.krippendorff, kind: "coefficient" as const },
        ]),
    ...(jury === undefined
      ? []
      : [
          { name: "jurors' error correlation", estimate: jury.errorCorrelation, kind: "coefficient" as const },
          { name: `effective judges, of ${jury.jurors.length}`, estimate: jury.effectiveJudges, kind: "number" as const },
        ]),
    ...(injection === null ? [] : [{ name: "raised by planted instructions", estimate: injection.raised, kind: "share" as const }]),
  ];
}

function noiseSentence({ noise, repeats }: JudgeCheck): string {
  if (noise === null) return "";
  const { agreement, flipRate, withinSd } = noise;
  return `Asked ${repeats} times, two readings of one item differ in ${formatQuantity(flipRate.value, "share")} of cases (${formatInterval(flipRate.interval, "share")}, n = ${agreement.n})${withinSd === null ? "" : `; spread within an item ${Number(withinSd.toFixed(3))}`}.`;
}

function percent(level: number): string {
  return `${Number((100 * level).toPrecision(4))} %`;
}

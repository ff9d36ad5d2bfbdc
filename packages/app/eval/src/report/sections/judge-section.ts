import type { Calibration, Estimate, ModelRef } from "@pawl/core";
import { familyNotes } from "../../judge/jury-families.ts";
import { formatInterval, formatQuantity } from "../axis.ts";
import { dataTable } from "../figure.ts";
import { html } from "../html.ts";
import type { PageSection } from "../html-page.ts";
import { intervalChart } from "../interval-chart.ts";
import { matrixChart } from "../matrix-chart.ts";

export interface JudgeReport {
  readonly metric: string;
  readonly model: ModelRef;
  readonly calibration: Calibration | null;
  /** What changed since people were compared with, where its calibration is not of this judge any more. @default none */
  readonly stale?: readonly string[] | undefined;
  /** More measures of agreement, between −1 and 1, as they are to be called: AC1, Krippendorff's α, the human ceiling. @default none */
  readonly agreement?: readonly { readonly name: string; readonly estimate: Estimate | null }[] | undefined;
  /** What people said against what the judge said. @default none */
  readonly confusion?: { readonly labels: readonly string[]; readonly counts: readonly (readonly number[])[] } | undefined;
}

/** Returns the section on judges: how well each agrees with people, with intervals; one that was never compared is said to be that. */
export function judgeSection(judges: readonly JudgeReport[]): PageSection {
  const measures = ({ agreement = [], calibration }: JudgeReport): { readonly name: string; readonly estimate: Estimate | null }[] => [
    ...(calibration === null
      ? []
      : [
          { name: "sensitivity", estimate: calibration.sensitivity },
          { name: "specificity", estimate: calibration.specificity },
          { name: "Cohen's κ", estimate: calibration.kappa },
        ]),
    ...agreement,
  ];
  const cards = judges.map((judge) => {
    const found = measures(judge).flatMap(({ estimate, name }) => (estimate === null ? [] : [{ name, estimate }]));
    const absent = measures(judge).filter(({ estimate }) => estimate === null);
    const { calibration, confusion, metric, model, stale = [] } = judge;
    const words =
      calibration === null
        ? html`<p class="warning">Not calibrated: nobody compared this judge with people${stale.length === 0 ? null : " since it changed"}. What its scores are worth is not known. ${stale.join(" ")}</p>`
        : html`<p class="note">Compared with people on ${calibration.items} items, ${calibration.raters} ${calibration.raters === 1 ? "rater" : "raters"}, set ${calibration.dataset.slice(0, 12)}.${absent.length === 0 ? null : ` Could not be measured: ${absent.map(({ name }) => name).join(", ")}.`}</p>`;
    const jury = juryNotes(judge);
    const chart =
      found.length === 0
        ? null
        : intervalChart({
            title: `${metric}: agreement with people`,
            axis: { label: "agreement", quantity: "share" },
            level: found[0]?.estimate.level,
            rows: found.map(({ estimate, name }) => ({ label: name, value: estimate.value, interval: estimate.interval, n: estimate.n })),
          });
    const matrix =
      confusion === undefined
        ? null
        : matrixChart({ title: `${metric}: people against the judge`, labels: confusion.labels, counts: confusion.counts });
    return html`<h3>${metric} <small>${model.id}</small></h3>${words}${jury.map((note) => html`<p class="note">${note}</p>`)}${chart}${matrix}`;
  });
  return { title: "Judges", body: html`${cards}` };
}

/** How many judges a jury is worth, and why it may be fewer than sit on it. */
function juryNotes({ calibration, model }: JudgeReport): readonly string[] {
  const families = familyNotes(model);
  const jury = calibration?.jury;
  if (jury === undefined) return families;
  const { effectiveJudges, errorCorrelation, jurors } = jury;
  if (effectiveJudges === null || errorCorrelation === null)
    return [`How the errors of the ${jurors} jurors go together cannot be told: too few were made.`, ...families];
  const said = ({ interval, value }: Estimate): string => `${formatQuantity(value, "number")} (${formatInterval(interval, "number")})`;
  return [
    `The errors of the ${jurors} jurors correlate by ${said(errorCorrelation)}: they are worth ${said(effectiveJudges)} independent judges.`,
    ...families,
  ];
}

/** What a bias probe found; `ProbeResult`s of `@pawl/eval/judge` are such rows. */
export interface BiasRow {
  readonly probe: string;
  /** Share of verdicts that the probe moved, and that asking again moved: the noise. */
  readonly moved: number | null;
  readonly movedByRepeat: number | null;
  /** The first less the second, paired by item. */
  readonly excess: Estimate | null;
}

/** Returns the section on a judge's bias probes: how much more often each moves a verdict than asking again does. */
export function biasSection(rows: readonly BiasRow[], options: { readonly title?: string | undefined } = {}): PageSection {
  const level = rows.find(({ excess }) => excess !== null)?.excess?.level;
  const chart = intervalChart({
    title: "Verdicts moved beyond the noise",
    axis: { label: "share of verdicts moved, less the share that asking again moves", quantity: "difference" },
    level,
    reference: { value: 0, label: "as often as asking again" },
    rows: rows.map(({ excess, probe }) => ({
      label: probe,
      value: excess?.value ?? null,
      interval: excess?.interval ?? [null, null],
      n: excess?.n ?? 0,
      series: excess !== null && excess.interval[0] > 0 ? 1 : 0,
    })),
  });
  const table = dataTable(
    ["probe", "moved", "moved by asking again", "excess", "interval", "n", "reads as"],
    rows.map(({ excess, moved, movedByRepeat, probe }) => [
      probe,
      formatQuantity(moved, "share"),
      formatQuantity(movedByRepeat, "share"),
      formatQuantity(excess?.value ?? null, "share"),
      excess === null ? "–" : formatInterval(excess.interval, "share"),
      String(excess?.n ?? 0),
      excess === null ? "too few items" : excess.interval[0] > 0 ? "biased" : "not shown",
    ]),
  );
  return { title: options.title ?? "Bias probes", body: html`${chart}<div class="plot" tabindex="0">${table}</div>` };
}

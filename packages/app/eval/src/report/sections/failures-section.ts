import type { Estimate } from "@pawl/core";
import { formatInterval, formatQuantity } from "../axis.ts";
import { html } from "../html.ts";
import type { PageSection } from "../html-page.ts";
import { intervalChart } from "../interval-chart.ts";
import { itemAnchor } from "../item-anchor.ts";

/** Failures that have something in common; a `FailureCluster` of `@pawl/data` is one. */
export interface FailureGroup {
  readonly label: string;
  /** How they failed; null where only their words are alike. @default the label */
  readonly kind?: string | null | undefined;
  /** Words that tell them from the other failures. */
  readonly terms: readonly string[];
  readonly count: number;
  /** Of all failures. */
  readonly share: Estimate;
  /** Ids of the most typical ones. */
  readonly examples: readonly string[];
}

export interface FailuresSectionOptions {
  /** @default What failed together */
  readonly title?: string | undefined;
  /** In no group. @default none */
  readonly other?: { readonly count: number; readonly share: Estimate | null } | undefined;
  /** How they were found, and of which failures: a sentence each. @default none */
  readonly notes?: readonly string[] | undefined;
  /** Repeat of an example that is linked to. @default the first */
  readonly repeatOf?: ((id: string) => number) | undefined;
}

/** Most groups that are drawn; the rest is counted. */
const DRAWN = 10;

/** Returns the section on failures in groups: the share of each with its interval, its words, and links to typical ones in the item browser. */
export function failuresSection(groups: readonly FailureGroup[], options: FailuresSectionOptions = {}): PageSection {
  const { notes = [], other, repeatOf = () => 0, title = "What failed together" } = options;
  const shown = groups.slice(0, DRAWN);
  const more = groups.slice(DRAWN);
  const rest =
    other !== undefined && other.count > 0 && other.share !== null ? [{ label: "others", count: other.count, share: other.share }] : [];
  const rows = [...shown.map((group) => ({ share: group.share, label: `${nameOf(group)}${wordsOf(group)}` })), ...rest];
  const chart =
    shown.length === 0
      ? null
      : intervalChart({
          title: "Share of the failures",
          axis: { label: "share of the failures", quantity: "share" },
          level: shown[0]?.share.level,
          domain: [0, Math.max(...rows.map(({ share }) => share.interval[1]))],
          rows: rows.map(({ label, share }, i) => ({
            label,
            value: share.value,
            interval: share.interval,
            n: share.n,
            series: i < shown.length ? 1 : 5,
          })),
        });
  const list = shown.map(
    ({ count, examples, share, terms, ...group }) =>
      html`<li><b>${nameOf(group)}</b> <span class="soft">${count} of ${share.n}, ${formatQuantity(share.value, "share")} (${formatInterval(share.interval, "share")})</span>${
        terms.length === 0 ? null : html`<br><span class="soft">words</span> ${terms.join(", ")}`
      }${
        examples.length === 0
          ? null
          : html`<br><span class="soft">such as</span> ${examples.map((id, i) => html`${i === 0 ? "" : ", "}<a href="#${itemAnchor(id, repeatOf(id))}">${id}</a>`)}`
      }</li>`,
  );
  return {
    title,
    body: html`${notes.map((note, i) => html`<p class="${i === 0 ? "said" : "note"}">${note}</p>`)}${chart}${shown.length === 0 ? null : html`<ol class="groups">${list}</ol>`}${
      more.length === 0
        ? null
        : html`<p class="note">${more.length} smaller ${more.length === 1 ? "group" : "groups"} of ${more.reduce((sum, { count }) => sum + count, 0)} failures are left out.</p>`
    }`,
  };
}

function nameOf({ kind, label }: Pick<FailureGroup, "kind" | "label">): string {
  if (kind === undefined) return label;
  return kind ?? "alike in their words";
}

/** The chart puts what is in brackets under a long label. */
function wordsOf({ kind, terms }: FailureGroup): string {
  return kind === undefined || terms.length === 0 ? "" : ` (${terms.slice(0, 4).join(", ")})`;
}

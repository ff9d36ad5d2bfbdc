import type { Example, Json, Score, Unscored } from "@pawl/core";
import { traceTotals } from "@pawl/core";
import type { OutlinedTrace } from "../evaluation.ts";
import { formatQuantity } from "./axis.ts";
import { diffText } from "./diff-text.ts";
import { shorten } from "./figure.ts";
import { type Html, type HtmlPart, html } from "./html.ts";
import { itemAnchor } from "./item-anchor.ts";
import { valueText } from "./item-text.ts";
import { SHORTEST_TEXT } from "./pick-items.ts";

/** One text of an item; `from` is what its differences are marked against. */
export interface ItemField {
  readonly name: string;
  readonly text: string;
  readonly from?: string | undefined;
}

export interface ItemRow {
  readonly id: string;
  readonly repeat: number;
  /** Values of the filter that it is found by, apart by spaces. */
  readonly found: string;
  readonly tone: "ok" | "no" | "gone";
  readonly pill: string;
  readonly head: string;
  /** Cut to fit. */
  readonly fields: readonly ItemField[];
  /** Short already. */
  readonly facts: readonly (readonly [name: string, text: string])[];
}

/** Returns an item to open, of at most so many bytes where that can be: texts are cut, then differences left out, until it fits. */
export function itemRow(row: ItemRow, { bytes, length }: { readonly bytes: number; readonly length: number }): Html {
  for (let cut = length; ; cut = Math.max(SHORTEST_TEXT, Math.floor(cut / 2))) {
    for (const marked of [true, false]) {
      const markup = rowMarkup(row, cut, marked);
      if (Buffer.byteLength(markup.markup) <= bytes || (cut === SHORTEST_TEXT && !marked)) return markup;
    }
  }
}

function rowMarkup({ facts, fields, found, head, id, pill, repeat, tone }: ItemRow, length: number, marked: boolean): Html {
  const shown = fields.map(({ from, name, text }) => {
    const body =
      marked && from !== undefined && from !== text ? differences(shorten(from, length), shorten(text, length)) : shorten(text, length);
    return html`<dt>${name}</dt><dd>${body}</dd>`;
  });
  return html`<details class="item" id="${itemAnchor(id, repeat)}" data-f="${found}"><summary><span class="pill ${tone}">${pill}</span><span class="head">${shorten(head.replace(/\s+/g, " "), Math.min(140, length))}</span><span class="id">${shorten(id, 40)}${repeat > 0 ? ` #${repeat + 1}` : null}</span></summary><dl>${shown}${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl></details>`;
}

/** Returns a text with what was added to the other marked, and what of the other is not in it. */
export function differences(from: string, to: string): HtmlPart {
  return diffText(from, to).map(({ kind, text }): HtmlPart => {
    if (kind === "same") return text;
    return kind === "added" ? html`<ins>${text}</ins>` : html`<del>${text}</del>`;
  });
}

/** Returns the accepted answers as people read them; undefined where there is none. */
export function expectedText(example: Example | undefined): string | undefined {
  const answers = [example?.expected, ...(example?.alternatives ?? [])].filter((answer) => answer !== undefined);
  return answers.length === 0 ? undefined : answers.map(valueText).join("\nor ");
}

/** Returns a score's value, short. */
export function scoreText(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** Returns a score with what its scorer said of it. */
export function scoreLine(score: Score | Unscored | undefined): string {
  if (score === undefined) return "–";
  if (score.kind === "unscored") return `– ${shorten(score.reason, 200)}`;
  const said = [score.reason, detailText(score.detail)].filter((text) => text !== undefined && text !== "").join(" · ");
  return said === "" ? scoreText(score.value) : `${scoreText(score.value)} · ${shorten(said, 200)}`;
}

/** Returns how long a trace took and what it cost. */
export function tookText(trace: OutlinedTrace): string {
  const { microDollars } = "totals" in trace ? trace.totals : traceTotals(trace);
  const time = formatQuantity(trace.totalMs, "ms");
  return microDollars === null || microDollars === 0 ? time : `${time}, ${formatQuantity(microDollars, "money")}`;
}

function detailText(detail: Json | undefined): string {
  if (detail === undefined || detail === null) return "";
  if (typeof detail !== "object" || Array.isArray(detail)) return valueText(detail);
  return Object.entries(detail)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.map(valueText).join(", ") : valueText(value)}`)
    .join("; ");
}

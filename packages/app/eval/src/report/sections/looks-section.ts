import type { Look } from "@pawl/core";
import { dataTable } from "../figure.ts";
import { html } from "../html.ts";
import type { PageSection } from "../html-page.ts";

const SHOWN = 100;

/** Returns the section on a sealed split: how often it was looked at, when and why, the last ones first. Each look makes it a little less a test. */
export function looksSection(
  looks: readonly Look[],
  options: {
    /** @default test */
    readonly split?: string | undefined;
    /** What else is to be known of the looks: a sentence each. @default none */
    readonly notes?: readonly string[] | undefined;
  } = {},
): PageSection {
  const { notes = [], split = "test" } = options;
  const words =
    looks.length === 0
      ? `The ${split} split was never looked at.`
      : `The ${split} split was looked at ${looks.length === 1 ? "once" : `${looks.length} times`}.${looks.length > 1 ? " What was chosen after an earlier look is no longer tested by it." : ""}`;
  const newest = looks.toSorted((a, b) => b.at - a.at);
  const rows = newest
    .slice(0, SHOWN)
    .map(({ at, reason, runId }) => [
      new Date(at).toISOString().slice(0, 16).replace("T", " "),
      html`<span class="words">${reason}</span>`,
      runId,
    ]);
  const more = looks.length - rows.length;
  return {
    title: "Looks at the sealed split",
    body: html`<p class="said">${words}</p>${notes.map((note) => html`<p class="note">${note}</p>`)}${
      rows.length === 0 ? null : html`<div class="plot texts" tabindex="0">${dataTable(["when (UTC)", "why", "run"], rows)}</div>`
    }${more > 0 ? html`<p class="note">${more} earlier ones are left out.</p>` : null}`,
  };
}

import type { Look } from "@pawl/core";
import { dataTable } from "../figure.ts";
import { html } from "../html.ts";
import type { PageSection } from "../html-page.ts";

/** Returns the section on a sealed split: how often it was looked at, when and why. Each look makes it a little less a test. */
export function looksSection(looks: readonly Look[], options: { readonly split?: string | undefined } = {}): PageSection {
  const { split = "test" } = options;
  const words =
    looks.length === 0
      ? `The ${split} split was never looked at.`
      : `The ${split} split was looked at ${looks.length === 1 ? "once" : `${looks.length} times`}.${looks.length > 1 ? " What was chosen after an earlier look is no longer tested by it." : ""}`;
  const rows = looks.map(({ at, reason, runId }) => [new Date(at).toISOString().slice(0, 16).replace("T", " "), reason, runId]);
  return {
    title: "Looks at the sealed split",
    body: html`<p>${words}</p>${rows.length === 0 ? null : html`<div class="plot" tabindex="0">${dataTable(["when (UTC)", "why", "run"], rows)}</div>`}`,
  };
}

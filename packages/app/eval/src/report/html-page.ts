import { createHash } from "node:crypto";
import { type Html, html } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";

export interface PageSection {
  readonly title: string;
  readonly body: Html;
}

export interface HtmlPageOptions {
  readonly title: string;
  /** One sentence under the title. */
  readonly lead?: string | undefined;
  /** Before the sections, without a card of its own: tiles. */
  readonly top?: Html | undefined;
  readonly sections: readonly PageSection[];
  readonly footer?: string | undefined;
  /** Inline code; it is the only one that may run. */
  readonly script?: string | undefined;
}

/** Returns a whole page as text: self-contained, forbidden to load anything, light or dark as the reader's system is. */
export function htmlPage(options: HtmlPageOptions): string {
  const { footer, lead, script, sections, title, top } = options;
  const scripts = script === undefined ? "'none'" : `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${scripts}; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${title}</title><style>${{ markup: PAGE_STYLE }}</style></head>
<body><header><h1>${title}</h1>${lead === undefined ? null : html`<p class="lead">${lead}</p>`}</header>
<main>${top ?? null}${sections.map(
    (section) => html`<section><h2>${section.title}</h2>${section.body}</section>
`,
  )}</main>
${footer === undefined ? null : html`<footer>${footer}</footer>`}${script === undefined ? null : html`<script>${{ markup: script }}</script>`}</body></html>
`;
  return page.markup;
}

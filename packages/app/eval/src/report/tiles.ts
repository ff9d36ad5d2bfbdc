import { type Html, html } from "./html.ts";

/** Returns numbers to be seen at a glance, each with what it is. */
export function tiles(items: readonly { readonly value: string; readonly label: string }[]): Html {
  return html`<div class="tiles">${items.map(({ label, value }) => html`<div class="tile"><b>${value}</b><span>${label}</span></div>`)}</div>`;
}

import type { Html } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";

const MARGIN = 18;
const TITLE = 30;

/**
 * Returns the picture of a chart as an SVG file of its own, with its title, palette and card, light or dark as its viewer is: for a README or an e-mail.
 * @throws TypeError where the markup holds no picture.
 */
export function standaloneSvg(chart: Html): string {
  const picture = /<svg viewBox="0 0 ([\d.]+) ([\d.]+)" role="img" aria-label="([^"]*)"[^>]*>([\s\S]*?)<\/svg>/.exec(chart.markup);
  if (picture === null) throw new TypeError("This markup holds no picture; give what a chart function returned.");
  const [, width, height, label, drawing] = picture;
  const title = /<figcaption>([\s\S]*?)<\/figcaption>/.exec(chart.markup)?.[1] ?? "";
  const across = Number(width) + 2 * MARGIN;
  const down = Number(height) + TITLE + 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${across} ${down}" width="${across}" height="${down}" role="img" aria-label="${label}">
<style>${ruleFor(":root")}${ruleFor("@media")}svg{font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}${svgRules()}.ground{fill:var(--card);stroke:var(--line)}.title{font-size:16px;font-weight:650}</style>
<rect class="ground" x=".5" y=".5" width="${across - 1}" height="${down - 1}" rx="14"/>
<text class="title" x="${MARGIN}" y="${MARGIN + 14}">${title}</text>
<g transform="translate(${MARGIN} ${MARGIN + TITLE})">${drawing}</g>
</svg>
`;
}

function ruleFor(selector: string): string {
  return PAGE_STYLE.split("\n").find((line) => line.startsWith(selector)) ?? "";
}

function svgRules(): string {
  return PAGE_STYLE.split("\n")
    .filter((line) => /^svg [a-z.]/.test(line))
    .join("");
}

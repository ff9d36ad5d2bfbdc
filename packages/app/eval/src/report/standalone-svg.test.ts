import { expect, it } from "vitest";
import { html } from "./html.ts";
import { intervalChart } from "./interval-chart.ts";
import { standaloneSvg } from "./standalone-svg.ts";

const chart = intervalChart({
  title: "Score <by> rung",
  axis: { label: "field F1", quantity: "share" },
  rows: [{ label: "5 retrieved", value: 0.24, interval: [0.18, 0.3], n: 40 }],
});

it("carries its own palette, title and marks, and loads nothing", () => {
  const svg = standaloneSvg(chart);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  for (const part of ["--s0:", "prefers-color-scheme:dark", "Score &lt;by&gt; rung", "5 retrieved", "n=40", "svg .dot"])
    expect(svg).toContain(part);
  expect(svg).not.toMatch(/(href|src)=|@import|url\(/);
});

it("refuses markup without a picture", () => {
  expect(() => standaloneSvg(html`<p>no</p>`)).toThrow(TypeError);
});

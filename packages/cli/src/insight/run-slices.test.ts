import { expect, it } from "vitest";
import { insightSections } from "./insight-sections.ts";
import { insightText } from "./insight-text.ts";
import { runOutline, taggedExamples } from "./run-outline.fixture.ts";
import { runSlices } from "./run-slices.ts";

const tagged = taggedExamples(80, (i) => ({ tags: [i % 2 === 0 ? "de" : "en"], length: 10 + i }));
const cases = (value: (i: number) => number | null) => tagged.map(({ id }, i) => ({ id, value: value(i) }));

it("slices a metric by tag and by input length, with intervals, and shrinks from four slices on", () => {
  const run = runOutline(cases((i) => (i % 2 === 0 || i < 20 ? 1 : 0)));
  const [byTag, byLength, ...more] = runSlices({ run, metric: "label", examples: tagged });
  expect(more).toEqual([]);
  expect(byTag?.estimates.slices).toMatchObject([
    { slice: "de", n: 40, estimate: { value: 1 }, shrunk: null },
    { slice: "en", n: 40, estimate: { value: 0.25 } },
  ]);
  expect(byLength?.name).toBe("input length");
  expect(byLength?.estimates.slices).toHaveLength(4);
  expect(byLength?.estimates.slices.every(({ shrunk }) => shrunk !== null)).toBe(true);
});

it("has no slices by what parts no example: no tags, one length", () => {
  const plain = taggedExamples(40, () => ({}));
  expect(runSlices({ run: runOutline(plain.map(({ id }) => ({ id, value: 1 }))), metric: "label", examples: plain })).toEqual([]);
});

it("tells effects in the good direction, also where lower is better", () => {
  const champion = runOutline(cases((i) => (i % 3 === 0 ? 1 : 0)));
  const candidate = runOutline(cases(() => 1));
  const effects = (direction: "higher" | "lower") => {
    const facts = (run: typeof champion) => ({ ...run, metrics: { label: { hash: "h", direction, scale: "binary" as const } } });
    return runSlices({ run: facts(candidate), champion: facts(champion), metric: "label", examples: tagged })[0]?.effects?.slices.map(
      ({ effect }) => Math.sign(effect?.value ?? 0),
    );
  };
  expect(effects("higher")).toEqual([1, 1]);
  expect(effects("lower")).toEqual([-1, -1]);
});

it("warns of Simpson's paradox where missing answers turn the whole against every slice, on the page and in the terminal", () => {
  // Better in both slices (+.2 of 10 pairs, +.1 of 40), yet .36 beside .45: of "de", where cases are easy, 30 of 40 answers were lost.
  const place = (i: number): number => Math.floor(i / 2);
  const champion = runOutline(cases((i) => (i % 2 === 0 ? Number(place(i) % 5 !== 0) : Number(place(i) % 10 === 0))));
  const candidate = runOutline(cases((i) => (i % 2 === 0 ? (place(i) < 10 ? 1 : null) : Number(place(i) % 5 === 0))));
  const slices = runSlices({ run: candidate, champion, metric: "label", examples: tagged }).slice(0, 1);
  expect(slices[0]?.effects).toMatchObject({ warning: "simpson" });
  const insight = { metric: "label", slices, failures: null, looks: null, notes: [] };
  expect(insightText(insight, { columns: 500 })).toMatch(/Beware \(Simpson's paradox\)/);
  const [section] = insightSections(insight).sections;
  expect(section?.title).toBe("Slices by tag");
  expect(section?.body.markup).toMatch(/class="warning"[\s\S]*Beware \(Simpson/);
});

it("shows effects one by one where an example has several tags, and says that no paradox is looked for", () => {
  const both = taggedExamples(40, (i) => ({ tags: i % 2 === 0 ? ["de", "vip"] : ["de"] }));
  const of = (value: number) => runOutline(both.map(({ id }) => ({ id, value })));
  const [byTag] = runSlices({ run: of(1), champion: of(0), metric: "label", examples: both });
  expect(byTag?.effects?.slices).toMatchObject([
    { slice: "de", n: 40, effect: { value: 1 } },
    { slice: "vip", n: 20, effect: { value: 1 } },
  ]);
  expect(byTag?.sentences.join(" ")).toContain("no Simpson's paradox is looked for");
});

it("shows control characters of tags in a terminal as pictures, and keeps to its columns", () => {
  const hostile = taggedExamples(40, (i) => ({ tags: [i % 2 === 0 ? "\u001b[31mred" : "plain"], length: 10 + i }));
  const run = runOutline(hostile.map(({ id }, i) => ({ id, value: i % 2 })));
  const slices = runSlices({ run, metric: "label", examples: hostile });
  const text = insightText({ metric: "label", slices, failures: null, looks: null, notes: [] }, { columns: 40 });
  expect(text).not.toContain("\u001b");
  expect(text).toContain("␛[31mred");
  expect(text.split("\n").filter((line) => line.length > 40)).toEqual([]);
});
